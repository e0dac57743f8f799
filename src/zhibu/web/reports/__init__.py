"""Pages of the room reports."""
