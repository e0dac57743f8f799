"""Makes the working tables that a set of compiled rules reads, in one session on one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhibu.engine import days
from zhibu.engine.language.parts import AnniversaryPeriod, OncePeriod, base_date
from zhibu.engine.rulebook import Rule, Rulebook
from zhibu.engine.sources import Row, Session, Source
from zhibu.engine.sql.compiling import Compiled, working_sql
from zhibu.engine.sql.facts import Plan
from zhibu.engine.sql.tables import AS_OF, MADE_HERE, PREFIX, SINCE, STILL, VIEWS, Facts
from zhibu.engine.verdicts import Window
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.dates import day_number

# The working table and column that hold a date of a subject.
_BASES = {"joined": ("member", "joined"), "full_since": ("member", "full_since"),
          "established": ("organisation", "established")}


def bound(sql: str, window: Window) -> str:
    """Compiled SQL with the days of a window put in."""
    since, as_of = day_number(window.since), day_number(window.as_of)
    return sql.replace(str(SINCE), f"({since})").replace(str(AS_OF), f"({as_of})")


@dataclass
class Workspace:
    """Working tables of one session; each is made once, when first needed."""

    session: Session
    source: Source
    rulebook: Rulebook
    rules: Sequence[Rule]
    window: Window
    scope: frozenset[str] | None = None

    def __post_init__(self) -> None:
        asked = {getattr(rule.spec, "as_", None) for rule in self.rules}
        self.plan = Plan(
            Facts(self.source.tables, self.source.prefix), scoped=self.scope is not None,
            attended="attendee" in asked, spoke=bool(asked & {"host", "speaker"}))
        self.made: set[str] = set()

    def query(self, sql: str) -> list[Row]:
        return self.session.query(bound(sql, self.window))

    def evidence(self, sql: str) -> dict[tuple[str, int], str]:
        return self.session.evidence(bound(sql, self.window))

    def prepare(self, compiled: Compiled) -> None:
        """Make what a compiled query reads."""
        for name in compiled.reads:
            self.make(name)

    def make(self, name: str) -> None:
        """Make one working table, those it reads first."""
        if name in self.made:
            return
        self.made.add(name)
        if name in MADE_HERE:
            self.session.fill(name, getattr(self, f"_{name}")())
            return
        compiled = working_sql(name, self.plan, self.session.dialect)
        if compiled is None:
            self.session.empty(name)
            return
        self.prepare(compiled)
        view = name in VIEWS and not self.plan.scoped
        self.session.make(name, compiled, bound(compiled.rows, self.window), view)

    def _directive(self) -> Iterator[Row]:
        for name in sorted({rule.directive for rule in self.rules}):
            since, until = self.rulebook.effective(name)
            yield name, day_number(since), STILL if until is None else day_number(until)

    def _scope(self) -> Iterable[Row]:
        ids = ", ".join(literal(name) for name in sorted(self.scope or ())) or "NULL"
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

    def _period(self) -> Iterator[Row]:
        since, as_of = self.window.since, self.window.as_of
        for unit in days.MONTHS:
            for start, last in days.calendar_periods(unit, since, as_of):
                yield unit, start, last
        if "terms" not in self.source.tables:
            return
        terms = self.session.query(f"SELECT since, until FROM {self.source.name('terms')}")
        for start, until in terms:
            if start <= day_number(as_of) and until - 1 >= day_number(since):
                yield "term", start, until - 1

    def _day(self) -> Iterable[Row]:
        return days.days(self.window.since, self.window.as_of)

    def _anniversary(self) -> Iterator[Row]:
        periods = [rule.spec.period for rule in self.rules if hasattr(rule.spec, "period")]
        wanted = [p for p in periods if isinstance(p, AnniversaryPeriod)]
        margin = max((p.anniversary.tolerance for p in wanted), default=0)
        bases = self._bases({str(base_date(p)) for p in wanted})
        first, last = day_number(self.window.since), day_number(self.window.as_of)
        return days.anniversaries(bases, first - margin, last + margin)

    def _months_after(self) -> Iterator[Row]:
        periods = [rule.spec.period for rule in self.rules if hasattr(rule.spec, "period")]
        wanted = [p for p in periods if isinstance(p, OncePeriod) and p.once.months is not None]
        bases = self._bases({str(base_date(p)) for p in wanted})
        return days.months_after(bases, [p.once.months or 0 for p in wanted])

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

    def _workdays_after(self) -> Iterator[Row]:
        own = {}
        if "calendar" in self.source.tables:
            rows = self.session.query(
                f"SELECT {quoted('date')}, workday FROM {self.source.name('calendar')}")
            own = {int(day): workday == "yes" for day, workday in rows}
        calendar = days.WorkingDays(own)
        withins = [getattr(rule.spec, "within", None) for rule in self.rules]
        counts = sorted({w.workdays for w in withins if w is not None and w.workdays is not None})
        for day in range(day_number(self.window.since), day_number(self.window.as_of) + 1):
            for count in counts:
                yield day, count, calendar.after(day, count)
