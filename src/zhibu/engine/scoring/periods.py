"""The periods of scorecards: a year, half a year, a quarter of the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

MONTHS = {"year": 12, "half_year": 6, "quarter": 3}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One period: its first and its last day."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """2024年, 2024年下半年, 2024年第三季度."""
        months = (self.last.month - self.first.month) + 1
        year = f"{self.first.year}年"
        if months == MONTHS["year"]:
            return year
        if months == MONTHS["half_year"]:
            return f"{year}{'上' if self.first.month == 1 else '下'}半年"
        return f"{year}第{'一二三四'[self.first.month // 3]}季度"


def span_of(period: str, day: dt.date) -> Span:
    """The period of a kind (year, half_year, quarter) that holds a day."""
    months = MONTHS[period]
    month = (day.month - 1) // months * months + 1
    first = dt.date(day.year, month, 1)
    after = dt.date(day.year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
    return Span(first, after - dt.timedelta(days=1))


def spans_before(period: str, day: dt.date, count: int) -> list[Span]:
    """The period that holds a day and those before it, the latest first."""
    found = [span_of(period, day)]
    while len(found) < count:
        found.append(span_of(period, found[-1].first - dt.timedelta(days=1)))
    return found
