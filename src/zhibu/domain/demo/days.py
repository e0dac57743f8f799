"""Days on which an invented branch meets: its own habit, moved off weekends and long holidays."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from random import Random

DAY = dt.timedelta(days=1)


def months_between(start: dt.date, end: dt.date) -> Iterator[tuple[int, int]]:
    """(year, month) from the month of `start` to the month of `end`."""
    index, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    for number in range(index, last + 1):
        yield number // 12, number % 12 + 1


def meeting_day(rng: Random, year: int, month: int, habit: int) -> dt.date:
    """A weekday near the habitual day of the month, within the month."""
    last = calendar.monthrange(year, month)[1]
    day = dt.date(year, month, min(max(habit + rng.randint(-2, 2), 1), last))
    if month == 10 and day.day <= 7:
        day = day.replace(day=8 + rng.randint(0, 3))
    step = DAY if day.day < last - 3 else -DAY
    while day.weekday() >= 5:
        day += step
    return day


def first_of(day: dt.date, months_back: int) -> dt.date:
    """The first day of the month so many months before."""
    index = day.year * 12 + day.month - 1 - months_back
    return dt.date(index // 12, index % 12 + 1, 1)
