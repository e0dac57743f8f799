"""Members: one member, as far as one may see him; for himself, everything of his own."""
