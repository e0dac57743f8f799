"""Directives with their articles; putting one in force for an organisation, and ending it."""
