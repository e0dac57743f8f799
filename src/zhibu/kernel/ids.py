"""Ids of rows made here: short, sortable by the time they were made, free of look-alike letters."""

from __future__ import annotations

import secrets
import time

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        digits.append(_LETTERS[rest])
    return "".join(reversed(digits))


def new_id(prefix: str) -> str:
    """A new id such as `org_01k9x3v7qa8m2c4t`: nine letters of time (ms), seven of chance."""
    return f"{prefix}_{_base32(time.time_ns() // 1_000_000, 9)}{_base32(secrets.randbits(35), 7)}"
