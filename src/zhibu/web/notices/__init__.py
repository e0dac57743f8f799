"""Pages of the room notices."""
