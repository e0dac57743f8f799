"""Founding, renaming, moving, merging, splitting and dissolving organisations, each by a decision."""
