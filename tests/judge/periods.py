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


def minus_workdays(world: World, day: dt.date, count: int) -> dt.date:
    """The count-th working day before; 0 is the day itself."""
    while count:
        day -= DAY
        count -= is_workday(world, day)
    return day


def plus_duration(world: World, day: dt.date, duration: dict[str, int]) -> dt.date:
    [(unit, count)] = duration.items()
    if unit == "days":
        return day + count * DAY
    if unit == "workdays":
        return plus_workdays(world, day, count)
    return plus_months(day, count * (12 if unit == "years" else 1))


def due_day(world: World, due: dict, start: dt.date, last: dt.date) -> dt.date:
    """A day of a month of the period, or so many days after its first or its last day."""
    if "month" in due:
        first = plus_months(start.replace(day=1), due["month"] - 1)
        return min(first + (due["day"] - 1) * DAY, plus_months(first, 1) - DAY)
    length = {unit: due[unit] for unit in ("days", "workdays") if unit in due}
    return plus_duration(world, start if due["from"] == "start" else last, length)


def day_inside(world: World, by: dict | None, start: dt.date, last: dt.date) -> dt.date:
    """The day by which facts count: from the end one counts back; never outside the period."""
    if by is None:
        return last
    if by["from"] == "start":
        day = due_day(world, by, start, last)
    elif "days" in by:
        day = last - by["days"] * DAY
    else:
        day = minus_workdays(world, last, by["workdays"])
    return max(start, min(day, last))


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
