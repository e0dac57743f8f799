"""Pages of the room minutes."""
