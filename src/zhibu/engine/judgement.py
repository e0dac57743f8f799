"""One rule on one source: what the source lacks for it, and verdicts of the rows that its SQL gives."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhibu.engine.doubts import Doubts
from zhibu.engine.needs import lacking, overlaps
from zhibu.engine.rulebook import Rule
from zhibu.engine.sources import Row
from zhibu.engine.sql.compiling import rule_sql
from zhibu.engine.verdicts import MISS, Verdict
from zhibu.engine.waivers import Waivers
from zhibu.engine.workspace import Workspace
from zhibu.facts.contract import TABLES
from zhibu.kernel.dates import day_number, from_day_number

EVERYTHING = "*"  # the subject of a row that stands for all, where nobody can say which they are


@functools.lru_cache(maxsize=100_000)
def _day(number: int) -> dt.date:
    return from_day_number(number)


Numbers = dict[str, Any]  # what a kind's SQL counted for one row


@dataclass
class Judgement:
    """One rule on one source."""

    rule: Rule
    space: Workspace
    waivers: Waivers
    doubts: Doubts
    words: dict[str, str]
    gaps: list[str] = field(default_factory=list)  # what is lacking for some of its alternatives

    def __post_init__(self) -> None:
        """A rule that leaves a choice is judged by those alternatives for which there is data."""
        tables = self.space.source.tables
        missing = lacking(self.rule.spec.needs().judging, tables)
        partly = self.rule.spec.knowable(tables) if missing else None
        if partly is not None:
            self.rule, self.gaps = replace(self.rule, spec=partly), missing

    def rows(self) -> Iterator[tuple[Verdict, Numbers]]:
        """The verdicts of the rule, each with the numbers it rests on."""
        altogether, missing = self.lacks()
        if altogether:
            yield from ((verdict, {}) for verdict in self.altogether(missing))
        elif missing:
            yield from ((verdict, {}) for verdict in self._unknown_rows(missing))
        else:
            yield from self._judged()

    def lacks(self) -> tuple[bool, list[str]]:
        """What the source lacks to judge the rule, and whether nobody can say which rows there are."""
        tables, needs = self.space.source.tables, self.rule.spec.needs()
        if lacking(needs.rows, tables):
            return True, lacking(needs.rows | needs.judging, tables)
        return False, lacking(needs.judging, tables)

    def _head(self) -> tuple[str, str, str, str, str]:
        spec = self.rule.spec
        return self.rule.directive, spec.id, spec.article, spec.strength, spec.subject

    def altogether(self, missing: list[str]) -> Iterator[Verdict]:
        """The one row that stands for all, if the rule is in force at all."""
        if self._in_force_at_all():
            window = self.space.window
            yield Verdict(*self._head(), EVERYTHING, window.since, window.as_of, "unknown", "", "",
                          None, "", cannot_say(missing), "")

    def _unknown_rows(self, missing: list[str]) -> Iterator[Verdict]:
        compiled = rule_sql(self.rule, self.space.session.dialect, known=False)
        self.space.prepare(compiled)
        reason = cannot_say(missing)
        for row in self.space.query(compiled.rows):
            yield self.unknown(row, reason)

    def unknown(self, row: Row, reason: str) -> Verdict:
        """A verdict that cannot be given; `row` begins with subject, organisation, start, last."""
        subject, organisation, start, last = row[:4]
        return Verdict(*self._head(), subject, _day(start), _day(last), "unknown", "", "", None, "",
                       reason, organisation)

    def _judged(self) -> Iterator[tuple[Verdict, Numbers]]:
        compiled = rule_sql(self.rule, self.space.session.dialect)
        self.space.prepare(compiled)
        rows = self.space.query(compiled.rows)
        evidence: dict[tuple[str, int], str] | None = None
        if compiled.evidence is not None:
            some = any(self.rule.spec.counted(row[6:]) for row in rows)
            evidence = self.space.evidence(compiled.evidence) if some else {}
        extra, in_doubt = compiled.columns[6:], self.doubts.gather()
        miss, as_of = MISS[self.rule.spec.strength], day_number(self.space.window.as_of)
        for row in rows:
            subject, start, due, ok = row[0], row[2], row[4], row[5]
            status = "met"
            if not ok:
                status = "pending" if due is None or due > as_of else miss
                status = "unknown" if self.gaps else status
            if status == miss:
                status, _ = self.waivers.applied(self.rule, subject, due, miss)
            ids = None if evidence is None else evidence.get((subject, start), "")
            yield self.worded(row, status, self.numbers(extra, row[6:]), ids, in_doubt)

    def numbers(self, names: Sequence[str], values: Sequence[Any]) -> Numbers:
        """The rule's own columns of a row by name."""
        return {name: _whole(value) for name, value in zip(names, values, strict=True)}

    def worded(
        self, row: Row, status: str, numbers: Numbers, ids: str | None, in_doubt: bool
    ) -> tuple[Verdict, Numbers]:
        """The verdict of a row (subject, organisation, start, last, due …) with its texts.

        `ids` is its evidence, None where the rule has no query for it.
        """
        subject, organisation, start, last, due = row[:5]
        note = "。"
        if self.gaps and status == "unknown":
            note = cannot_say(self.gaps)
        elif status in ("waived", "unknown"):
            miss = MISS[self.rule.spec.strength]
            note = self.waivers.applied(self.rule, subject, due, miss)[1]
        if status == "unknown":
            return self.unknown(row, note), numbers
        wording = self.rule.spec.describe(numbers, self.words)
        if ids is None:
            ids = self.rule.spec.own_evidence(subject, start, numbers)
        if in_doubt:
            resting = self.rule.spec.rests_on(subject, ids, numbers)
            note = self.doubts.note(resting, start, last) + note
        return Verdict(
            *self._head(), subject, _day(start), _day(last), status, wording.actual,
            wording.required, None if due is None else _day(due), ids, wording.reason + note,
            organisation), numbers

    def _in_force_at_all(self) -> bool:
        """Whether the rule is in force on some day of the window, for anybody."""
        window, own = self.space.window, self.rule.spec.in_force
        first = max(window.since, own.since or window.since)
        last = window.as_of
        if own.until is not None:
            last = min(last, own.until - dt.timedelta(days=1))
        since, until = self.space.rulebook.effective(self.rule.directive)
        if "adoptions" not in self.space.source.tables:
            return first <= last and overlaps([(since, until)], first, last)
        if until is not None:
            last = min(last, until - dt.timedelta(days=1))
        return first <= last and overlaps(self._adoptions(), first, last)

    def _adoptions(self) -> list[tuple[dt.date | None, dt.date | None]]:
        source = self.space.source
        until = "until" if "until" in source.tables["adoptions"] else "NULL"
        rows = self.space.session.query(
            f"SELECT directive, since, {until} FROM {source.name('adoptions')}")
        return [
            (_day(since), None if end is None else _day(end))
            for directive, since, end in rows if directive == self.rule.directive
        ]


def cannot_say(missing: list[str]) -> str:
    """The reason of a verdict that cannot be given: the tables and columns, in Chinese and by name."""
    return f"资料包中没有 {'、'.join(map(_called, missing))}，无法判断。"


def _called(name: str) -> str:
    """A table or `table.column` as people call it, with its name in the bundle."""
    table, _, column = name.partition(".")
    if table not in TABLES:
        return name
    said = f"{TABLES[table].chinese}表"
    if column in TABLES[table].by_name:
        said += f"的“{TABLES[table].by_name[column].chinese}”"
    return f"{said}（{name}）"


def _whole(value: Any) -> Any:
    """Sums come back as decimals from some engines; all our numbers are whole."""
    return value if value is None or isinstance(value, (int, str)) else int(value)

