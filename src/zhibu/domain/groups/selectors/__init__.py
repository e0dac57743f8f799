"""Reads of the room: what is so of a branch, what rules ask of its division, drafts and groups."""
