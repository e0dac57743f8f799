"""The facts behind a verdict, read from the source: those counted, and those that bear on it beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from zhibu.engine.judging.judgement import Numbers
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.sessions import Session, Source
from zhibu.engine.verdicts import Verdict
from zhibu.facts.contract import TABLES, Column, Kind
from zhibu.facts.normal import PRECISION, quoted
from zhibu.kernel.dates import day_number, from_day_number, partial_text

# Tables whose rows have an id, in the order in which an id is looked for.
WITH_ID = ("activities", "members", "posts", "papers", "organisations", "ballots", "cases")


@dataclass(frozen=True)
class Fact:
    """One fact that was counted: where it stands and its columns, named in Chinese."""

    table: str
    id: str
    columns: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        return TABLES[self.table].chinese

    @property
    def line(self) -> str:
        cells = "，".join(f"{name} {value}" for name, value in self.columns)
        return f"{self.label}：{cells}" if ":" in self.id else f"{self.label} {self.id}：{cells}"


@dataclass(frozen=True)
class FactReader:
    """Reads rows of the facts as they stand in the source."""

    session: Session
    source: Source
    as_of: dt.date  # what is dated later is not there yet
    words: Mapping[str, str] = field(default_factory=dict)  # labels of the codes that packs add
    procedures: tuple[str, ...] = ()  # those of the rule: a row of a step does not name its own

    def counted(self, verdict: Verdict) -> tuple[Fact, ...]:
        """The rows behind the ids of the evidence, in its order."""
        ids = verdict.evidence.split(" ") if verdict.evidence else []
        composed = [name for name in ids if _table_of(name)]
        found = {name: fact for name in composed for fact in self._of_key(name)}
        left = [name for name in ids if name not in composed]
        for table in WITH_ID:
            if left:
                found |= {fact.id: fact for fact in self.rows(table, self._among("id", left))}
                left = [name for name in left if name not in found]
        return tuple(found[name] for name in ids if name in found)

    def _of_key(self, name: str) -> list[Fact]:
        """The row that an id `table:key/key` names, with that id."""
        table = TABLES[_table_of(name)]
        cells = name.partition(":")[2].rsplit("/", len(table.key) - 1)
        if len(cells) != len(table.key):
            return []
        values = [self._value(table.by_name[column], cell)
                  for column, cell in zip(table.key, cells, strict=True)]
        if None in values:
            return []
        wanted = " AND ".join(
            f"{quoted(column)} = {value}" for column, value in zip(table.key, values, strict=True))
        return [replace(fact, id=name) for fact in self.rows(table.name, wanted)]

    def _value(self, column: Column, cell: str) -> str | None:
        """A cell of a key as SQL; None where it cannot be one."""
        if column.kind not in (Kind.DAY, Kind.PARTIAL):
            return self.source.text(cell)
        try:
            return str(day_number(dt.date.fromisoformat(cell)))
        except ValueError:
            return None

    def beside(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> tuple[Fact, ...]:
        """What bears on the verdict and was not counted."""
        if verdict.status == "unknown":
            return ()
        counted = set(verdict.evidence.split(" "))
        found: dict[Fact, None] = {}
        for part in rule.spec.parts():
            reader = _BESIDE.get(part.kind)
            if reader is not None:
                own = rule if part is rule.spec else replace(rule, spec=part)
                found |= dict.fromkeys(reader(self, own, verdict, numbers))
        return tuple(fact for fact in found if fact.id not in counted)

    def _dates_of_holder(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        who = self.source.text(str(numbers.get("member")))
        return (*self.rows("members", f"id = {who}"),
                *self.rows("memberships", f"member = {who}"),
                *self.rows("penalties", f"member = {who}"))

    def _other_activities(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        types = getattr(rule.spec, "types", ())
        if verdict.subject_kind != "organisation":
            return ()
        days = f"BETWEEN {day_number(verdict.period_start)} AND {day_number(verdict.period_end)}"
        own = f"organisation = {self.source.text(verdict.subject)} AND {quoted('on')} {days}"
        return self.rows("activities", f"{own} AND {self._among('type', types)}")

    def _holders(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        own = f"organisation = {self.source.text(verdict.subject)}"
        post = self._among("post", [getattr(rule.spec, "post", "")])
        return self.rows("posts", f"{own} AND {post} AND since <= {day_number(self.as_of)}")

    def _other_papers(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        own = f"about = {self.source.text(verdict.subject)}"
        kind = self._among("kind", [getattr(rule.spec, "paper", "")])
        return self.rows("papers", f"{own} AND {kind} AND {quoted('on')} <= {day_number(self.as_of)}")

    def _roll_call(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        host = numbers.get("host")
        if host:
            return self.rows("posts", self._among("member", str(host).split(" ")))
        return self.rows("attendance", f"activity = {self.source.text(verdict.subject)}")

    def _meeting(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        ballots = self.source.name("ballots")
        subject = self.source.text(verdict.subject)
        return self.rows("activities", f"id IN (SELECT activity FROM {ballots} WHERE id = {subject})")

    def _earlier_checks(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> Iterable[Fact]:
        spec = rule.spec
        wanted = (f"organisation = {self.source.text(verdict.subject)} "
                  f"AND checklist = {self.source.text(getattr(spec, 'checklist', ''))} "
                  f"AND {self._among('item', [item.item for item in getattr(spec, 'items', ())])}")
        return self.rows("checks", wanted)

    def _among(self, column: str, words: Iterable[str]) -> str:
        listed = ", ".join(map(self.source.text, words))
        return f"{quoted(column)} IN ({listed})" if listed else "1 = 0"

    def rows(self, table: str, condition: str) -> list[Fact]:
        """Rows of a facts table, their cells named and written as a person reads them.

        A row without an id of its own is named by its key: `table:key/key`.
        """
        if table not in self.source.tables:
            return []
        there = self.source.tables[table]
        columns = [c for c in TABLES[table].columns if c.name in there and not c.personal]
        names = [c.name for c in columns] + [c.name + PRECISION for c in columns if c.is_partial]
        order = ", ".join(map(quoted, TABLES[table].key))
        rows = self.session.query(
            f"SELECT {', '.join(map(quoted, names))} FROM {self.source.name(table)} "
            f"WHERE {condition} ORDER BY {order}")
        facts = []
        for row in rows:
            cells = dict(zip(names, row, strict=True))
            shown = tuple(
                (c.chinese, self._labelled(table, c.name, cells)
                 or shown_cell(c, cells[c.name], cells.get(c.name + PRECISION)))
                for c in columns if c.name != "id" and cells[c.name] is not None)
            own = cells["id"] if "id" in TABLES[table].by_name else _composed(table, cells)
            facts.append(Fact(table, str(own or ""), shown))
        return facts


    def _labelled(self, table: str, column: str, cells: Mapping[str, object]) -> str:
        """The label of a code that packs add; nothing for other cells and for codes that none has."""
        code = str(cells[column])
        if (table, column) == ("steps", "step"):
            heads = [f"{name}." for name in self.procedures]
        elif (table, column) == ("checks", "item"):
            heads = [f"checklist.{cells.get('checklist')}."]
        else:
            heads = [_HEADS[table, column]] if (table, column) in _HEADS else []
        return next((self.words[head + code] for head in heads if head + code in self.words), "")


# Columns whose codes are words of packs, and what stands before the code among the labels.
_HEADS = {
    ("activities", "type"): "", ("papers", "kind"): "", ("ballots", "matter"): "matter.",
    ("cases", "procedure"): "procedure.", ("checks", "checklist"): "checklist.",
}


def _table_of(name: str) -> str:
    """The table that an id without a row's own id names before its colon; nothing for other ids."""
    table, colon, _ = name.partition(":")
    return table if colon and table in TABLES and table not in WITH_ID else ""


def _composed(table: str, cells: Mapping[str, object]) -> str:
    """`table:key/key` of a row, days as 2024-05-01."""
    said = []
    for name in TABLES[table].key:
        day = TABLES[table].by_name[name].kind in (Kind.DAY, Kind.PARTIAL)
        said.append(from_day_number(int(str(cells[name]))).isoformat() if day else str(cells[name]))
    return f"{table}:{'/'.join(said)}"


_BESIDE: dict[str, Callable[[FactReader, Rule, Verdict, Numbers], Iterable[Fact]]] = {
    "eligibility": FactReader._dates_of_holder,
    "frequency": FactReader._other_activities,
    "vacancy": FactReader._holders,
    "deadline": FactReader._other_papers,
    "attendance": FactReader._roll_call,
    "vote": FactReader._meeting,
    "checklist": FactReader._earlier_checks,
}


def shown_cell(column: Column, value: object, precision: object = None) -> str:
    """A normal value as a person reads it."""
    if column.kind in (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END):
        day = from_day_number(int(str(value)))
        return partial_text(day, str(precision), end=column.kind is Kind.PARTIAL_END)
    if column.kind is Kind.CHOICE:
        return column.choices.get(str(value), str(value))
    if column.kind is Kind.MONEY:
        yuan, fen = divmod(int(str(value)), 100)
        return f"{yuan}.{fen:02} 元"
    return str(value)
