"""Votes of an organisation: roll, slips on paper and secret in the browser, counting, results."""
