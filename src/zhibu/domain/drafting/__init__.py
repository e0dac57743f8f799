"""Directives that an organisation writes itself: drafts with their history, checked as packs are."""
