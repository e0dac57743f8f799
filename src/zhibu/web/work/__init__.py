"""The hub of a branch's work, and a member's own page."""
