"""Reads of the file of a member, scoped by who asks."""
