"""Judges: runs the compiled rules on a source and makes verdicts of their rows."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhibu.engine.doubts import Doubts
from zhibu.engine.needs import lacking, overlaps
from zhibu.engine.rulebook import Rule, Rulebook
from zhibu.engine.sources import Source
from zhibu.engine.sql.compiling import rule_sql
from zhibu.engine.subset import Subset
from zhibu.engine.verdicts import MISS, Verdict, Window
from zhibu.engine.waivers import Waivers, read_waivers
from zhibu.engine.workbench import workbench
from zhibu.engine.workspace import Workspace
from zhibu.kernel.dates import day_number, from_day_number

Progress = Callable[[int, int, str], None]  # done, all, the rule just judged
EVERYTHING = "*"  # the subject of a row that stands for all, where nobody can say which they are


def judge(
    rulebook: Rulebook,
    source: Source,
    window: Window,
    directives: Iterable[str] | None = None,
    scope: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """The verdicts of all rules of the named directives (all: None), in the order of their key.

    `scope`: only organisations of these ids and those below them, with their members. `progress` is
    told after each rule.
    """
    rules = rulebook.rules(directives)
    return judge_rules(rulebook, rules, source, window, scope, progress)


def judge_rules(
    rulebook: Rulebook,
    rules: list[Rule],
    source: Source,
    window: Window,
    scope: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """The verdicts of some rules of a rulebook."""
    names = None if scope is None else frozenset(scope)
    if names is not None and not names:
        return []
    found: list[Verdict] = []
    if names is not None:
        source = near(source, rules, window, names)
    with source.session() as session:
        space = Workspace(session, source, rulebook, rules, window, names)
        waivers, words = read_waivers(session, source), rulebook.words()
        doubts = Doubts(space)
        for done, rule in enumerate(rules, start=1):
            found += (verdict for verdict, _ in Judgement(rule, space, waivers, doubts, words).rows())
            if progress is not None:
                progress(done, len(rules), rule.id)
    found.sort(key=_order)
    return found


def near(source: Source, rules: list[Rule], window: Window, scope: frozenset[str]) -> Source:
    """The facts of a few organisations of an application's database on the workbench; else the source."""
    if source.dialect not in ("sqlite", "postgres") or "parent" not in source.tables.get(
        "organisations", ()
    ):
        return source
    with source.session() as session:
        subset = Subset(session, source, rules, window)
        if not subset.fetch(scope):
            return source
    bench = workbench(source)
    bench.subset = subset
    return bench


def _order(verdict: Verdict) -> tuple[str, str, str, dt.date]:
    return verdict[0], verdict[1], verdict[5], verdict[6]


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

    def rows(self) -> Iterator[tuple[Verdict, Numbers]]:
        """The verdicts of the rule, each with the numbers it rests on."""
        tables = self.space.source.tables
        needs = self.rule.spec.needs()
        if lacking(needs.rows, tables):
            if self._in_force_at_all():
                yield self._unknown_altogether(lacking(needs.rows | needs.judging, tables)), {}
            return
        missing = lacking(needs.judging, tables)
        yield from self._unknown_rows(missing) if missing else self._judged()

    def _head(self) -> tuple[str, str, str, str, str]:
        spec = self.rule.spec
        return self.rule.directive, spec.id, spec.article, spec.strength, spec.subject

    def _unknown_altogether(self, missing: list[str]) -> Verdict:
        window = self.space.window
        return Verdict(*self._head(), EVERYTHING, window.since, window.as_of, "unknown", "", "",
                       None, "", cannot_say(missing), "")

    def _unknown_rows(self, missing: list[str]) -> Iterator[tuple[Verdict, Numbers]]:
        compiled = rule_sql(self.rule, self.space.session.dialect, known=False)
        self.space.prepare(compiled)
        head, reason = self._head(), cannot_say(missing)
        for subject, organisation, start, last in self.space.query(compiled.rows):
            yield Verdict(*head, subject, _day(start), _day(last), "unknown", "", "", None, "",
                          reason, organisation), {}

    def _judged(self) -> Iterator[tuple[Verdict, Numbers]]:
        compiled = rule_sql(self.rule, self.space.session.dialect)
        self.space.prepare(compiled)
        rows = self.space.query(compiled.rows)
        evidence: dict[tuple[str, int], str] | None = None
        if compiled.evidence is not None:
            some = any(self.rule.spec.counted(row[6:]) for row in rows)
            evidence = self.space.evidence(compiled.evidence) if some else {}
        head, describe, extra = self._head(), self.rule.spec.describe, compiled.columns[6:]
        in_doubt = self.doubts.gather()
        miss, as_of = MISS[head[3]], day_number(self.space.window.as_of)
        for row in rows:
            subject, organisation, start, last, due, ok = row[:6]
            numbers = {name: _whole(value) for name, value in zip(extra, row[6:], strict=True)}
            status, note = "met", "。"
            if not ok:
                status = "pending" if due is None or due > as_of else miss
            if status == miss:
                status, note = self.waivers.applied(self.rule, subject, due, miss)
            if status == "unknown":
                yield Verdict(*head, subject, _day(start), _day(last), status, "", "", None, "",
                              note, organisation), numbers
                continue
            wording = describe(numbers, self.words)
            ids = (self.rule.spec.own_evidence(subject, start, numbers) if evidence is None
                   else evidence.get((subject, start), ""))
            if in_doubt:
                resting = self.rule.spec.rests_on(subject, ids, numbers)
                note = self.doubts.note(resting, start, last) + note
            yield Verdict(
                *head, subject, _day(start), _day(last), status, wording.actual, wording.required,
                None if due is None else _day(due), ids, wording.reason + note, organisation
            ), numbers

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
    return f"资料包中没有 {'、'.join(missing)}，无法判断。"


def _whole(value: Any) -> Any:
    """Sums come back as decimals from some engines; all our numbers are whole."""
    return value if value is None or isinstance(value, (int, str)) else int(value)

