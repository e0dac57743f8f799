"""Kind 13, checklist (检查表): every item of a checklist holds at its latest check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, Model, wrong
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.keys import row_key
from zhibu.engine.sql.periods import day_candidates
from zhibu.engine.sql.spans import as_of, join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)
NONE, GOOD, BAD, SMALL = range(4)  # an item was never checked, holds, does not, has too little
_SAID = {NONE: "没有查过", GOOD: "符合", BAD: "不符合", SMALL: "数值不够"}


def _number(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise wrong("数字，如 40 或 38.5")
    return value


Least = Annotated[str, AfterValidator(_number), WithJsonSchema({"type": ["number", "string"]})]


class Item(Model):
    """检查表的一项。"""

    item: Code = Field(description="检查项，检查表里的 item")
    least: Least | None = Field(None, description="数值不少于多少")


class ChecklistRule(RuleBase):
    """检查表：核查日那天，各项最近一次检查都符合。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation",)

    kind: Literal["checklist"] = Field(description="规则种类")
    checklist: Code = Field(description="检查表的名称")
    items: Annotated[tuple[Item, ...], Field(min_length=1)] = Field(description="要符合的各项")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [item.item for item in self.items]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong("每个检查项只写一次", f"写了两次的：{'、'.join(twice)}")
        return self

    @property
    def leasts(self) -> tuple[str, ...]:
        """The values asked for."""
        return tuple(item.least for item in self.items if item.least is not None)

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        judging = {"checks", "checks.value"} if self.leasts else {"checks"}
        return Needs(frozenset(common(self.when, self.subject)), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an organisation in force on the as-of day."""
        import ibis

        candidates = day_candidates(directive, self)
        latest = self._latest(candidates)
        states = {
            f"s{index}": ibis.ifelse(latest.item == item.item, latest.state, 0).max()
            for index, item in enumerate(self.items)
        }
        found = latest.group_by("subject").agg(**states)
        joined = join(candidates, found, {"subject": "subject"}, {n: n for n in states}, "left")
        joined = joined.mutate(**{name: ibis.coalesce(joined[name], NONE) for name in states})
        good = reduce(add, (yes(joined[name] == GOOD) for name in states))
        rows = joined.select("subject", "organisation", "start", "last", *states,
                             due=joined.start, ok=yes(good == len(states)))
        evidence = latest.select(
            "subject", "on", start=as_of(),
            id=row_key("checks", latest.subject, latest.checklist, latest.item, day=latest.on))
        return Built(rows, tuple(states), evidence, candidates)

    def _latest(self, candidates: ir.Table) -> ir.Table:
        """subject, checklist, item, on, state: the latest check of each item."""
        import ibis

        checks = working("check")
        checks = checks.filter(checks.checklist == self.checklist,
                               checks.item.isin([item.item for item in self.items]))
        checks = join(candidates.select("subject"), checks, {"subject": "organisation"}, {
            name: name for name in ("checklist", "item", "on", "ok", "value")})
        newest = checks.group_by("subject", "item").agg(newest=checks.on.max())
        latest = join(checks, newest, {"subject": "subject", "item": "item"}, {"newest": "newest"})
        latest = latest.filter(latest.on == latest.newest)
        wanted: Any = ibis.null("string")
        for item in self.items:
            if item.least is not None:
                wanted = ibis.ifelse(latest.item == item.item, item.least, wanted)
        latest = latest.mutate(least=wanted)
        if self.leasts:
            latest = join(latest, working("measure"), {"value": "value", "least": "least"},
                          {"enough": "enough"}, "left")
            short = latest.least.notnull() & (ibis.coalesce(latest.enough, 0) == 0)
            state = ibis.ifelse(latest.ok == "yes", ibis.ifelse(short, SMALL, GOOD), BAD)
        else:
            state = ibis.ifelse(latest.ok == "yes", GOOD, BAD)
        return latest.select("subject", "checklist", "item", "on", state=state)

    def _label(self, item: Item, words: Mapping[str, str]) -> str:
        """What people call an item: its own list has the word, else the word as it is."""
        return words.get(f"checklist.{self.checklist}.{item.item}", item.item)

    def _states(self, row: Mapping[str, Any]) -> list[tuple[Item, int]]:
        return [(item, row.get(f"s{index}", NONE)) for index, item in enumerate(self.items)]

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines, missing = [], []
        for item, state in self._states(row):
            least = f"（应不少于 {item.least}）" if item.least is not None else ""
            label = self._label(item, words)
            lines.append(f"{label}{least}：{_SAID[state]}")
            if state != GOOD:
                missing.append(f"{label}：{_SAID[state]}{least}")
        done = len(self.items) - len(missing)
        lines.append(f"{done} 项 = {len(self.items)} 项：{holds(not missing)}")
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        failing = [f"{self._label(item, words)}{_SAID[state]}"
                   for item, state in self._states(row) if state != GOOD]
        said = "、".join(failing) if failing else f"{len(self.items)} 项都符合"
        return Wording(str(len(self.items) - len(failing)), str(len(self.items)), said)


def measured(values: Iterable[str], leasts: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """(value, least, 1 if it reaches it). What is no plain number reaches nothing."""
    wanted = sorted(leasts)
    for value in values:
        known = Decimal(value) if _NUMBER.fullmatch(value) else None
        for least in wanted:
            yield value, least, int(known is not None and known >= Decimal(least))
