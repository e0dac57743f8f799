"""Explains one verdict: its article, the facts counted, the arithmetic, what is missing, the cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from zhibu.engine.judging.counted import Fact, FactReader
from zhibu.engine.judging.doubts import Doubts
from zhibu.engine.judging.judgement import Judgement, Numbers
from zhibu.engine.judging.judging import near
from zhibu.engine.judging.waivers import read_waivers
from zhibu.engine.language.files import Parameter
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.words import STRENGTHS
from zhibu.engine.sentences import figures
from zhibu.engine.sources.sessions import Source
from zhibu.engine.sources.workspace import Workspace
from zhibu.engine.verdicts import STATUSES, Verdict, Window
from zhibu.engine.wording import article_label, plain_reason
from zhibu.kernel.dates import day_number
from zhibu.kernel.errors import InputError, Problem


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
    parameters: tuple[tuple[Parameter, str], ...] = ()  # whose values stand in the rule, as used
    note: str = ""  # what users must know of the copy that the pack was made from
    there: str = ""  # what the verdict has, in words …
    needed: str = ""  # … and what it needs

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
            *(_parameter(one, value) for one, value in self.parameters),
            *([f"这份文本：{self.note}"] if self.note else []),
            f"对象：{v.subject}",
            f"期间：{self.period}",
            f"结论：{STATUSES[v.status]}（{v.status}）",
            f"实际：{self.there or '—'}    应有：{self.needed or '—'}    期限：{v.due or '—'}",
            f"理由：{plain_reason(v.reason)}",
            f"计入的事实：{len(self.facts)} 条",
            *(f"  {fact.line}" for fact in self.facts),
            *(["相关资料（不计入）："] if self.beside else []),
            *(f"  {fact.line}" for fact in self.beside),
            "算法：",
            *(f"  {_signs(line)}" for line in self.arithmetic),
        ]
        if self.missing:
            found += ["还差：", *(f"  {line}" for line in self.missing)]
        if self.cure and v.status not in ("met",):
            found.append(f"怎么补：{self.cure}")
        if self.others:
            starts = "、".join(o.period_start.isoformat() for o in self.others)
            found.append(f"这个对象还有别的期间，起始日期是：{starts}")
        return found


def _signs(line: str) -> str:
    """A comparison as it is written by hand."""
    return line.replace(" >= ", " ≥ ").replace(" <= ", " ≤ ")


def _parameter(parameter: Parameter, value: str) -> str:
    """A parameter of the rule with its value and why it is that."""
    own = "" if value == parameter.value else f"（本单位设定，原为 {parameter.value}）"
    check = "；没有同正式文本核对过" if parameter.check else ""
    note = f"：{parameter.note}" if parameter.note else ""
    return f"参数 {parameter.label} = {value}{own}{note}{check}"


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
    if len(found.units) > 1:
        known = "、".join(unit.id for unit in found.units)
        raise InputError([Problem(f"规则 {directive}", rule, f"其中一项：{known}",
                                  "程序的规则一项要求一条结论")])
    found = found.units[0]
    names = None if scope is None else frozenset(scope)
    near_by = source if names is None else near(source, [found], window, names)
    with near_by.session() as session:
        space = Workspace(session, near_by, rulebook, [found], window, names)
        judgement = Judgement(found, space, read_waivers(session, near_by),
                              Doubts(space), rulebook.words())
        rows = list(judgement.rows())
        verdict, numbers, others = _chosen(rows, subject, period_start)
        if numbers and found.spec.singly():
            numbers = numbers | {"alone": _alone(judgement, verdict)}
    with source.session() as session:
        named = tuple(str(getattr(part, "procedure", "")) for part in found.spec.parts())
        reader = FactReader(session, source, window.as_of, rulebook.words(), named)
        facts, beside = reader.counted(verdict), reader.beside(found, verdict, numbers)
    pack = rulebook.directives[directive]
    article = pack.article(found.spec.article)
    arithmetic, missing = found.spec.arithmetic(verdict, numbers, rulebook.words())
    if verdict.status == "unknown":
        arithmetic, missing = ["缺少资料，没有计算。"], [verdict.reason]
    return Explanation(
        verdict, pack.head.title, article.gist if article is not None else "",
        found.spec.sentence, facts, beside, tuple(arithmetic),
        () if verdict.status == "met" else tuple(missing), found.spec.cure, others,
        tuple(pack.parameters_of(found)), pack.head.note,
        *figures(found.spec, verdict.actual, verdict.required, rulebook.words()))


def _alone(judgement: Judgement, verdict: Verdict) -> dict[str, Numbers]:
    """What each condition of the rule by itself gives for the row of a verdict, with its due day."""
    found = {}
    for name, spec in judgement.rule.spec.singly():
        own = replace(judgement, rule=replace(judgement.rule, spec=spec))
        for other, numbers in own.rows():
            if (other.subject, other.period_start) == (verdict.subject, verdict.period_start):
                due = None if other.due is None else day_number(other.due)
                found[name] = numbers | {"due": due}
    return found


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
