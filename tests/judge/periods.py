"""Calendar arithmetic of the second reading: months, anniversaries, working days, periods."""

from __future__ import annotations

import datetime as dt

import chinese_calendar

from tests.judge.world import DAY, World

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def month_end(year: int, month: int) -> dt.date:
    return (dt.date(year + month // 12, month % 12 + 1, 1)) - DAY


def plus_months(day: dt.date, months: int) -> dt.date:
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    return dt.date(year, month, min(day.day, month_end(year, month).day))


def anniversary(day: dt.date, years: int) -> dt.date:
    """The same day of another year; 29 February goes to the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 2, 28)


def is_workday(world: World, day: dt.date) -> bool:
    for row in world.rows("calendar"):
        if row["date"] == day:
            return row["workday"] == "yes"
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def plus_workdays(world: World, day: dt.date, count: int) -> dt.date:
    """The count-th working day after; 0 is the day itself."""
    while count:
        day += DAY
        if is_workday(world, day):
            count -= 1
    return day


def plus_duration(world: World, day: dt.date, duration: dict[str, int]) -> dt.date:
    [(unit, count)] = duration.items()
    if unit == "days":
        return day + count * DAY
    if unit == "workdays":
        return plus_workdays(world, day, count)
    return plus_months(day, count * (12 if unit == "years" else 1))


def calendar_periods(unit: str, since: dt.date, as_of: dt.date) -> list[tuple[dt.date, dt.date]]:
    """All months (quarters ...) that touch the days from `since` to `as_of`."""
    length = MONTHS[unit]
    start = dt.date(since.year, (since.month - 1) // length * length + 1, 1)
    found = []
    while start <= as_of:
        after = plus_months(start, length)
        found.append((start, after - DAY))
        start = after
    return found


def subject_periods(period: object, base: dt.date | None, as_of: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Periods that rest on a date of the subject: once, or every anniversary begun by the day."""
    if base is None:
        return []
    if "once" in period:
        once = period["once"]
        end = base + once["days"] * DAY if "days" in once else plus_months(base, once["months"])
        return [(base, end)] if base <= as_of else []
    tolerance = period["anniversary"].get("tolerance", 0) * DAY
    found = []
    for years in range(1, as_of.year - base.year + 2):
        day = anniversary(base, years)
        if day - tolerance <= as_of:
            found.append((day - tolerance, day + tolerance))
    return found
