"""Makes the working tables that a set of compiled rules reads, in one session on one source."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhibu.engine.calendar import months
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources import asked
from zhibu.engine.sources.made_here import MadeHere
from zhibu.engine.sources.sessions import Row, Session, Source
from zhibu.engine.sql.compiling import Compiled, working_sql
from zhibu.engine.sql.keys import written_out
from zhibu.engine.sql.plan import Plan
from zhibu.engine.sql.tables import (
    AS_OF,
    ENDED_DAY,
    ENDED_MONTH,
    MADE_HERE,
    PREFIX,
    SINCE,
    VIEWS,
    Facts,
)
from zhibu.engine.verdicts import Window
from zhibu.kernel.dates import day_number


@functools.lru_cache(maxsize=2_000)
def bound(sql: str, window: Window) -> str:
    """Compiled SQL with the days of a window put in."""
    since, as_of = day_number(window.since), day_number(window.as_of)
    ended = months.last_ended(window.as_of)
    found = sql.replace(str(SINCE), f"({since})").replace(str(AS_OF), f"({as_of})")
    found = found.replace(str(ENDED_DAY), f"({day_number(ended)})")
    return found.replace(str(ENDED_MONTH), f"({months.month_number(ended)})")


@dataclass
class Workspace(MadeHere):
    """Working tables of one session; each is made once, when first needed."""

    session: Session
    source: Source
    rulebook: Rulebook
    rules: Sequence[Rule]
    window: Window
    scope: frozenset[str] | None = None

    def __post_init__(self) -> None:
        roles = {getattr(spec, "as_", None) for spec in self.specs}
        lives = asked.lives_asked(self.rules)
        self.plan = Plan(
            Facts(self.source.tables, self.source.prefix), scoped=self.scope is not None,
            attended="attendee" in roles or bool(lives), spoke=bool(roles & {"host", "speaker"}),
            lives=lives, life_sets=asked.life_sets(self.rules),
            meetings=tuple(sorted({t for spec in self.specs for t in spec.counts_meetings()})),
            entitled=tuple(sorted({t for spec in self.specs for t in spec.asks_entitled()})),
            filed=any(spec.kind == "deadline" for spec in self.specs),
            shares=any(getattr(spec, "share", None) is not None for spec in self.specs))
        self.made: set[str] = set()

    @functools.cached_property
    def specs(self) -> list[Any]:
        """What the rules say, those that leave a choice as their alternatives."""
        return [part for rule in self.rules for part in rule.spec.parts()]

    def query(self, sql: str) -> list[Row]:
        return self.session.query(bound(sql, self.window))

    def evidence(self, sql: str) -> dict[tuple[str, int], str]:
        found = self.session.evidence(bound(sql, self.window))
        return {key: written_out(ids) for key, ids in found.items()}

    def prepare(self, compiled: Compiled) -> None:
        """Make what a compiled query reads."""
        for name in compiled.reads:
            self.make(name)

    def all_reads(self, compiled: Compiled) -> set[str]:
        """The working tables that a query reads, and those which these are made of."""
        found: set[str] = set()
        todo = list(compiled.reads)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                own = None if name in MADE_HERE else self._sql_of(name)
                todo += own.reads if own is not None else ()
        return found

    def drop(self, name: str) -> None:
        """Forget a working table; it is made again if somebody asks. Small ones stay."""
        if name in self.made and name not in MADE_HERE:
            self.made.discard(name)
            self.session.drop(name, self._is_view(name))

    def _sql_of(self, name: str) -> Compiled | None:
        return working_sql(name, self.plan, self.session.dialect)

    def _kept(self, name: str) -> str | None:
        return self.source.kept(name, self.window, None if self.plan.scoped else self._directives)

    def _is_view(self, name: str) -> bool:
        if self._kept(name) is not None:
            return name not in self.source.kept_as_tables
        views = self.source.views.union(VIEWS)
        return name in views and not self.plan.scoped and self._sql_of(name) is not None

    def make(self, name: str) -> None:
        """Make one working table, those it reads first."""
        if name in self.made:
            return
        self.made.add(name)
        if name in MADE_HERE:
            self.session.fill(name, self.rows_of(name))
            return
        kept = self._kept(name)
        if kept is not None:
            for other in self.source.kept_reads(name):
                self.make(other)
            kind = "TABLE" if name in self.source.kept_as_tables else "VIEW"
            self.session.run(f"CREATE TEMP {kind} {PREFIX}{name} AS {kept}")
            return
        compiled = self._sql_of(name)
        if compiled is None:
            self.session.empty(name)
            return
        self.prepare(compiled)
        self.session.make(name, compiled, bound(compiled.rows, self.window), self._is_view(name))
