"""One rule on one source: what the source lacks for it, and verdicts of the rows that its SQL gives."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhibu.engine.judging.doubts import Doubts
from zhibu.engine.judging.waivers import Waivers
from zhibu.engine.language.needs import overlaps
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.sessions import Row
from zhibu.engine.sources.workspace import Workspace
from zhibu.engine.sql.compiling import Compiled, rule_sql
from zhibu.engine.verdicts import MISS, Verdict
from zhibu.engine.wording import Wording, cannot_say
from zhibu.kernel.dates import day_number, from_day_number

_KEPT = 5_000  # different rows of numbers whose texts are remembered, for each rule
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
    _numbers: dict[tuple[Any, ...], Numbers] = field(default_factory=dict, init=False)
    _wordings: dict[tuple[Any, ...], Wording] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """A rule that leaves a choice is judged by those alternatives for which there is data."""
        source = self.space.source
        missing = source.lacking(self.rule.needs.judging)
        partly = self.rule.spec.knowable(source.tables) if missing else None
        self._miss, self._as_of = MISS[self.rule.spec.strength], day_number(self.space.window.as_of)
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
        source, needs = self.space.source, self.rule.needs
        if source.lacking(needs.rows):
            return True, source.lacking(needs.rows | needs.judging)
        return False, source.lacking(needs.judging)

    @functools.cached_property
    def _head(self) -> tuple[str, str, str, str, str]:
        spec = self.rule.spec
        return self.rule.directive, spec.id, spec.article, spec.strength, spec.subject

    def altogether(self, missing: list[str]) -> Iterator[Verdict]:
        """The one row that stands for all, if the rule is in force at all."""
        if self._in_force_at_all():
            window = self.space.window
            yield Verdict(*self._head, EVERYTHING, window.since, window.as_of, "unknown", "", "",
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
        return Verdict(*self._head, subject, _day(start), _day(last), "unknown", "", "", None, "",
                       reason, organisation)

    def bare(self) -> Iterator[tuple[Row, str, Numbers]]:
        """Each row (subject, organisation, start, last, due …) with its status and numbers: no texts, no evidence."""
        altogether, missing = self.lacks()
        if altogether or missing:
            for verdict in self.altogether(missing) if altogether else self._unknown_rows(missing):
                span = day_number(verdict.period_start), day_number(verdict.period_end)
                yield (verdict.subject, verdict.organisation, *span, None), verdict.status, {}
            return
        compiled, rows = self._asked()
        for row in rows:
            yield row, self._status(row), self.numbers(compiled.columns[6:], row[6:])

    def _asked(self) -> tuple[Compiled, list[Row]]:
        compiled = rule_sql(self.rule, self.space.session.dialect)
        self.space.prepare(compiled)
        return compiled, self.space.query(compiled.rows)

    def _status(self, row: Row) -> str:
        if row[5]:
            return "met"
        if self.gaps:
            return "unknown"
        due, miss = row[4], self._miss
        if due is None or due > self._as_of:
            return "pending"
        return self.waivers.applied(self.rule, row[0], due, miss)[0]

    def _judged(self) -> Iterator[tuple[Verdict, Numbers]]:
        compiled, rows = self._asked()
        evidence: dict[tuple[str, int], str] | None = None
        if compiled.evidence is not None:
            some = any(self.rule.spec.counted(row[6:]) for row in rows)
            evidence = self.space.evidence(compiled.evidence) if some else {}
        extra, in_doubt = compiled.columns[6:], self.doubts.gather()
        for row in rows:
            status = self._status(row)
            ids = None if evidence is None else evidence.get((row[0], row[2]), "")
            yield self.worded(row, status, self.numbers(extra, row[6:]), ids, in_doubt)

    def numbers(self, names: Sequence[str], values: tuple[Any, ...]) -> Numbers:
        """The rule's own columns of a row by name; equal rows share one: not to be written to."""
        found = self._numbers.get(values)
        if found is None:
            found = {name: _whole(value) for name, value in zip(names, values, strict=True)}
            _keep(self._numbers, values, found)
        return found

    def _wording(self, numbers: Numbers) -> Wording:
        """The texts for some numbers: they rest on nothing else, and many rows have the same."""
        values = tuple(numbers.values())
        found = self._wordings.get(values)
        if found is None:
            found = self.rule.spec.describe(numbers, self.words)
            _keep(self._wordings, values, found)
        return found

    def worded(
        self, row: Row, status: str, numbers: Numbers, ids: str | None, in_doubt: bool
    ) -> tuple[Verdict, Numbers]:
        """The verdict of a row (subject, organisation, start, last, due …) with its texts.

        `ids` is its evidence, None where the rule has no query for it.
        """
        subject, organisation, start, last, due = row[:5]
        note = "。"
        if status == "unknown" or status == "waived":
            if self.gaps and status == "unknown":
                note = cannot_say(self.gaps)
            else:
                note = self.waivers.applied(self.rule, subject, due, self._miss)[1]
            if status == "unknown":
                return self.unknown(row, note), numbers
        wording = self._wording(numbers)
        if ids is None:
            ids = self.rule.spec.own_evidence(subject, start, numbers)
        if in_doubt:
            resting = self.rule.spec.rests_on(subject, ids, numbers)
            note = self.doubts.note(resting, start, last) + note
        # Made past its constructor: thousands of rows, and all its cells are given.
        cells = (subject, _day(start), _day(last), status, wording[0], wording[1],
                 None if due is None else _day(due), ids, wording[2] + note, organisation)
        return tuple.__new__(Verdict, self._head + cells), numbers

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


def _keep(known: dict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> None:
    """Remember a value; a few thousand of them, then from the beginning."""
    if len(known) >= _KEPT:
        known.clear()
    known[key] = value


def _whole(value: Any) -> Any:
    """Sums come back as decimals from some engines; all our numbers are whole."""
    return value if value is None or isinstance(value, (int, str)) else int(value)

