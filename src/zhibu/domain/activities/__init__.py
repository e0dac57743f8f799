"""Meetings and other activities of any type, attendance, papers."""
