"""Directives as files: reading and linking them, their cases, what they cover, drafts."""
