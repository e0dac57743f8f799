"""Pages of the room tasks."""
