"""How a number of a person is shown: enough to recognise it, not enough to use it."""

from __future__ import annotations

SHOWN_FIRST, SHOWN_LAST = 6, 4


def masked_id_number(number: str | None) -> str:
    """999999********4213; a short or damaged number is covered whole."""
    if not number:
        return ""
    if len(number) < SHOWN_FIRST + SHOWN_LAST + 1:
        return "*" * len(number)
    hidden = "*" * (len(number) - SHOWN_FIRST - SHOWN_LAST)
    return f"{number[:SHOWN_FIRST]}{hidden}{number[-SHOWN_LAST:]}"


def masked_phone(number: str | None) -> str:
    """154****4213."""
    if not number:
        return ""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
