"""Judges everything at once on DuckDB and leaves the verdicts there: a table a rule, of narrow typed rows.

Status, waivers and what is pending are worked out in SQL. Texts (actual, required, reason, evidence) are
made only for the rows that are read, in order, a few thousand at a time: a million verdicts never stand
in Python's memory. Working tables are dropped with the last rule that reads them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from zhibu.engine.judging.doubts import Doubts
from zhibu.engine.judging.judgement import Judgement
from zhibu.engine.judging.waivers import read_waivers
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import DuckDBSession, DuckDBSource
from zhibu.engine.sources.workspace import Workspace, bound
from zhibu.engine.sql.built import COMMON
from zhibu.engine.sql.compiling import Compiled, rule_sql
from zhibu.engine.sql.keys import written_out
from zhibu.engine.verdicts import MISS, STATUSES, Verdict, Window
from zhibu.engine.wording import cannot_say
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.dates import day_number

CODES = {status: code for code, status in enumerate(STATUSES)}  # as `status` holds them
_NAMES = tuple(STATUSES)
_DAYS = ("start", "last", "due")
Progress = Callable[[int, int, str], None]  # done, all, the rule just judged


@dataclass
class RuleTable:
    """The verdicts of one rule: a temporary table (or a query in brackets) with subject, organisation, start,
    last, due, status, and the numbers counted, but for columns that the others tell (`told`); none where one row
    stands for all."""

    judgement: Judgement
    name: str = ""
    extra: tuple[str, ...] = ()
    compiled: Compiled | None = None
    missing: tuple[str, ...] = ()
    alone: tuple[Verdict, ...] = ()
    told: dict[str, str] = field(default_factory=dict)  # column -> SQL for it from those of the table

    @property
    def rows(self) -> str:
        """SQL: its rows with all columns."""
        told = "".join(f", {sql} AS {quoted(column)}" for column, sql in self.told.items())
        return f"(SELECT *{told} FROM {self.name} AS narrow)"

    @property
    def rule(self) -> Rule:
        return self.judgement.rule


class Bulk:
    """All verdicts of some rules on one source, as tables of its session."""

    def __init__(self, space: Workspace, reader: Workspace, judgements: Sequence[Judgement]) -> None:
        # The reader has the facts with the texts of their ids: of a store, whose ids are numbers, its
        # plain side; else it is the same workspace.
        self.space, self.reader = space, reader
        self.session = cast(DuckDBSession, space.session)
        self.tables = [RuleTable(judgement) for judgement in judgements]

    def judge(self, progress: Progress | None = None) -> None:
        """Make the table of each rule; `progress` is told (done, all, rule) after each."""
        for _ in self._one_by_one(progress, self._fill):
            pass

    def flow(self, progress: Progress | None = None) -> Generator[Verdict, None, None]:
        """All verdicts with their texts, in the order of their key: each rule is judged when its turn comes,
        and nothing of it stays. For whoever reads everything once, in place of `judge`.
        """
        texts = self.reader is self.space  # numbers have to lie in a table before their texts are joined
        for table in self._one_by_one(progress, self._ask if texts else self._fill):
            yield from self._of(table)
            if table.name and not texts:
                self.session.run(f"DROP TABLE {table.name}")
            table.name = ""

    def _one_by_one(
        self, progress: Progress | None, take: Callable[[RuleTable, Compiled, str], None]
    ) -> Iterator[RuleTable]:
        """The rules, each ready to be read; working tables go with the last rule that reads them."""
        todo = [self._compiled(table) for table in self.tables]
        last: dict[str, int] = {}  # working table -> the last rule that reads it
        for place, compiled in enumerate(todo):
            if compiled is not None:
                last |= dict.fromkeys(self.space.all_reads(compiled), place)
        for place, (table, compiled) in enumerate(zip(self.tables, todo, strict=True)):
            if compiled is not None:
                self.space.prepare(compiled)
                take(table, compiled, f"zv_{place}")
            yield table
            for name in [name for name, end in last.items() if end == place]:
                self.space.drop(name)
                if self.reader is not self.space:
                    self.reader.drop(name)
            if progress is not None:
                progress(place + 1, len(self.tables), table.rule.id)

    def _compiled(self, table: RuleTable) -> Compiled | None:
        altogether, missing = table.judgement.lacks()
        if altogether:
            table.alone = tuple(table.judgement.altogether(missing))
            return None
        table.missing = tuple(missing)
        return rule_sql(table.rule, self.session.dialect, known=not missing)

    def _fill(self, table: RuleTable, compiled: Compiled, name: str) -> None:
        self.session.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._sql(table, compiled)}")
        table.name = name

    def _ask(self, table: RuleTable, compiled: Compiled, name: str) -> None:
        table.name = f"({self._sql(table, compiled)})"

    def _sql(self, table: RuleTable, compiled: Compiled) -> str:
        columns = {"subject": "subject", "organisation": "organisation"}
        columns |= {day: f"CAST({quoted(day)} AS INTEGER)" for day in _DAYS}
        if table.missing:
            columns["due"] = "CAST(NULL AS INTEGER)"
            columns["status"] = str(CODES["unknown"])
        else:
            table.extra, table.compiled = compiled.columns[len(COMMON):], compiled
            table.told = {of: bound(sql, self.space.window) for of, sql in compiled.alike.items()}
            columns["status"] = self._status(table)
            columns |= {extra: quoted(extra) for extra in table.extra}
        rows = bound(compiled.rows, self.space.window)
        wanted = ", ".join(
            f"{sql} AS {quoted(column)}" for column, sql in columns.items() if column not in table.told)
        return f"SELECT {wanted} FROM ({rows}) AS judged"

    def _status(self, table: RuleTable) -> str:
        """SQL for the status of a row: the same steps as `Judgement` takes for rows in Python."""
        miss = str(CODES[MISS[table.rule.spec.strength]])
        if waived := self._waived(table):
            miss = f"CASE WHEN {waived} THEN {self._covered(table)} ELSE {miss} END"
        if table.judgement.gaps:
            return f"CASE WHEN ok = 1 THEN {CODES['met']} ELSE {CODES['unknown']} END"
        as_of = day_number(self.space.window.as_of)
        return (f"CASE WHEN ok = 1 THEN {CODES['met']} WHEN due IS NULL OR due > {as_of} "
                f"THEN {CODES['pending']} ELSE {miss} END")

    def _covered(self, table: RuleTable) -> int:
        return CODES["waived" if table.judgement.waivers.ends_known else "unknown"]

    def _waived(self, table: RuleTable) -> str:
        """SQL: a waiver covers the subject on the due day; "" where nobody is waived from the rule."""
        waivers, rule = table.judgement.waivers, table.rule
        named = {(directive, name) for directive, name, _ in waivers.spans}
        if not any((rule.directive, name) in named for name in rule.names):
            return ""
        names = ", ".join(map(literal, rule.names))
        until = "(w.until IS NULL OR w.until > judged.due)" if waivers.ends_known else "true"
        return (f"EXISTS (SELECT 1 FROM {self.space.source.name('waivers')} AS w "
                f"WHERE w.directive = {literal(rule.directive)} AND w.rule IN ({names}) "
                f"AND w.subject = judged.subject AND w.since <= judged.due AND {until})")

    def counts(self) -> list[tuple[Rule, str, int]]:
        """How many verdicts each rule gave, by status."""
        found = []
        for table in self.tables:
            if not table.name:
                found += [(table.rule, verdict.status, 1) for verdict in table.alone]
                continue
            rows = self.session.query(
                f"SELECT status, count(*) FROM {table.name} GROUP BY status ORDER BY status")
            found += [(table.rule, _NAMES[code], number) for code, number in rows]
        return found

    def verdicts(self) -> Iterator[Verdict]:
        """All verdicts with their texts, in the order of their key; the session serves nothing else meanwhile."""
        for table in self.tables:
            yield from self._of(table)

    def _of(self, table: RuleTable) -> Iterator[Verdict]:
        yield from table.alone
        if table.name:
            yield from self._read(table)

    def _read(self, table: RuleTable) -> Iterator[Verdict]:
        judgement, compiled = table.judgement, table.compiled
        in_doubt, evidence = False, None
        if compiled is not None:
            self.reader.prepare(compiled)
            in_doubt, evidence = judgement.doubts.gather(), compiled.evidence
        counted = "" if evidence is None else self._evidence(bound(evidence, self.space.window))
        reason = cannot_say(list(table.missing))
        for row in self.session.stream(self._reading(table, counted)):
            if table.missing:
                yield judgement.unknown(row, reason)
                continue
            numbers = judgement.numbers(table.extra, row[6:-1])
            ids = None if row[-1] is None else written_out(row[-1])
            yield judgement.worded(row, _NAMES[row[5]], numbers, ids, in_doubt)[0]

    def _reading(self, table: RuleTable, evidence: str) -> str:
        """SQL for the rows of a rule in order, ids as texts, the evidence (a table or query) last."""
        source = cast(DuckDBSource, self.space.source)
        columns = ["subject", "organisation", "start", "last", "due", "status", *table.extra]
        numbers = source.numbers_in(self.session, table.rows)
        shown = [f"n_{name}.name" if name in numbers else f"v.{quoted(name)}" for name in columns]
        joined = "".join(f" LEFT JOIN {source.names} AS n_{name} ON n_{name}.id = v.{quoted(name)}"
                         for name in numbers)
        order = f"{shown[0]}, v.{quoted('start')}"
        shown.append("coalesce(e.ids, '')" if evidence else "NULL")
        if evidence:
            joined += f" LEFT JOIN {evidence} AS e ON e.subject = {shown[0]} AND e.begun = v.{quoted('start')}"
        return f"SELECT {', '.join(shown)} FROM {table.rows} AS v{joined} ORDER BY {order}"

    def _evidence(self, sql: str) -> str:
        """The facts counted, joined by a blank in order of date, then id: a query, or the table `ze`."""
        ids = f"string_agg(id, ' ' ORDER BY {quoted('on')}, id) AS ids"
        grouped = f"SELECT subject, {quoted('start')} AS begun, {ids} FROM ({sql}) AS counted GROUP BY ALL"
        if self.reader is self.space:
            return f"({grouped})"
        self.session.take("ze", grouped, cast(DuckDBSession, self.reader.session))
        return "ze"


@contextlib.contextmanager
def judged_in_bulk(
    rulebook: Rulebook, rules: Sequence[Rule], source: DuckDBSource, window: Window,
    progress: Progress | None = None,
) -> Iterator[Bulk]:
    """All verdicts of some rules on everything that a source holds; they are gone when the block ends."""
    with bulk_of(rulebook, rules, source, window) as bulk:
        bulk.judge(progress)
        yield bulk


@contextlib.contextmanager
def bulk_of(
    rulebook: Rulebook, rules: Sequence[Rule], source: DuckDBSource, window: Window
) -> Iterator[Bulk]:
    """Some rules about to be judged on everything that a source holds."""
    with contextlib.ExitStack() as stack:
        rules, plain = list(rules), source.plain
        space = Workspace(stack.enter_context(source.session()), source, rulebook, rules, window)
        reader = space
        if plain is not None:
            reader = Workspace(stack.enter_context(plain.session()), plain, rulebook, rules, window)
        waivers, words = read_waivers(reader.session, reader.source), rulebook.words()
        doubts = Doubts(reader)
        yield Bulk(space, reader,
                   [Judgement(rule, space, waivers, doubts, words) for rule in rules])
