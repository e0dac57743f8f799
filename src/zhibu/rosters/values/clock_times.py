"""Times of day as clerks write them: 09：00, 下午2点半, 上午9时, 14时30分, a time cell."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from zhibu.rosters.values.text import chinese_number

_AFTERNOON = ("下午", "晚上", "晚", "傍晚", "夜间", "PM", "pm", "午后")
_PART = r"(上午|早上|早晨|早|中午|下午|午后|傍晚|晚上|晚|夜间|AM|PM|am|pm)?"
_NUMERAL = r"[〇零一二两三四五六七八九十]+|\d{1,2}"
_CLOCK = re.compile(
    rf"{_PART}({_NUMERAL})(?:[:.点时](半|一刻|三刻|{_NUMERAL})?分?(?::\d\d)?)(整)?(AM|PM|am|pm)?"
)
_QUARTERS = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
_END = re.compile(r"[-—–~～至到]")


def time_of(raw: object) -> str | None:
    """HH:MM of the beginning; None where the cell holds no time."""
    if isinstance(raw, dt.datetime | dt.time):
        return f"{raw.hour:02}:{raw.minute:02}"
    if isinstance(raw, dt.timedelta):
        return _of_minutes(round(raw.total_seconds() / 60))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _of_minutes(round(raw % 1 * 24 * 60)) if 0 <= raw < 1 else None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(raw or "")))
    match = _CLOCK.fullmatch(_END.split(text)[0]) if text else None
    if match is None:
        return None
    part = match[1] or match[5]
    hour = _number(match[2])
    minute = _QUARTERS[match[3]] if match[3] in _QUARTERS else _number(match[3])
    if hour is None or minute is None:
        return None
    if hour < (12 if part in _AFTERNOON else 3 if part == "中午" else 0):
        hour += 12
    return _of_minutes(hour * 60 + minute) if minute < 60 else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_number(text)


def _of_minutes(minutes: int) -> str | None:
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}" if 0 <= hour < 24 else None
