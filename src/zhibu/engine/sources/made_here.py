"""Working tables whose rows are worked out here and not by SQL of a rule: days, periods, numbers, due days."""

from __future__ import annotations

import datetime as dt
import functools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhibu.engine.calendar import days, duedays, months
from zhibu.engine.kinds.checklist import measured
from zhibu.engine.language.parts import AnniversaryPeriod, OncePeriod, base_date
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources import asked
from zhibu.engine.sources.sessions import Row, Session, Source
from zhibu.engine.sql.plan import Plan
from zhibu.engine.sql.tables import PREFIX, STILL
from zhibu.engine.verdicts import Window
from zhibu.facts.normal import quoted
from zhibu.kernel.dates import day_number

# The working table and column that hold a date of a subject.
_BASES = {"joined": ("member", "joined"), "full_since": ("member", "full_since"),
          "established": ("organisation", "established"), "since": ("post", "since")}


class MadeHere(ABC):
    """The rows of the tables that `MADE_HERE` names: the method `_<table>` gives those of one.

    `Workspace` builds on it and has what is named below: session, source, rules, days.
    """

    session: Session
    source: Source
    rulebook: Rulebook
    rules: Sequence[Rule]
    window: Window
    scope: frozenset[str] | None
    plan: Plan

    @property
    @abstractmethod
    def specs(self) -> list[Any]:
        """What the rules say, those that leave a choice as their alternatives."""

    @abstractmethod
    def make(self, name: str) -> None:
        """Make one working table, those it reads first."""

    def rows_of(self, name: str) -> Iterable[Row]:
        """The rows of one of these tables."""
        rows: Iterable[Row] = getattr(self, f"_{name}")()
        return rows

    def _directive(self) -> Iterable[Row]:
        return self._directives

    @functools.cached_property
    def _directives(self) -> list[tuple[str, int, int]]:
        """Id, since, until of the directives whose rules are judged."""
        named = sorted({rule.directive for rule in self.rules})
        spans = [(name, *self.rulebook.effective(name)) for name in named]
        return [(name, day_number(since), STILL if until is None else day_number(until))
                for name, since, until in spans]

    def _scope(self) -> Iterable[Row]:
        ids = ", ".join(self.source.text(name) for name in sorted(self.scope or ())) or "NULL"
        table = self.source.name("organisations")
        return self.session.query(f"SELECT path, path_end FROM {table} WHERE id IN ({ids})")

    def _level(self) -> Iterator[Row]:
        table = self.source.name("organisations")
        deepest = self.session.query(f"SELECT MAX(LENGTH(path)) FROM {table}")[0][0]
        return ((n,) for n in range(1, (deepest or 0) // 6 + 1))

    def _number(self) -> Iterator[Row]:
        """As many numbers as the longest list of ids has letters."""
        self.make("activity")
        table = PREFIX + "activity"
        lengths = [
            self.session.query(f"SELECT MAX(LENGTH({column})) FROM {table} "
                               f"WHERE {column} LIKE '% %'")[0][0] or 0
            for column in ("host", "speaker")
        ]
        return ((n,) for n in range(1, max(lengths) + 1))

    def _life(self) -> Iterator[Row]:
        return ((months.life_code(types), name) for types in self.plan.life_sets for name in types)

    def _period(self) -> Iterator[Row]:
        since, as_of = self.window.since, self.window.as_of
        for unit in days.MONTHS:
            for start, last in days.calendar_periods(unit, since, as_of):
                yield unit, start, last
        for start, until in self._terms():
            if start <= day_number(as_of) and until - 1 >= day_number(since):
                yield "term", start, until - 1

    def _day(self) -> Iterable[Row]:
        # From the first day of a month, so that whole months can be looked up.
        return days.days(self.window.since.replace(day=1), self.window.as_of)

    def _anniversary(self) -> Iterator[Row]:
        periods = [spec.period for spec in self.specs if hasattr(spec, "period")]
        wanted = [p for p in periods if isinstance(p, AnniversaryPeriod)]
        margin = max((p.anniversary.tolerance for p in wanted), default=0)
        bases = self._bases({str(base_date(p)) for p in wanted})
        first, last = day_number(self.window.since), day_number(self.window.as_of)
        return days.anniversaries(bases, first - margin, last + margin)

    def _months_after(self) -> Iterator[Row]:
        periods = [spec.period for spec in self.specs if hasattr(spec, "period")]
        wanted = [p for p in periods if isinstance(p, OncePeriod) and p.once.months is not None]
        terms = [12 * spec.years for spec in self.specs if spec.kind == "term"]
        bases = self._bases({str(base_date(p)) for p in wanted} | ({"since"} if terms else set()))
        return days.months_after(bases, [*terms, *(p.once.months or 0 for p in wanted)])

    def _due(self) -> Iterator[Row]:
        found = [spec.timing for spec in self.specs if spec.timing is not None]
        timings = {timing.code: timing for timing in found if timing.apart}
        terms: list[Row] = []
        if "terms" in self.source.tables:
            terms = self.session.query(
                f"SELECT name, since, until FROM {self.source.name('terms')}")
        calendar = self._calendar()
        for timing in timings.values():
            base = base_date(timing.period)
            bases = [] if base is None else self._bases({base})
            yield from duedays.rows(
                timing, self.window.since, self.window.as_of, terms, bases, calendar)

    def _bases(self, names: set[str]) -> list[int]:
        """The different days on which the subjects' dates fall."""
        found: set[int] = set()
        for name in sorted(names):
            table, column = _BASES[name]
            self.make(table)
            rows = self.session.query(
                f"SELECT DISTINCT {quoted(column)} FROM {PREFIX}{table}")
            found |= {int(day) for (day,) in rows if day is not None and day != STILL}
        return sorted(found)

    def _calendar(self) -> days.WorkingDays:
        own = {}
        if "calendar" in self.source.tables:
            rows = self.session.query(
                f"SELECT {quoted('date')}, workday FROM {self.source.name('calendar')}")
            own = {int(day): workday == "yes" for day, workday in rows}
        return days.WorkingDays(own)

    def _months_begin(self) -> dt.date:
        return asked.months_begin(
            self.rules, self.window, self.session, self.source,
            lambda directive: self.rulebook.effective(directive)[0])

    def _month(self) -> Iterable[Row]:
        beyond = asked.months_beyond(self.rules)
        return months.months(self._months_begin(), self.window.as_of, beyond)

    def _day_month(self) -> Iterable[Row]:
        return months.days_with_months(self._months_begin(), months.last_ended(self.window.as_of))

    def _step_days(self) -> list[int]:
        """The different days on which steps of cases were taken."""
        if "steps" not in self.source.tables:
            return []
        on, as_of = quoted("on"), day_number(self.window.as_of)
        rows = self.session.query(
            f"SELECT DISTINCT {on} FROM {self.source.name('steps')} WHERE {on} <= {as_of}")
        return sorted(int(day) for (day,) in rows)

    def _step_after(self) -> Iterator[Row]:
        calendar = self._calendar()
        wanted = {span for spec in self.specs for span in getattr(spec, "durations", ())}
        for day in self._step_days():
            for unit, count in sorted(wanted):
                yield day, unit, count, days.after(day, unit, count, calendar)

    def _calendar_day(self) -> Iterator[Row]:
        self.make("activity")
        table = PREFIX + "activity"
        rows = self.session.query(
            f"SELECT {quoted('on')} FROM {table} UNION "
            f"SELECT notice_on FROM {table} WHERE notice_on IS NOT NULL")
        return days.calendar_days((int(day) for (day,) in rows), self._calendar(), self._terms())

    def _terms(self) -> list[tuple[int, int]]:
        """(first day, first day no longer) of the school terms."""
        if "terms" not in self.source.tables:
            return []
        rows = self.session.query(f"SELECT since, until FROM {self.source.name('terms')}")
        return [(int(since), int(until)) for since, until in rows]

    def _measure(self) -> Iterator[Row]:
        """Each value that was checked with each that is asked for: whether it reaches it."""
        self.make("check")
        rows = self.session.query(
            f"SELECT DISTINCT value FROM {PREFIX}check WHERE value IS NOT NULL")
        leasts = {least for spec in self.specs for least in getattr(spec, "leasts", ())}
        return measured((value for (value,) in rows), leasts)

    def _workdays_after(self) -> Iterator[Row]:
        calendar = self._calendar()
        withins = [getattr(spec, "within", None) for spec in self.specs]
        counts = {w.workdays for w in withins if w is not None and w.workdays is not None}
        ahead = {spec.workdays_ahead for spec in self.specs
                 if getattr(spec, "workdays_ahead", None) is not None}
        for day in range(day_number(self.window.since), day_number(self.window.as_of) + 1):
            for count in sorted(counts | {-count for count in ahead}):
                found = calendar.after if count > 0 else calendar.before
                yield day, count, found(day, abs(count))
