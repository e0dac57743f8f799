"""Votes: preparing, rolls, slips, voting in the browser, counting, results."""
