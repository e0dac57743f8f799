"""Organisations: tree, page, roster; and search."""
