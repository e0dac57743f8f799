"""The facts on which the verdicts of a few organisations may rest, fetched by the database's indexes."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhibu.engine.calendar.months import FLOOR
from zhibu.engine.language.parts import base_date
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.asked import lives_asked, months_begin
from zhibu.engine.sources.sessions import Row, Session, Source
from zhibu.engine.verdicts import Window
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import literal, normal_columns, quoted
from zhibu.kernel.dates import day_number

MANY = 80  # more organisations than this are judged in the database itself


def columns_of(source: Source, table: str) -> list[str]:
    """The columns of a facts table in the normal form that a source has, but the personal ones."""
    return list(_columns(table, frozenset(source.tables[table])))


@functools.lru_cache(maxsize=200)
def _columns(table: str, there: frozenset[str]) -> tuple[str, ...]:
    personal = {column.name for column in TABLES[table].columns if column.personal}
    return tuple(name for name, _ in normal_columns(TABLES[table], there - personal))


def _among(column: str, ids: Iterable[str]) -> str:
    listed = ", ".join(map(literal, sorted(ids)))
    return f"{quoted(column)} IN ({listed})" if listed else "1 = 0"


def _asked(spec: Any, condition: str) -> Any:
    """What a rule's `where` says under one key, if anything."""
    return getattr(getattr(spec, "where", None), condition, None)


@dataclass
class Subset:
    """Rows by table, in the order of `columns_of`."""

    session: Session
    source: Source
    rules: Sequence[Rule]
    window: Window
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @functools.cached_property
    def specs(self) -> list[Any]:
        """What the rules say, those that leave a choice as their alternatives."""
        return [part for rule in self.rules for part in rule.spec.parts()]

    def fetch(self, scope: Iterable[str]) -> bool:
        """Fetch what the verdicts of these organisations and those below rest on; False: too many."""
        spans = self._select("organisations", _among("id", scope), ["path", "path_end"])
        below = " OR ".join(f"(path >= {literal(low)} AND path < {literal(high)})"
                            for low, high in spans)
        bodies = self._select("organisations", below or "1 = 0", ["id", "path"])
        if len(bodies) > MANY:
            return False
        paths: dict[str, str] = dict(bodies)
        people = self._people(set(paths))
        self._activities(set(paths), people)
        self._organisations(paths)
        self._take("posts", f"{_among('organisation', self._ids('organisations'))} "
                            f"OR {_among('member', people)}")
        for table, column in (("members", "id"), ("penalties", "member"), ("states", "member")):
            self._take(table, _among(column, people))
        self._papers(set(paths) | people)
        self._dues(people)
        self._cases(set(paths))
        kinds = {spec.kind for spec in self.specs}
        if "vote" in kinds:
            self._take("ballots", _among("activity", self._ids("activities")))
        if "checklist" in kinds or any(rule.spec.when.marked for rule in self.rules):
            self._take("checks", _among("organisation", paths))
        self._take("adoptions", _among("organisation", self._ids("organisations")))
        for table in ("waivers", "terms", "calendar"):
            self._take(table, "1 = 1")
        return True

    def _papers(self, subjects: set[str]) -> None:
        """Papers about activities and posts, and about the organisations and members themselves."""
        about: set[str] = set()
        if any(getattr(spec, "papers", ()) or _asked(spec, "papers") for spec in self.specs):
            about = self._ids("activities") | self._ids("posts")
        if any(spec.kind == "deadline" for spec in self.specs):
            about |= subjects
        if about:
            self._take("papers", _among("about", about))

    def _people(self, bodies: set[str]) -> set[str]:
        """Whoever belonged to the organisations or held a post in them."""
        people: set[str] = set()
        for table in ("memberships", "posts"):
            if table in self.source.tables:
                rows = self._select(table, _among("organisation", bodies), ["member"])
                people |= {member for (member,) in rows}
        self._take("memberships", _among("member", people))
        return people

    def _activities(self, bodies: set[str], people: set[str]) -> None:
        if "activities" not in self.source.tables:
            return
        on = f"held.{quoted('on')}"
        lives, earlier = lives_asked(self.rules), ""
        if lives:  # how long nobody attended is counted from before the window on
            earlier = (f" OR ({_among('type', lives)} AND {on} >= {day_number(self._months_begin())})")
        held = (f"held.status = 'held' AND {on} <= {day_number(self.window.as_of)} "
                f"AND ({on} >= {self._earliest()}{earlier})")
        whose = [_among("organisation", bodies)]
        asked = {getattr(spec, "as_", None) for spec in self.specs}
        if lives and "memberships" in self.rows:
            place = columns_of(self.source, "memberships").index("organisation")
            whose.append(_among("organisation", {r[place] for r in self.rows["memberships"]}))
        if ("attendee" in asked or lives) and "attendance" in self.source.tables:
            self.rows["attendance"] = self._attended(people, held)
            there = columns_of(self.source, "attendance").index("activity")
            whose.append(_among("id", {row[there] for row in self.rows["attendance"]}))
        for role in sorted({"host", "speaker"} & asked & self.source.tables["activities"]):
            whose += [_among(role, people), self._lists(role, people)]
        if any(getattr(spec, "share", None) is not None for spec in self.specs):
            whose.append(_among("organisation", self._line()))
        # One question each, so that each is answered by its own index.
        columns = columns_of(self.source, "activities")
        found = {row[columns.index("id")]: row for part in whose
                 for row in self._select("activities", f"{held} AND {part}", columns, " AS held")}
        self.rows["activities"] = list(found.values())
        self._roll_calls()

    def _lists(self, role: str, people: set[str]) -> str:
        """Activities that list several persons in a cell, some of these people among them."""
        if role not in self.source.lists:
            return f"{role} LIKE '% %'"
        cells = self.session.query(self.source.lists[role])
        return _among("id", {name for name, cell in cells if not people.isdisjoint(cell.split())})

    def _line(self) -> set[str]:
        """The organisations to which the people ever belonged, and all above them."""
        if "memberships" not in self.rows:
            return set()
        place = columns_of(self.source, "memberships").index("organisation")
        own = {row[place] for row in self.rows["memberships"]}
        paths = [path for (path,) in self._select("organisations", _among("id", own), ["path"])]
        lines = {path[:end] for path in paths for end in range(6, len(path) + 1, 6)}
        return {name for (name,) in self._select("organisations", _among("path", lines), ["id"])}

    def _roll_calls(self) -> None:
        """Everybody's attendance at the activities of which some rule asks who else was there."""
        types = {name for spec in self.specs for name in spec.asks_entitled()}
        types |= {name for spec in self.specs if _asked(spec, "attendee_post") for name in spec.types}
        if not types or "attendance" not in self.source.tables:
            return
        columns = columns_of(self.source, "activities")
        name, kind = columns.index("id"), columns.index("type")
        asked = {row[name] for row in self.rows["activities"] if row[kind] in types}
        known = self.rows.get("attendance", [])
        self._take("attendance", _among("activity", asked))
        self.rows["attendance"] = list(dict.fromkeys([*known, *self.rows["attendance"]]))

    def _months_begin(self) -> dt.date:
        return months_begin(self.rules, self.window, self.session, self.source, lambda _: FLOOR)

    def _dues(self, people: set[str]) -> None:
        """Dues of the months that rules ask for; the months of a run reach back before the window."""
        things = [getattr(spec, "thing", None) for spec in self.specs]
        if "dues" in things or any(spec.kind == "dues" for spec in self.specs):
            begin = self._months_begin().isoformat()[:7]
            self._take("dues", f"{_among('member', people)} AND month >= {literal(begin)}")

    def _cases(self, bodies: set[str]) -> None:
        """Cases of the organisations with their steps, and the papers about them."""
        if not any(spec.subject == "case" for spec in self.specs):
            return
        self._take("cases", _among("organisation", bodies))
        self._take("steps", _among("case", self._ids("cases")))
        known = self.rows.get("papers", [])
        self._take("papers", _among("about", self._ids("cases")))
        if "papers" in self.rows:
            self.rows["papers"] = list(dict.fromkeys([*known, *self.rows["papers"]]))

    def _attended(self, people: set[str], held: str) -> list[Row]:
        columns = ", ".join(f"a.{quoted(name)}" for name in columns_of(self.source, "attendance"))
        return self.session.query(
            f"SELECT {columns} FROM {self.source.name('attendance')} AS a "
            f"JOIN {self.source.name('activities')} AS held ON held.id = a.activity "
            f"WHERE {_among('member', people)} AND {held}")

    def _earliest(self) -> int:
        """The first day of the periods judged: only rules that rest on a date reach before the window,
        and activities beside papers that are due after their period.
        """
        timings = [spec.timing for spec in self.specs if spec.timing is not None]
        before = any(base_date(t.period) or t.period == "term" or t.beside for t in timings)
        return -(10**6) if before else day_number(self.window.since)

    def _organisations(self, paths: dict[str, str]) -> None:
        """The organisations met so far, with all above them."""
        met = {row[columns_of(self.source, table).index("organisation")]
               for table in ("memberships", "activities") for row in self.rows.get(table, ())}
        others = self._select("organisations", _among("id", met - paths.keys()), ["path"])
        known = [*paths.values(), *(path for (path,) in others)]
        lines = {path[:end] for path in known for end in range(6, len(path) + 1, 6)}
        self._take("organisations", _among("path", lines))

    def _ids(self, table: str) -> set[str]:
        if table not in self.rows:
            return set()
        place = columns_of(self.source, table).index("id")
        return {row[place] for row in self.rows[table]}

    def _take(self, table: str, condition: str, alias: str = "") -> None:
        if table in self.source.tables:
            columns = columns_of(self.source, table)
            self.rows[table] = self._select(table, condition, columns, alias)

    def _select(
        self, table: str, condition: str, columns: Sequence[str], alias: str = ""
    ) -> list[Row]:
        names = ", ".join(map(quoted, columns))
        return self.session.query(
            f"SELECT {names} FROM {self.source.name(table)}{alias} WHERE {condition}")
