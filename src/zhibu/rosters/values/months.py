"""Months of a register: 1月, 一月份, 01, and runs of them such as 3-5月 or 3、4月."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from zhibu.rosters.values.text import chinese_number

_SPOKEN = re.compile(r"[〇零一二三四五六七八九十]+(?=[月至到、—～~-])")
_MONTH = re.compile(r"(?:(?:\d{4})\s*[年./-]\s*)?0?(\d{1,2})\s*(?:月份?)?", re.ASCII)
_RUN = re.compile(r"(\d{1,2})月?份?(?:(?:-|~|至|到|—|–|～)(\d{1,2}))?月?份?", re.ASCII)


def digits_for_numerals(text: str) -> str:
    """十二月 as 12月."""
    return _SPOKEN.sub(lambda match: str(chinese_number(match[0]) or match[0]), text)


def month_of(raw: object) -> int | None:
    """The month a cell names, 1 to 12."""
    if raw is None or isinstance(raw, bool):
        return None
    if isinstance(raw, dt.date | dt.datetime):
        return raw.month
    if isinstance(raw, int | float):
        return int(raw) if raw == int(raw) and 1 <= raw <= 12 else None
    text = digits_for_numerals(unicodedata.normalize("NFKC", str(raw)).strip())
    match = _MONTH.fullmatch(re.sub(r"\s+", "", text))
    month = int(match[1]) if match else 0
    return month if 1 <= month <= 12 else None


def months_in(text: str) -> list[int] | None:
    """The months of 3-5月, 1至8月, 3、4月 or 5月 in order; None where one is no month."""
    cleaned = digits_for_numerals(unicodedata.normalize("NFKC", text)).replace(" ", "")
    months: list[int] = []
    for part in filter(None, re.split(r"[、,，和及]", cleaned)):
        match = _RUN.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 12:
            return None
        months.extend(range(first, last + 1))
    return months or None
