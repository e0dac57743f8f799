"""Directives as files: where they lie, reading and linking them, their cases, what they cover, drafts."""
