"""Months as numbers (year * 12 + month - 1), so that they can be counted, and as rows to join with."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zhibu.engine.rulebook import Rule
from zhibu.engine.sources import Session, Source
from zhibu.engine.verdicts import Window
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


def lives_asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The types of activity of which some rule asks how long a member has not attended any."""
    things = (getattr(part, "thing", None) for rule in rules for part in rule.spec.parts())
    return tuple(sorted({name for thing in things for name in getattr(thing, "attended", ())}))


def life_sets(rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """The sets of types that rules ask for together, each in order."""
    things = (getattr(part, "thing", None) for rule in rules for part in rule.spec.parts())
    found = {tuple(sorted(set(getattr(thing, "attended", ())))) for thing in things}
    return tuple(sorted(found - {()}))


def life_code(types: Iterable[str]) -> str:
    """What a set of types is called in working tables."""
    return " ".join(sorted(set(types)))


def months_begin(
    rules: Iterable[Rule], window: Window, session: Session, source: Source,
    effective: Callable[[str], dt.date],
) -> dt.date:
    """The first day that any rule on months may ask for: nothing before a directive was in force."""
    begins = [window.since, last_ended(window.as_of)]
    adopted: dict[str, int] | None = None
    if "adoptions" in source.tables:
        rows = session.query(
            f"SELECT directive, MIN(since) FROM {source.name('adoptions')} GROUP BY directive")
        adopted = dict(rows)

    def in_force(directive: str) -> dt.date:
        if adopted is None:
            return effective(directive)
        known = adopted.get(directive)
        return window.as_of if known is None else from_day_number(known)

    for rule in rules:
        for part in rule.spec.parts():
            if part.kind == "dues":
                late = min(_latest(part), (window.since - FLOOR).days)
                begins.append(window.since - dt.timedelta(days=late))
            elif part.kind == "streak":
                since = rule.spec.in_force.since or FLOOR
                begins.append(max(in_force(rule.directive), since, FLOOR))
    return min(begins)


def _latest(part: Any) -> int:
    """So many days after its end (never fewer) a month may be due, other alternatives included."""
    late = getattr(part, "days", 0)
    for due, inside in part.timing.beside:
        if due is not None and not inside:
            late = max(late, due.days or 0, 3 * (due.workdays or 0) + 40, 31 * (due.month or 0))
    return int(late)


def months_beyond(rules: Iterable[Rule]) -> int:
    """How many months after the as-of day may still be named as a due day."""
    counts = (getattr(part, "months", 0) for rule in rules for part in rule.spec.parts()
              if part.kind == "streak")
    return max(counts, default=0)
