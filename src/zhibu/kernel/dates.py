"""Days, partial dates (known to the day, the month or the year) and spans, in Asia/Shanghai."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]

EPOCH = dt.date(1970, 1, 1)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_WRITTEN = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?", r"(\d{4})(\d{2})(\d{2})?",
        r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?",
    )
)  # fmt: skip
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01; the one form in which compiled rules compare days."""
    return (day - EPOCH).days


def from_day_number(number: int) -> dt.date:
    """The day of a number made by `day_number`."""
    return EPOCH + dt.timedelta(days=number)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later; the 29th-31st go to the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def chinese_day(day: dt.date | None) -> str:
    """成文日期: Arabic figures without leading zeros; "" where there is none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def spoken_day(day: dt.date, today: dt.date) -> str:
    """12月23日 周三, as people say the day of a meeting; with the year where it is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that may be known only to the month or the year, such as `1998-07`."""

    first: dt.date
    precision: Precision = "day"

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; ValueError for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year, month, day = match.groups()
        first = dt.date(int(year), int(month or 1), int(day or 1))
        return cls(first, "day" if day else "month" if month else "year")

    @classmethod
    def written(cls, text: str) -> PartialDate:
        """Read as people write it (`1980.1.1`, `19800101`, `1980年7月`, full-width figures too); ValueError as `parse`."""
        plain = text.strip().translate(_HALF_WIDTH)
        match = next((found for form in _WRITTEN if (found := form.fullmatch(plain))), None)
        if match is None:
            raise ValueError(text)
        year, *rest = (part for part in match.groups() if part)
        return cls.parse("-".join([year, *(part.zfill(2) for part in rest)]))

    def after(self) -> dt.date:
        """The first day after all the days it may mean; what an end (`until`) rests on.

        An exact day is its own end: `until` already is the first day that no longer counts.
        """
        match self.precision:
            case "day":
                return self.first
            case "month":
                return add_months(self.first, 1)
            case _:
                return dt.date(self.first.year + 1, 1, 1)

    def __str__(self) -> str:
        return partial_text(self.first, self.precision)


def partial_text(day: dt.date | None, precision: str = "day", *, end: bool = False) -> str:
    """A stored date as it is written: `1998-07` where only the month is known, "" where there is none.

    An end is stored as the first day after it, so a month or a year is written as the one before.
    """
    if day is None:
        return ""
    if end and precision in ("month", "year"):
        day -= dt.timedelta(days=1)
    return day.isoformat()[: {"month": 7, "year": 4}.get(precision, 10)]
