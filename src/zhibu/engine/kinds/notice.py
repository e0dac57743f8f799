"""Kind 6, notice (通知): notice of an activity is given in good time and says what it must."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common, of_where
from zhibu.engine.language.parts import Where
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import MOST_WORKDAYS, Code, Count, wrong
from zhibu.engine.language.words import ActivityColumn
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import activities, fact_candidates, own
from zhibu.engine.sql.spans import join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.facts.contract import TABLES
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class NoticeRule(RuleBase):
    """通知：已开展的活动提前通知，通知的内容齐全。"""

    subjects: ClassVar[tuple[str, ...]] = ("activity",)

    kind: Literal["notice"] = Field(description="规则种类")
    types: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="活动类型")
    at_least: Count | None = Field(None, le=MOST_WORKDAYS, description="至少提前几天")
    at_most: Count | None = Field(None, le=MOST_WORKDAYS, description="至多提前几天")
    unit: Literal["days", "workdays"] = Field(
        "days", description="天数的单位：days 日历天（默认），workdays 工作日")
    with_: Annotated[tuple[ActivityColumn, ...], Field()] = Field(
        (), alias="with", description="通知时要填好的列"
    )
    where: Where = Field(default_factory=Where, description="只管哪些活动")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.at_most is not None and self.at_most < (self.at_least or 0):
            raise wrong("at_most 不小于 at_least")
        return self

    @property
    def workdays_ahead(self) -> int | None:
        """How many working days before the activity notice is due; None: they are calendar days."""
        return self.at_least or 0 if self.unit == "workdays" else None

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {"activities"} | of_where(self.where)
        judging = {"activities.notice_on"} | {f"activities.{name}" for name in self.with_}
        return Needs(frozenset(rows), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an activity held in the window."""
        held = activities(self.types, self.where, directive)
        columns = dict.fromkeys(("id", "organisation", "on", "notice_on", *self.with_))
        candidates = fact_candidates(directive, self, held.select(*columns), "on", settled=True)
        ahead, due = candidates.start - candidates.notice_on, candidates.start - (self.at_least or 0)
        if self.unit == "workdays":
            candidates = _in_workdays(candidates, self.at_least or 0)
            ahead, due = candidates.ahead, candidates.due
        conditions = [candidates.notice_on.notnull()]
        if self.at_least is not None:
            conditions.append(ahead >= self.at_least)
        if self.at_most is not None:
            conditions.append(ahead <= self.at_most)
        conditions += [candidates[own(name)].notnull() for name in self.with_]
        empty = {f"no_{name}": yes(candidates[own(name)].isnull()) for name in self.with_}
        rows = candidates.select(
            "subject",
            "organisation",
            "start",
            "last",
            due=due,
            ok=yes(reduce(and_, conditions)),
            ahead=ahead,
            notice=candidates.notice_on,
            **empty,
        )
        return Built(rows, ("ahead", "notice", *empty), None, candidates)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        ahead, held = row.get("ahead"), verdict.period_start
        missing = []
        if ahead is None:
            lines = ["没有通知日期"]
            missing.append("通知日期")
        else:
            notice = from_day_number(row["notice"])
            lines = [f"{held} - {notice} = {ahead} {self._days}"]
            if self.at_least is not None:
                lines.append(f"{ahead} >= {self.at_least}：{holds(ahead >= self.at_least)}")
                if ahead < self.at_least:
                    late = self.at_least - ahead
                    missing.append(f"通知晚了 {late} {self._days}，最晚应在 {verdict.due}")
            if self.at_most is not None:
                lines.append(f"{ahead} <= {self.at_most}：{holds(ahead <= self.at_most)}")
                if ahead > self.at_most:
                    missing.append(f"通知早了 {ahead - self.at_most} {self._days}")
        for name in self.with_:
            filled, label = not row.get(f"no_{name}"), TABLES["activities"].by_name[name].chinese
            lines.append(f"{label}：{'已填' if filled else '没有填'}")
            if not filled:
                missing.append(label)
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        ahead = row["ahead"]
        bounds = []
        if self.at_least is not None:
            least = f"至少提前 {self.at_least} {self._days}" if self.at_least else ""  # 0: any notice will do
            bounds.append((f">={self.at_least}", least))
        if self.at_most is not None:
            bounds.append((f"<={self.at_most}", f"至多提前 {self.at_most} {self._days}"))
        required = " ".join(sign for sign, _ in bounds)
        wanted = "、".join(text for _, text in bounds if text)
        names = TABLES["activities"].by_name
        empty = [names[name].chinese for name in self.with_ if row[f"no_{name}"]]
        said = "没有通知" if ahead is None else f"提前 {ahead} {self._days}通知"
        if ahead is not None and ahead < 0:
            said = f"活动后 {-ahead} {self._days}才通知"
        reason = f"{said}（应{wanted}）" if wanted else said
        if empty:
            reason += f"；没有填{'、'.join(empty)}"
        return Wording("" if ahead is None else str(ahead), required, reason)

    @property
    def _days(self) -> str:
        return "个工作日" if self.unit == "workdays" else "天"


def _in_workdays(candidates: ir.Table, at_least: int) -> ir.Table:
    """With `ahead`, the working days from the notice up to the day before the activity, and `due`."""
    import ibis

    calendar = working("calendar_day")
    found = join(candidates, calendar, {"start": "day"}, {"held": "workdays"})
    found = join(found, calendar, {"notice_on": "day"}, {"told": "workdays"}, "left")
    after = -ibis.greatest(found.told - found.held, 1)
    ahead = ibis.ifelse(found.notice_on <= found.start, found.held - found.told, after)
    found = found.mutate(ahead=ibis.ifelse(found.notice_on.isnull(), ibis.null("int64"), ahead))
    dues = working("workdays_after")
    dues = dues.filter(dues.n == -at_least)
    return join(found, dues, {"start": "day"}, {"due": "due"})
