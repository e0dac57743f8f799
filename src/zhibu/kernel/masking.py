"""Numbers of persons as pages, lists and terminals show them: the ends only."""

from __future__ import annotations

import re

_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{5,8}(\d{3}[\dXx])(?![\dA-Za-z])")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def masked_numbers(text: str) -> str:
    """A sentence with the middle of every ID number (15 to 18 digits) and mobile phone covered."""
    return _PHONE.sub(r"\1****\2", _ID_NUMBER.sub(r"\1********\2", text))
