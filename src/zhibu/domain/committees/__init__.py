"""Committees (班子): terms, their ends and reminders, elections and their results, division of work."""
