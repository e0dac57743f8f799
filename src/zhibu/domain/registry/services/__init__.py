"""Writes of the file of a member."""
