"""Pages of the room bylaws."""
