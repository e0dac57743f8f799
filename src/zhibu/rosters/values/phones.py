"""Phone cells: mobile numbers, landlines, two numbers in one cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhibu.rosters.values.text import is_missing, text_of

_SPLIT = re.compile(r"[、,，;；/|\n]+")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}|400\d{7}|\d{3,6}")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """The number to keep ("" when none is usable), further numbers, and a code when odd."""

    number: str = ""
    others: tuple[str, ...] = ()
    code: str = ""
    reason: str = ""


def read_phone(value: object) -> PhoneReading:
    """Read one phone cell; the mobile number is kept, landlines are of the second choice."""
    raw = unicodedata.normalize("NFKC", text_of(value))
    if is_missing(raw):
        return PhoneReading()
    parts = [re.sub(r"[^\d+]", "", part) for part in _pieces(raw)]
    parts = [re.sub(r"^(?:\+?86|0086)(?=1\d{10}$)", "", part) for part in parts if part]
    mobiles = [part for part in parts if _MOBILE.fullmatch(part)]
    landlines = [part for part in parts if _LANDLINE.fullmatch(part)]
    good = mobiles + landlines
    if not good:
        digits = len(parts[0]) if parts else 0
        reason = "手机号应以1开头" if digits == 11 else f"号码有{digits}位，手机号应为11位"
        return PhoneReading(code="phone_wrong_length", reason=reason)
    if len(good) > 1:
        return PhoneReading(good[0], tuple(good[1:]), "two_phones", "一格里有两个号码，取手机号")
    return PhoneReading(good[0])


def _pieces(raw: str) -> list[str]:
    """The numbers of a cell; blanks inside one number (154 4875 3938) do not split it."""
    pieces: list[str] = []
    for part in _SPLIT.split(raw):
        digits = re.sub(r"\D", "", part)
        blocks = part.split()
        if len(digits) > 13 and len(blocks) > 1:
            pieces += blocks if any(_MOBILE.fullmatch(block) for block in blocks) else [part]
        else:
            pieces.append(part)
    return pieces
