"""Whole numbers as addresses and forms bring them: what is none is None, never an error."""

from __future__ import annotations

DIGITS = 9  # more has no number that a page asks for


def whole(text: str) -> int | None:
    """The number that a text says; None where it is none, as `²` and digits without end are."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None
