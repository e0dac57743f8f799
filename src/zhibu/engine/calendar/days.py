"""The small tables of days that rules join with: periods, anniversaries, months, working days."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibu.kernel.dates import add_months, day_number, from_day_number

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_start(day: dt.date, unit: str) -> dt.date:
    """The first day of the calendar period in which a day lies."""
    length = MONTHS[unit]
    return dt.date(day.year, (day.month - 1) // length * length + 1, 1)


def calendar_periods(unit: str, since: dt.date, as_of: dt.date) -> Iterator[tuple[int, int]]:
    """(first day, last day) of the periods begun in the window."""
    start = period_start(since, unit)
    if start < since:
        start = add_months(start, MONTHS[unit])
    while start <= as_of:
        following = add_months(start, MONTHS[unit])
        yield day_number(start), day_number(following) - 1
        start = following


@functools.lru_cache(maxsize=8)
def days(since: dt.date, as_of: dt.date) -> list[tuple[int, ...]]:
    """Each day of the window with the first days of the periods it lies in."""
    found = []
    for number in range(day_number(since), day_number(as_of) + 1):
        day = from_day_number(number)
        found.append((number, *(day_number(period_start(day, unit)) for unit in MONTHS)))
    return found


def anniversaries(bases: Iterable[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """(date, its anniversary) for the anniversaries from `first` to `last`, from the first one on."""
    years = range(from_day_number(first).year, from_day_number(last).year + 1)
    for base in bases:
        born = from_day_number(base)
        for year in years:
            if year > born.year:
                number = day_number(add_months(born, 12 * (year - born.year)))
                if first <= number <= last:
                    yield base, number


def months_after(bases: Iterable[int], months: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """(date, months, the day so many months later)."""
    counts = sorted(set(months))
    for base in bases:
        for count in counts:
            yield base, count, day_number(add_months(from_day_number(base), count))


class WorkingDays:
    """The public Chinese working-day calendar with its make-up days, and a bundle's own days on top."""

    def __init__(self, own: Mapping[int, bool]) -> None:
        self.own = own
        self._known: dict[int, bool] = {}

    def is_workday(self, number: int) -> bool:
        found = self._known.get(number)
        if found is None:
            found = self.own.get(number)
            if found is None:
                found = _public(number)
            self._known[number] = found
        return found

    def after(self, number: int, count: int) -> int:
        """The `count`th working day after a day; 0 is the day itself."""
        while count > 0:
            number += 1
            count -= self.is_workday(number)
        return number

    def before(self, number: int, count: int) -> int:
        """The `count`th working day before a day; 0 is the day itself."""
        while count > 0:
            number -= 1
            count -= self.is_workday(number)
        return number


def after(number: int, unit: str, count: int, calendar: WorkingDays) -> int:
    """The day so many `workdays`, `months` or `years` after a day; months end with their last day."""
    if unit == "workdays":
        return calendar.after(number, count)
    months = count * (12 if unit == "years" else 1)
    return day_number(add_months(from_day_number(number), months))


def calendar_days(
    numbers: Iterable[int], calendar: WorkingDays, terms: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, ...]]:
    """(day, its weekday from 1 on, its day of the month, 1 if a working day, working days before it,
    its month from 1 on, 1 if it lies in one of the terms).

    Working days before it are counted from the earliest of the days: only differences mean anything.
    `terms`: (first day, first day no longer).
    """
    ordered = sorted(set(numbers))
    before, reached = 0, ordered[0] if ordered else 0
    for number in ordered:
        while reached < number:
            before += calendar.is_workday(reached)
            reached += 1
        day = from_day_number(number)
        in_term = any(since <= number < until for since, until in terms)
        yield (number, day.isoweekday(), day.day, int(calendar.is_workday(number)), before,
               day.month, int(in_term))


@functools.lru_cache(maxsize=20_000)
def _public(number: int) -> bool:
    import chinese_calendar

    day = from_day_number(number)
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year the calendar does not know
        return day.weekday() < 5
