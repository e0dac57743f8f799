"""Months as numbers (year * 12 + month - 1), so that they can be counted, and as rows to join with."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator

from zhibu.kernel.dates import day_number, from_day_number

# Months in a row are not counted further back than this: nobody asks, and the tables stay small.
FLOOR = dt.date(1900, 1, 1)

MonthRow = tuple[int, str, int, int, int]


def month_number(day: dt.date) -> int:
    """The number of the month in which a day lies."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> dt.date:
    """The first day of a numbered month."""
    return dt.date(month // 12, month % 12 + 1, 1)


def last_ended(as_of: dt.date) -> dt.date:
    """The last day of the last month that has ended by the end of a day."""
    following = as_of + dt.timedelta(days=1)
    return following.replace(day=1) - dt.timedelta(days=1)


def months(first: dt.date, last: dt.date, more: int = 0) -> Iterator[MonthRow]:
    """(number, YYYY-MM, first day, last day, last day of the next) from one day's month to another's.

    `more`: so many months beyond.
    """
    for number in range(month_number(first), month_number(last) + more + 1):
        start = first_day(number)
        ends = [day_number(first_day(number + ahead)) - 1 for ahead in (1, 2)]
        yield number, start.isoformat()[:7], day_number(start), ends[0], ends[1]


@functools.lru_cache(maxsize=8)
def days_with_months(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """(day, its month, the first month begun that day or later) for each day of a span."""
    found = []
    for number in range(day_number(first), day_number(last) + 1):
        day = from_day_number(number)
        month = month_number(day)
        found.append((number, month, month if day.day == 1 else month + 1))
    return found


def life_code(types: Iterable[str]) -> str:
    """What a set of types is called in working tables."""
    return " ".join(sorted(set(types)))
