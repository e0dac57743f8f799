"""What a set of rules asks of the working tables on months: how far back, how far ahead, which types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from zhibu.engine.calendar.months import FLOOR, last_ended
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.sessions import Session, Source
from zhibu.engine.verdicts import Window
from zhibu.kernel.dates import from_day_number


def lives_asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The types of activity of which some rule asks how long a member has not attended any."""
    things = (getattr(part, "thing", None) for rule in rules for part in rule.spec.parts())
    return tuple(sorted({name for thing in things for name in getattr(thing, "attended", ())}))


def life_sets(rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """The sets of types that rules ask for together, each in order."""
    things = (getattr(part, "thing", None) for rule in rules for part in rule.spec.parts())
    found = {tuple(sorted(set(getattr(thing, "attended", ())))) for thing in things}
    return tuple(sorted(found - {()}))


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
