"""Pages of the room yearly."""
