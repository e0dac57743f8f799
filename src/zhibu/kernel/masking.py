"""Numbers of persons as pages, lists and terminals show them: enough to recognise, not enough to use."""

from __future__ import annotations

import re

_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{5,8}(\d{3}[\dXx])(?![\dA-Za-z])")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def masked_numbers(text: str) -> str:
    """A sentence with the middle of every ID number (15 to 18 digits) and mobile phone covered."""
    return _PHONE.sub(r"\1****\2", _ID_NUMBER.sub(r"\1********\2", text))


def masked_id_number(number: str | None) -> str:
    """999999********4213; a short or damaged number is covered whole."""
    return _covered(number or "", 6, 11)


def masked_phone(number: str | None) -> str:
    """154****4213; a short one is covered whole."""
    return _covered(number or "", 3, 8)


def _covered(number: str, first: int, shortest: int) -> str:
    """The first and the last four signs of a number that is long enough to hide some between them."""
    if len(number) < shortest:
        return "*" * len(number)
    return f"{number[:first]}{'*' * (len(number) - first - 4)}{number[-4:]}"


def masked_address(address: str | None) -> str:
    """湖南省娄底市****: the first six signs, of a shorter one the first two; how long it is stays untold."""
    text = address or ""
    if not text:
        return ""
    return f"{text[:6] if len(text) > 9 else text[:2] if len(text) > 4 else ''}****"
