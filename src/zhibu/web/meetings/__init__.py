"""Pages of the room meetings."""
