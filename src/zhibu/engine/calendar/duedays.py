"""Periods with a due day of their own: which of them are judged in a window, and when each is due.

Made in Python, so that months, working days and school terms mean the same on every engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhibu.engine.calendar import days
from zhibu.engine.language.parts import AnniversaryPeriod, Due, OncePeriod
from zhibu.kernel.dates import add_months, day_number, from_day_number

Row = tuple[str, int | None, int, int, int, str]  # code, base, first day, last day, due, name
Span = tuple[dt.date, dt.date, str]  # first day, last day, name
Terms = Iterable[tuple[str, int, int]]  # name, since, until


@dataclass(frozen=True)
class Timing:
    """Periods, their due day, and those that other alternatives of the same rule have (`beside`).

    `inside`: the due day lies within the period, and from its end one counts back.
    """

    period: Any
    due: Due | None = None
    inside: bool = False
    beside: tuple[tuple[Due | None, bool], ...] = ()

    @property
    def apart(self) -> bool:
        """Whether a period's due day may be another than its last."""
        return any(due is not None for due, _ in self.dues)

    @property
    def dues(self) -> tuple[tuple[Due | None, bool], ...]:
        return ((self.due, self.inside), *self.beside)

    @property
    def code(self) -> str:
        """What tells its rows apart in the working table."""
        period = self.period if isinstance(self.period, str) else self.period.model_dump_json()
        return " ".join([period, *(
            f"{'in' if inside else 'to'}:{due.model_dump_json(exclude_none=True) if due else '-'}"
            for due, inside in self.dues)])


def rows(
    timing: Timing, since: dt.date, as_of: dt.date, terms: Terms, bases: Iterable[int],
    calendar: days.WorkingDays,
) -> Iterator[Row]:
    """The periods that may be judged in a window: begun by its end, the latest due day not before it.

    A calendar period begun before the window only if its due day lies after its last day.
    """
    for base, spans in _spans(timing.period, as_of, terms, bases):
        for start, last, name in spans:
            dues = [_due(due, inside, start, last, calendar) for due, inside in timing.dues]
            latest = max(dues)
            if latest < since:
                if timing.period == "term":
                    continue
                break  # the others go back in time
            early = timing.period in days.MONTHS and start < since
            if start <= as_of and not (early and latest <= last):
                yield (timing.code, base, day_number(start), day_number(last),
                       day_number(dues[0]), name)


def _spans(
    period: Any, as_of: dt.date, terms: Terms, bases: Iterable[int]
) -> Iterator[tuple[int | None, Iterable[Span]]]:
    """The date on which periods rest (None: none), and the periods, the latest first."""
    if isinstance(period, OncePeriod):
        for base in bases:
            yield base, [_once(period, from_day_number(base))]
    elif isinstance(period, AnniversaryPeriod):
        for base in bases:
            yield base, _anniversaries(period, from_day_number(base), as_of)
    elif period == "term":
        yield None, [(from_day_number(first), from_day_number(until - 1), name)
                     for name, first, until in terms]
    else:
        yield None, _calendar(period, as_of)


def _once(period: OncePeriod, base: dt.date) -> Span:
    once = period.once
    if once.days is not None:
        return base, base + dt.timedelta(days=once.days), ""
    return base, add_months(base, once.months or 0), ""


def _anniversaries(period: AnniversaryPeriod, base: dt.date, as_of: dt.date) -> Iterator[Span]:
    margin = dt.timedelta(days=period.anniversary.tolerance)
    for year in range((as_of + margin).year, base.year, -1):
        turn = add_months(base, 12 * (year - base.year))
        yield turn - margin, turn + margin, str(year)


def _calendar(unit: str, as_of: dt.date) -> Iterator[Span]:
    length = days.MONTHS[unit]
    start = days.period_start(as_of, unit)
    while start.year > 1:
        last = add_months(start, length) - dt.timedelta(days=1)
        yield start, last, name_of(start, unit)
        start = add_months(start, -length)


def name_of(start: dt.date, unit: str) -> str:
    """A calendar period as papers name it: `2024`, `2024-H1`, `2024-Q2`, `2024-05`."""
    part = (start.month - 1) // days.MONTHS[unit] + 1
    return {"year": f"{start:%Y}", "half_year": f"{start:%Y}-H{part}",
            "quarter": f"{start:%Y}-Q{part}", "month": f"{start:%Y-%m}"}[unit]


def _due(
    due: Due | None, inside: bool, start: dt.date, last: dt.date, calendar: days.WorkingDays
) -> dt.date:
    """The due day of one period."""
    if due is None:
        return last
    if due.month is not None:
        first = add_months(start.replace(day=1), due.month - 1)
        length = (add_months(first, 1) - first).days
        found = first.replace(day=min(due.day or 1, length))
    else:
        back = inside and due.from_ == "end"
        base = day_number(start if due.from_ == "start" else last)
        if due.workdays is not None:
            number = (calendar.before if back else calendar.after)(base, due.workdays)
        else:
            number = base - (due.days or 0) if back else base + (due.days or 0)
        found = from_day_number(number)
    return max(start, min(found, last)) if inside else found
