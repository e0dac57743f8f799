"""The day a page is asked for (看哪一天), and hours: read as people write them, or an error that says how."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.http import HttpRequest

from zhibu.kernel import clock
from zhibu.rosters.values.clock_times import time_of

_FORMS = (
    re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_SPOKEN = re.compile(r"[〇零一二两三四五六\d]+[点时]")  # without a part of the day
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
FIRST_YEAR = 1921


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a page shows, the text in its field, and what is wrong with that text."""

    day: dt.date
    text: str
    error: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the page shows the present day, so that stored verdicts serve."""
        return self.day == clock.today()

    @property
    def query(self) -> str:
        """What a link carries on: nothing for the present day."""
        return "" if self.is_today else self.day.isoformat()


def read_day(text: str) -> dt.date | None:
    """2026-11-20, 2026.11.20, 2026/11/20, 2026年11月20日 or 20261120; None for anything else."""
    cleaned = text.strip().translate(_HALF_WIDTH).replace(" ", "")
    for form in _FORMS:
        match = form.fullmatch(cleaned)
        if match:
            try:
                return dt.date(*(int(part) for part in match.groups()))
            except ValueError:
                return None
    return None


def as_of(request: HttpRequest, name: str = "on") -> AsOf:
    """The day in the address; the present day where there is none or it cannot be read."""
    today = clock.today()
    text = request.GET.get(name, "").strip()
    if not text:
        return AsOf(today, today.isoformat())
    day = read_day(text)
    if day is None:
        return AsOf(today, text, f"“{text}”不是日期，要写成 {today}。下面先按今天显示。")
    if day > today:
        return AsOf(today, text, f"{day} 还没到，最晚看到今天。下面先按今天显示。")
    if day.year < FIRST_YEAR:
        return AsOf(today, text, f"{day} 太早，最早看到 {FIRST_YEAR} 年。下面先按今天显示。")
    return AsOf(day, day.isoformat())


def read_hour(text: str) -> str | None:
    """15:00, 15, 15点, 下午3点半 as 15:00; None where it is no time of a day, or 三点 may be that of the night or the afternoon."""
    plain = text.strip().translate(_HALF_WIDTH)
    hour = time_of(f"{plain}点" if plain.isdecimal() else plain)
    return None if hour and hour < "07:00" and _SPOKEN.match(plain) else hour
