"""The tree of organisations as a materialised path, with their dates."""
