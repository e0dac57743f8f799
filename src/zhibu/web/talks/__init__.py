"""Pages of the room talks."""
