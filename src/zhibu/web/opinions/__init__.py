"""Pages of the room opinions."""
