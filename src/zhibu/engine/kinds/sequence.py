"""Kind 12, sequence (程序): the steps of each case of a procedure, one verdict a constraint and case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.procedure import Constraint
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, wrong
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import fact_candidates
from zhibu.engine.sql.spans import as_of, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import LATE, Wording, holds
from zhibu.kernel.dates import from_day_number


class SequenceRule(RuleBase):
    """程序：一种程序的每个事项，步骤按顺序、按间隔做，材料按时有。"""

    subjects: ClassVar[tuple[str, ...]] = ("case",)

    kind: Literal["sequence"] = Field(description="规则种类")
    procedure: Code = Field(description="哪种程序，事项表的 procedure")
    constraints: Annotated[tuple[Constraint, ...], Field(min_length=1)] = Field(
        description="对步骤的要求，一项一条结论")

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [constraint.id for constraint in self.constraints]
        again = next((name for name in names if names.count(name) > 1), None)
        if again is not None:
            raise wrong("本规则里没有用过的编号", f"constraints 里 {again} 写了不止一次")
        return self

    def units(self) -> tuple[RuleBase, ...]:
        """One rule a constraint, named RULE.CONSTRAINT as its verdicts are."""
        return tuple(
            self.model_copy(update={
                "id": f"{self.id}.{one.id}", "constraints": (one,),
                "sentence": one.sentence or self.sentence})
            for one in self.constraints)

    @property
    def durations(self) -> set[tuple[str, int]]:
        """The times after a step that its SQL asks for, as (unit, number); days are reckoned there."""
        found = set()
        for one in self.constraints:
            found |= {time.span for time in (one.at_least, one.at_most) if time is not None}
            if one.every is not None:
                found.add(("months", one.every.months))
        return {span for span in found if span[0] != "days"}

    @property
    def constraint(self) -> Constraint:
        """The one constraint of a unit."""
        return self.constraints[0]

    def can_be_late(self) -> bool:
        return any(one.at_most is not None for one in self.constraints)

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        judging = {"steps"}
        if any(one.papers is not None for one in self.constraints):
            judging.add("papers")
        return Needs(frozenset(common(self.when, self.subject) | {"cases", "cases.closed"}), frozenset(judging))

    def build(self, directive: str) -> Built:
        """The SQL of a unit: one row a case."""
        from zhibu.engine.sql import constraints

        cases = working("case")
        cases = cases.filter(cases.procedure == self.procedure)
        cases = cases.select("id", "organisation", "opened", "closed")
        candidates = fact_candidates(directive, self, cases, "opened")
        candidates = candidates.select(
            "subject", "organisation", "start", "closed", last=candidates.closed.coalesce(as_of()))
        found = constraints.demanded(candidates, self.constraint)
        closed = found.closed.notnull() & (found.due.isnull() | (found.closed < found.due))
        counted = ("n",) if "n" in found.columns else ()
        extra = ("done", *(f"d{place}" for place in range(len(self.constraint.steps))), *counted)
        rows = found.mutate(ok=yes((found.done == 1) | closed)).select(
            "subject", "organisation", "start", "last", "due", "ok", *extra)
        return Built(rows, extra, constraints.evidence(candidates, self.constraint), candidates)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        one = self.constraint
        lines = [f"{name}：{day or '还没有'}" for name, day in self._days(row, words)]
        if one.papers is not None:
            lines.append(f"到那天有的材料：{row['n']} 种，应有 {len(one.papers)} 种")
        if one.every is not None:
            lines.append(f"{self._step(one.every.step, words)}：{row['n']} 次")
        if verdict.due is not None:
            lines.append(f"期限：{verdict.due}")
        lines.append(f"{self.wanted(words)}：{holds(row['done'] == 1)}")
        if verdict.status == "met" and row["done"] == 0:
            lines.append("事项在期限以前（或还没有期限时）办结，不再判断")
        missing = [] if row["done"] else [self._lacking(row, words)]
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        one, days = self.constraint, [day for _, day in self._days(row, words)]
        if one.order is not None:
            actual, required = " ".join(day or "-" for day in days), "->".join(one.order)
        elif one.papers is not None:
            actual, required = str(row["n"]), str(len(one.papers))
        elif one.every is not None:
            actual = str(row["n"])
            required = (f"{one.every.from_}->{one.every.until} {one.every.step} "
                        f"<={one.every.months} months")
        else:
            bounds = ((">=", one.at_least), ("<=", one.at_most))
            said = [f"{sign}{time.text}" for sign, time in bounds if time is not None]
            actual, required = days[1], " ".join([f"{one.first}->{one.then}", *said])
        wanted = self.wanted(words)
        if row["done"]:
            return Wording(actual, required, f"{wanted}，做到了")
        lacking = self._lacking(row, words)
        late = LATE if one.at_most is not None and lacking.endswith("太久") else ""
        return Wording(actual, required, f"{wanted}；{lacking}{late}")

    def wanted(self, words: Mapping[str, str]) -> str:
        """The demand in words, with the names of the steps."""
        one = self.constraint
        if one.order is not None:
            return f"按顺序：{'、'.join(self._step(name, words) for name in one.order)}"
        if one.papers is not None:
            papers = "、".join(words.get(kind, kind) for kind in one.papers)
            return f"{self._step(one.steps[0], words)}以前有{papers}"
        if one.every is not None:
            names = [self._step(n, words) for n in (one.every.from_, one.every.until, one.every.step)]
            return f"从{names[0]}到{names[1]}，{names[2]}最多隔 {one.every.months} 个月一次"
        first, then = (self._step(name, words) for name in one.steps)
        bounds = (("至少", one.at_least), ("至多", one.at_most))
        said = "、".join(f"{word} {time.chinese}" for word, time in bounds if time is not None)
        return f"从{first}到{then}{said}"

    def _lacking(self, row: Mapping[str, Any], words: Mapping[str, str]) -> str:
        """What keeps the demand from being met, in a few words."""
        one, days = self.constraint, self._days(row, words)
        missing = [name for name, day in days if not day]
        wrong_way = _broken(days) if one.order is not None else ""
        if wrong_way:
            return f"不合顺序：{wrong_way}"
        if missing:
            return f"还没有{'、'.join(missing)}"
        if one.papers is not None:
            return f"还缺 {len(one.papers) - row['n']} 种材料"
        if one.every is not None:
            return "相邻两次隔得太久"
        return f"间隔不合要求：{self._gap(days)}"

    def _gap(self, days: list[tuple[str, str]]) -> str:
        """How long the two steps lie apart, and whether that is too short or too long."""
        (first, began), (then, came) = days
        since, on = dt.date.fromisoformat(began), dt.date.fromisoformat(came)
        if on < since:
            return f"{then}（{came}）在{first}（{began}）以前"
        least, most = self.constraint.at_least, self.constraint.at_most
        said = f"从 {began} 到 {came}，相隔 {(on - since).days} 天"
        if least is None or most is None:
            return f"{said}，{'太久' if least is None else '太短'}"
        latest = most.after(since)
        return said if latest is None else f"{said}，{'太久' if on > latest else '太短'}"

    def _days(self, row: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, str]]:
        """The steps it names with their first day, empty where not taken."""
        found = [row.get(f"d{place}") for place in range(len(self.constraint.steps))]
        return [(self._step(name, words), "" if day is None else from_day_number(day).isoformat())
                for name, day in zip(self.constraint.steps, found, strict=True)]

    def _step(self, name: str, words: Mapping[str, str]) -> str:
        return words.get(f"{self.procedure}.{name}", name)


def _broken(days: list[tuple[str, str]]) -> str:
    """The first step taken before (or without) one that comes earlier in the order; nothing if none."""
    for place, (name, day) in enumerate(days):
        for earlier, before in days[:place]:
            if day and not before:
                return f"已经{name}（{day}），还没有{earlier}"
            if day and before > day:
                return f"{name}（{day}）在{earlier}（{before}）以前"
    return ""
