"""Kind 7, record (记录): an activity (a post, a case) has its columns filled and its papers, in time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common, of_where
from zhibu.engine.language.parts import Where, Within
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import MOST_DAYS, Code, Count, nearest, wrong
from zhibu.engine.language.words import Manner, Post, is_date
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import activities, fact_candidates, own
from zhibu.engine.sql.spans import join, yes
from zhibu.engine.sql.tables import SINCE, working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import LATE, Wording, holds
from zhibu.facts.contract import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir


# What is looked at -> its kind of subject, the key that chooses, the column of its day.
_OF = {"activities": ("activity", "types", "on"), "posts": ("post", "posts", "since"),
       "cases": ("case", "procedures", "opened")}


class RecordRule(RuleBase):
    """记录：已开展的活动（或新任的职务、启动的事项）该填的列填了，该有的材料有了。"""

    subjects: ClassVar[tuple[str, ...]] = ("activity", "post", "case")

    kind: Literal["record"] = Field(description="规则种类")
    of: Literal["activities", "posts", "cases"] = Field(
        "activities", description="查活动，查任职，还是查事项")
    types: Annotated[tuple[Code, ...], Field(min_length=1)] | None = Field(
        None, description="活动类型（of: activities）")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] | None = Field(
        None, description="哪些职务（of: posts，窗口内任职的）")
    procedures: Annotated[tuple[Code, ...], Field(min_length=1)] | None = Field(
        None, description="哪些程序的事项（of: cases，窗口内启动的）")
    columns: tuple[Code, ...] = Field((), description="要填的列")
    papers: tuple[Code, ...] = Field((), description="要有的材料")
    manner: Annotated[tuple[Manner, ...], Field(min_length=1)] | None = Field(
        None, description="产生方式要是其中之一（of: posts）")
    within: Within | None = Field(None, description="日期列和材料的时限；不写没有时限")
    before: Count | None = Field(None, le=MOST_DAYS, description="日期列至少早于活动（任职）几天")
    where: Where = Field(default_factory=Where, description="只管哪些活动（of: activities）")

    @classmethod
    def default_subject(cls, data: dict[str, object]) -> str:
        return _OF.get(str(data.get("of")), _OF["activities"])[0]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        subject, chosen, _ = _OF[self.of]
        if [n for _, n, _ in _OF.values() if getattr(self, n) is not None] != [chosen]:
            raise wrong("of: activities 写 types，of: posts 写 posts，of: cases 写 procedures")
        if self.subject != subject:
            raise wrong("of: activities 的 subject 是 activity，of: posts 的是 post，of: cases 的是 case")
        if self.of != "posts" and self.manner:
            raise wrong("manner 只用于 of: posts")
        if self.of != "activities" and self.where.given():
            raise wrong("where 只用于 of: activities")
        if self.of == "cases" and self.before is not None:
            raise wrong("before 只用于 of: activities 和 of: posts")
        if not (self.columns or self.papers or self.manner):
            raise wrong("至少写一项：columns、papers、manner")
        return self

    @model_validator(mode="after")
    def _columns_known(self) -> Self:
        names = [c.name for c in TABLES[self.of].columns if not c.required]
        for column in self.columns:
            if column not in names:
                raise wrong(f"{self.of} 表的列：{'、'.join(names)}",
                            f"columns 里写的是 {column}。{nearest(column, names)}".strip("。"))
        if self.before is not None:
            if self.within is not None:
                raise wrong("within 和 before 只写一个")
            if self.papers or not all(is_date(self.of, c) for c in self.columns):
                raise wrong("before 只同日期列一起写，不写 papers")
        return self

    def can_be_late(self) -> bool:
        return self.within is not None or self.before is not None

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {self.of} | of_where(self.where)
        judging = {f"{self.of}.{name}" for name in self.columns}
        if self.papers:
            judging.add("papers")
        if self.manner:
            judging.add("posts.manner")
        return Needs(frozenset(rows), frozenset(judging))

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """What must be there, as (column or paper, its code), in order."""
        columns = tuple(("column", name) for name in self.columns)
        manner = (("manner", "manner"),) if self.manner else ()
        return columns + manner + tuple(("paper", kind) for kind in self.papers)

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an activity held (a post begun, a case opened) in the window."""
        candidates = self._candidates(directive)
        dated = self._with_due(candidates)
        papers = self._papers(dated) if self.papers else None
        if papers is not None:
            dated = self._with_papers(dated, papers)
        states = {f"s{index}": self._state(dated, index) for index in range(len(self.items))}
        rows = dated.select(
            "subject", "organisation", "start", "last", "due", **states)
        done = reduce(add, (yes(rows[name] == 1) for name in states))
        rows = rows.mutate(ok=yes(done == len(states))).select(
            "subject", "organisation", "start", "last", "due", "ok", *states)
        evidence = None
        if papers is not None:
            own = candidates.select("subject", "start", on=candidates.start, id=candidates.subject)
            evidence = own.union(papers.select("subject", "start", "on", "id"))
        return Built(rows, tuple(states), evidence, candidates)

    def _candidates(self, directive: str) -> ir.Table:
        day = _OF[self.of][2]
        if self.of == "activities":
            facts = activities(self.types or (), self.where, directive)
        elif self.of == "posts":
            facts = working("post")
            facts = facts.filter(facts.post.isin(self.posts))
        else:
            facts = working("case")
            facts = facts.filter(facts.procedure.isin(self.procedures))
        facts = facts.filter(facts[day] >= SINCE)
        names = ("id", "organisation", day, *self.columns, *(("manner",) if self.manner else ()))
        facts = facts.select(*dict.fromkeys(names))
        return fact_candidates(directive, self, facts, day, settled=self.of == "activities")

    def _with_due(self, candidates: ir.Table) -> ir.Table:
        if self.before is not None:
            return candidates.mutate(due=candidates.start - self.before)
        if self.within is None or self.within.workdays is None:
            days = self.within.days if self.within is not None else 0
            return candidates.mutate(due=candidates.start + days)
        table = working("workdays_after")
        table = table.filter(table.n == self.within.workdays)
        return join(candidates, table, {"start": "day"}, {"due": "due"})

    def _papers(self, dated: ir.Table) -> ir.Table:
        """subject, start, kind, on, id: all papers of the kinds asked for, late ones too."""
        papers = working("paper")
        papers = papers.filter(papers.kind.isin(self.papers))
        return join(dated.select("subject", "start"), papers, {"subject": "about"},
                    {"kind": "kind", "on": "on", "id": "id"})

    def _with_papers(self, dated: ir.Table, papers: ir.Table) -> ir.Table:
        """With the day of the earliest paper of each kind: `p0`, `p1` …"""
        import ibis

        firsts = {
            f"p{index}": ibis.ifelse(papers.kind == kind, papers.on, ibis.null("int64")).min()
            for index, kind in enumerate(self.papers)
        }
        earliest = papers.group_by("subject").agg(**firsts)
        return join(dated, earliest, {"subject": "subject"}, {n: n for n in firsts}, "left")

    def _state(self, dated: ir.Table, index: int) -> Any:
        """1 there, 0 missing, 2 there but late."""
        import ibis

        what, name = self.items[index]
        if what == "manner":
            return yes(dated.manner.isin(self.manner))
        place = index - len(self.items) + len(self.papers)
        value = dated[f"p{place}"] if what == "paper" else dated[own(name)]
        limited = self.within is not None or self.before is not None
        if not limited or (what == "column" and not is_date(self.of, name)):
            return yes(value.notnull())
        return ibis.ifelse(value.isnull(), 0, ibis.ifelse(value <= dated.due, 1, 2))

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines, missing, done = [], [], 0
        for index, (what, code) in enumerate(self.items):
            state, name = row.get(f"s{index}", 0), self._name(what, code, words)
            done += state == 1
            late = f"有，但晚于 {verdict.due}"
            lines.append(f"{name}：{('没有', '有', late)[state]}")
            if state != 1:
                missing.append(name if state == 0 else f"{name}（迟）")
        lines.append(f"{done} 项 = {len(self.items)} 项：{holds(done == len(self.items))}")
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        states = [row[f"s{index}"] for index in range(len(self.items))]
        names = [self._name(what, code, words) for what, code in self.items]
        missing = [name for name, state in zip(names, states, strict=True) if state == 0]
        late = [name for name, state in zip(names, states, strict=True) if state == 2]
        parts = []
        if missing:
            parts.append(f"缺{'、'.join(missing)}")
        if late:
            parts.append(f"迟{LATE}：{'、'.join(late)}")
        said = "；".join(parts) or "记录齐全"
        return Wording(str(states.count(1)), str(len(states)), said)

    def _name(self, what: str, code: str, words: Mapping[str, str]) -> str:
        return words.get(code, code) if what == "paper" else TABLES[self.of].by_name[code].chinese
