"""Pages of the room uploads."""
