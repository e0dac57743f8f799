"""Desk, grid of duties, findings and lists of verdicts."""
