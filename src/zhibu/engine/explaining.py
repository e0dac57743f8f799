"""Explains one verdict: its article, the facts counted, the arithmetic, what is missing, the cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.engine.doubts import Doubts
from zhibu.engine.judgement import Judgement, Numbers
from zhibu.engine.judging import near
from zhibu.engine.language.words import STRENGTHS
from zhibu.engine.rulebook import Rule, Rulebook
from zhibu.engine.sources import Session, Source
from zhibu.engine.verdicts import STATUSES, Verdict, Window
from zhibu.engine.waivers import read_waivers
from zhibu.engine.wording import article_label
from zhibu.engine.workspace import Workspace
from zhibu.facts.contract import TABLES, Column, Kind
from zhibu.facts.normal import PRECISION, quoted
from zhibu.kernel.dates import day_number, from_day_number, partial_text
from zhibu.kernel.errors import InputError, Problem


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
        return f"{self.label} {self.id}：{cells}" if self.id else f"{self.label}：{cells}"


@dataclass(frozen=True)
class Explanation:
    """Everything a person needs to follow one verdict and to mend a miss."""

    verdict: Verdict
    title: str  # of the directive
    gist: str  # of the article, where the pack has it
    sentence: str  # what the rule demands
    facts: tuple[Fact, ...]
    beside: tuple[Fact, ...]  # what bears on it and was not counted
    arithmetic: tuple[str, ...]
    missing: tuple[str, ...]
    cure: str
    others: tuple[Verdict, ...] = ()  # further periods of the same subject

    @property
    def period(self) -> str:
        return f"{self.verdict.period_start.isoformat()} 至 {self.verdict.period_end.isoformat()}"

    def lines(self) -> list[str]:
        """The explanation as text."""
        v = self.verdict
        found = [
            f"{self.title}（{v.directive}）{article_label(v.article)}  规则 {v.rule}",
            f"要求：{self.sentence}（{STRENGTHS[v.strength]}）",
            *([f"条款要点：{self.gist}"] if self.gist else []),
            f"对象：{v.subject}",
            f"期间：{self.period}",
            f"结论：{STATUSES[v.status]}（{v.status}）",
            f"实际：{v.actual or '—'}    要求：{v.required or '—'}    期限：{v.due or '—'}",
            f"理由：{v.reason}",
            f"计入的事实：{len(self.facts)} 条",
            *(f"  {fact.line}" for fact in self.facts),
            *(["相关资料（不计入）："] if self.beside else []),
            *(f"  {fact.line}" for fact in self.beside),
            "算法：",
            *(f"  {line}" for line in self.arithmetic),
        ]
        if self.missing:
            found += ["还差：", *(f"  {line}" for line in self.missing)]
        if self.cure and v.status not in ("met",):
            found.append(f"怎么补：{self.cure}")
        if self.others:
            starts = "、".join(o.period_start.isoformat() for o in self.others)
            found.append(f"这个对象还有别的期间，起始日期是：{starts}")
        return found


def explain(
    rulebook: Rulebook,
    source: Source,
    window: Window,
    directive: str,
    rule: str,
    subject: str,
    period_start: dt.date | None = None,
    scope: Iterable[str] | None = None,
) -> Explanation:
    """Explain one verdict; without `period_start` that of the latest period.

    InputError where there is no such rule, or no verdict on this subject and period. With `scope` only
    these organisations are judged for it, which is quick on the application's database.
    """
    found = rulebook.rule(directive, rule)
    if not found.judges:
        raise InputError([Problem(f"规则 {directive} {rule}", "可以（may）", "要出结论的规则",
                                  "只说可以做的规则不出结论")])
    names = None if scope is None else frozenset(scope)
    near_by = source if names is None else near(source, [found], window, names)
    with near_by.session() as session:
        space = Workspace(session, near_by, rulebook, [found], window, names)
        judgement = Judgement(found, space, read_waivers(session, near_by),
                              Doubts(space), rulebook.words())
        rows = list(judgement.rows())
        verdict, numbers, others = _chosen(rows, subject, period_start)
    with source.session() as session:
        reader = _Reader(session, source)
        facts, beside = reader.counted(verdict), reader.beside(found, verdict, numbers)
    pack = rulebook.directives[directive]
    article = pack.article(found.spec.article)
    arithmetic, missing = found.spec.arithmetic(verdict, numbers, rulebook.words())
    if verdict.status == "unknown":
        arithmetic, missing = ["缺少资料，没有计算。"], [verdict.reason]
    return Explanation(
        verdict, pack.head.title, article.gist if article is not None else "",
        found.spec.sentence, facts, beside, tuple(arithmetic),
        () if verdict.status == "met" else tuple(missing), found.spec.cure, others)


def _chosen(
    rows: list[tuple[Verdict, Numbers]], subject: str, period_start: dt.date | None
) -> tuple[Verdict, Numbers, tuple[Verdict, ...]]:
    own = sorted((row for row in rows if row[0].subject == subject), key=lambda row: row[0].key)
    if not own:
        subjects = sorted({verdict.subject for verdict, _ in rows})
        known = "、".join(subjects[:20]) + ("……" if len(subjects) > 20 else "")
        raise InputError([Problem("对象", subject, f"这条规则判断的对象之一：{known or '（没有）'}")])
    wanted = [row for row in own if period_start in (None, row[0].period_start)]
    if not wanted:
        starts = "、".join(verdict.period_start.isoformat() for verdict, _ in own)
        raise InputError([Problem("期间起始日期", str(period_start), f"其中之一：{starts}")])
    verdict, numbers = wanted[-1]
    others = tuple(other for other, _ in own if other is not verdict) if len(wanted) > 1 else ()
    return verdict, numbers, others


@dataclass(frozen=True)
class _Reader:
    """Reads rows of the facts as they stand in the source."""

    session: Session
    source: Source

    def counted(self, verdict: Verdict) -> tuple[Fact, ...]:
        """The rows behind the ids of the evidence, in its order."""
        ids = verdict.evidence.split(" ") if verdict.evidence else []
        found: dict[str, Fact] = {}
        for table in ("activities", "members", "posts", "papers", "organisations"):
            if ids:
                wanted = f"id IN ({', '.join(map(self.source.text, ids))})"
                found |= {fact.id: fact for fact in self.rows(table, wanted)}
        return tuple(found[name] for name in ids if name in found)

    def beside(self, rule: Rule, verdict: Verdict, numbers: Numbers) -> tuple[Fact, ...]:
        """What bears on the verdict and was not counted: other activities, the holder's own dates."""
        if rule.spec.kind == "eligibility":
            who = self.source.text(str(numbers.get("member")))
            return (*self.rows("members", f"id = {who}"),
                    *self.rows("memberships", f"member = {who}"),
                    *self.rows("penalties", f"member = {who}"))
        types = getattr(rule.spec, "types", None)
        if rule.spec.kind != "frequency" or verdict.subject_kind != "organisation" or not types:
            return ()
        counted = set(verdict.evidence.split())
        days = f"BETWEEN {day_number(verdict.period_start)} AND {day_number(verdict.period_end)}"
        wanted = (f"organisation = {self.source.text(verdict.subject)} AND {quoted('on')} {days} "
                  f"AND type IN ({', '.join(map(self.source.text, types))})")
        return tuple(f for f in self.rows("activities", wanted) if f.id not in counted)

    def rows(self, table: str, condition: str) -> list[Fact]:
        """Rows of a facts table, their cells named and written as a person reads them."""
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
                (c.chinese, shown_cell(c, cells[c.name], cells.get(c.name + PRECISION)))
                for c in columns if c.name != "id" and cells[c.name] is not None)
            facts.append(Fact(table, cells.get("id") or "", shown))
        return facts


def shown_cell(column: Column, value: object, precision: object = None) -> str:
    """A normal value as a person reads it."""
    if column.kind in (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END):
        day = from_day_number(int(str(value)))
        return partial_text(day, str(precision), end=column.kind is Kind.PARTIAL_END)
    if column.kind is Kind.CHOICE:
        return column.choices.get(str(value), str(value))
    return str(value)
