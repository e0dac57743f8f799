"""School terms, and the working days of a year as rules count them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.rulebook.models import CalendarDay, Term
from zhibu.kernel.dates import add_months


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day: worked or not, and whether it was entered here, is a public holiday, or just the weekday."""

    day: dt.date
    worked: bool
    entered: bool
    special: bool  # other than its weekday says


@dataclass(frozen=True, slots=True)
class Year:
    """A year by months, and whether the public calendar knows it."""

    year: int
    months: list[list[DayShown]]
    known: bool


def school_terms() -> list[Term]:
    """All terms, the latest first."""
    return list(Term.objects.order_by("-since"))


def year_shown(year: int) -> Year:
    """The days of a year."""
    first = dt.date(year, 1, 1)
    entered = dict(CalendarDay.objects.filter(date__year=year).values_list("date", "workday"))
    months, known = [], True
    for number in range(12):
        start = add_months(first, number)
        days = []
        for offset in range((add_months(first, number + 1) - start).days):
            day = start + dt.timedelta(days=offset)
            public = public_workday(day)
            known = known and public is not None
            plain = day.weekday() < 5
            worked = entered.get(day, plain if public is None else public)
            days.append(DayShown(day, worked, day in entered, worked != plain))
        months.append(days)
    return Year(year, months, known)


def public_workday(day: dt.date) -> bool | None:
    """What the public calendar says of a day; None where it does not know the year."""
    import chinese_calendar  # its tables take a while to load

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
