"""Runs and verdicts (核查结论): has everything judged, keeps the rows, answers desk, grid and finding.

Verdicts are derived: they can be thrown away and judged again at any time, for any past day.
"""
