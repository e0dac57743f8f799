"""Kind 1, frequency (次数): at least N, at most M activities of given types in each period."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.calendar.days import MONTHS
from zhibu.engine.calendar.duedays import Timing
from zhibu.engine.kinds.shares import NEEDED, built_by_share, share_steps, share_wording
from zhibu.engine.language.needs import Needs, of_where, periodic
from zhibu.engine.language.parts import Due, Period, Where, base_date, check_base_date
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, Count, Share, wrong
from zhibu.engine.language.words import MEMBER_DATES, ORGANISATION_DATES
from zhibu.engine.sql.aggregates import in_months
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import activities
from zhibu.engine.sql.narrowing import with_another
from zhibu.engine.sql.periods import in_periods, period_candidates
from zhibu.engine.sql.spans import having, join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds, partly
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class FrequencyRule(RuleBase):
    """次数：每个期间至少（至多）开展多少次某些类型的活动。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation", "member")

    kind: Literal["frequency"] = Field(description="规则种类")
    types: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="活动类型")
    at_least: Count | None = Field(None, description="至少几次")
    at_most: Count | None = Field(None, description="至多几次；超出的那一次当天就算没做到")
    share: Share | None = Field(
        None, description="对党员 as: attendee，代替次数：本人应参加的活动里至少参加几分之几")
    period: Period = Field(description="期间")
    in_: Literal["self", "subtree"] | None = Field(
        None, alias="in",
        description="对党组织：self 本组织的活动（默认），subtree 连同下级的活动",
    )
    as_: Literal["attendee", "host", "speaker"] | None = Field(
        None, alias="as", description="对党员：attendee 到会（含线上），host 主持，speaker 主讲",
    )
    by: Due | None = Field(
        None, description="期间之内的哪一天前；不写是期间最后一天。from: end 从最后一天往前数")
    where: Where = Field(default_factory=Where, description="只算哪些活动")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        counted = self.at_least is not None or self.at_most is not None
        if counted == (self.share is not None):
            raise wrong("写 at_least 或 at_most；对党员 as: attendee 也可以只写 share")
        if self.share is not None and self.as_ != "attendee":
            raise wrong("share 只用于 subject: member、as: attendee")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_most 不小于 at_least")
        if self.subject == "member" and (self.as_ is None or self.in_ is not None):
            raise wrong("subject: member 写 as（attendee、host 或 speaker），不写 in")
        if self.subject == "organisation" and self.as_ is not None:
            raise wrong("subject: organisation 写 in（self 或 subtree），不写 as")
        check_base_date(self.period, self.subject)
        return self

    @model_validator(mode="after")
    def _by_inside(self) -> Self:
        length = MONTHS.get(str(self.period), 12)
        if self.by is not None and (self.by.month or 1) > length:
            raise wrong(f"by 是期间之内的日子：month 是 1 到 {length}", "期间之后的期限用 kind: deadline")
        return self

    @property
    def timing(self) -> Timing:
        """See `RuleBase`."""
        return Timing(self.period, self.by, True, self._beside)

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = periodic(self.when, self.subject, self.period)
        judging = {"activities"} | of_where(self.where)
        if self.share is not None:
            judging |= NEEDED
        if self.as_ == "attendee":
            judging.add("attendance")
        elif self.as_ is not None:
            judging.add(f"activities.{self.as_}")
        return Needs(frozenset(rows), frozenset(judging))

    def asks_entitled(self) -> tuple[str, ...]:
        return self.types if self.share is not None else ()

    def build(self, directive: str) -> Built:
        """Its SQL as expressions."""
        import ibis

        if self.share is not None:
            return built_by_share(self, directive)
        candidates = period_candidates(directive, self, self.timing)
        facts = in_periods(self._facts(), candidates, self.period)
        if self._by_months():
            counts = in_months(self.types, str(self.period), self.in_ == "subtree")
        else:
            counts = facts.group_by("subject", "start").agg(n=facts.count())
        joined = join(candidates, counts, _PERIOD, {"n": "n"}, "left")
        joined = joined.mutate(n=ibis.coalesce(joined.n, 0))
        own: Any = joined.due if self.timing.apart else joined.last
        due = own
        conditions = [] if self.at_least is None else [joined.n >= self.at_least]
        if self.at_most is not None:
            joined = _with_surplus(joined, facts, self.at_most)
            due = ibis.coalesce(joined.surplus, own)
            conditions.append(joined.n <= self.at_most)
        rows = joined.select(
            "subject", "organisation", "start", "last", due=due,
            ok=yes(reduce(and_, conditions)), n=joined.n, precision=joined.precision, by=own)
        return Built(rows, ("n", "precision", "by"), having(facts, candidates, _PERIOD), candidates)

    def _by_months(self) -> bool:
        """Whether whole months tell all that is asked: then they are counted once for all such rules."""
        return (self.subject == "organisation" and self.period in MONTHS
                and not self.timing.apart and not self.where.given())

    def _facts(self) -> ir.Table:
        """subject, id, on: the activities that count, for whom."""
        held = activities(self.types, self.where).select("id", "on", "organisation")
        if self.as_ == "attendee":
            rows = working("attendance")
            rows = rows.filter(rows.status.isin(("present", "online")))
            found = join(held, rows, {"id": "activity"}, {"subject": "member"})
            if self.where.attendee_post is not None:
                found = with_another(found, held, self.where.attendee_post)
        elif self.as_ is not None:
            roles = working("role")
            roles = roles.filter(roles.role == self.as_)
            found = join(held, roles, {"id": "activity"}, {"subject": "member"})
        elif self.in_ == "subtree":
            found = join(held, working("up"), {"organisation": "organisation"},
                         {"subject": "above"})
        else:
            found = held.rename(subject="organisation")
        return found.select("subject", "id", "on")

    def counted(self, numbers: tuple[Any, ...]) -> bool:
        return bool(numbers[0])

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        if self.share is not None:
            return share_steps(self, row)
        number = row.get("n", 0)
        kinds = "、".join(words.get(name, name) for name in self.types)
        counted = "、".join(verdict.evidence.split()) or "没有"
        until = "" if self.by is None else f"到 {from_day_number(row['by'])} 为止，" if row else ""
        lines = [f"{until}期间内计入的{kinds}：{counted}，共 {number} 次"]
        missing = []
        if self.at_least is not None:
            lines.append(f"{number} >= {self.at_least}：{holds(number >= self.at_least)}")
            if number < self.at_least:
                missing.append(f"{self.at_least} - {number} = 还差 {self.at_least - number} 次")
        if self.at_most is not None:
            lines.append(f"{number} <= {self.at_most}：{holds(number <= self.at_most)}")
            if number > self.at_most:
                missing.append(f"多了 {number - self.at_most} 次，{verdict.due} 起超出")
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        if self.share is not None:
            return share_wording(self, row, self._base())
        bounds = []
        if self.at_least is not None:
            bounds.append((">=", self.at_least, f"至少 {self.at_least} 次"))
        if self.at_most is not None:
            bounds.append(("<=", self.at_most, f"至多 {self.at_most} 次"))
        required = " ".join(f"{sign}{number}" for sign, number, _ in bounds)
        done = {"attendee": "参加", "host": "主持", "speaker": "主讲"}.get(self.as_ or "", "开展")
        wanted = "、".join(text for _, _, text in bounds)
        limit = "" if self.by is None else f" {from_day_number(row['by'])} 前（含当天）"
        reason = f"本期{limit}应{done}{wanted}，实际 {row['n']} 次"
        return Wording(str(row["n"]), required, reason + partly(row["precision"], self._base()))

    def _base(self) -> str:
        return (MEMBER_DATES | ORGANISATION_DATES).get(base_date(self.period) or "", "")


def _with_surplus(joined: ir.Table, facts: ir.Table, at_most: int) -> ir.Table:
    """With the day of the activity that is one too many."""
    import ibis

    place = ibis.window(group_by=["subject", "start"], order_by=["on", "id"])
    ranked = facts.mutate(place=ibis.row_number().over(place))
    surplus = ranked.filter(ranked.place == at_most)
    return join(joined, surplus, _PERIOD, {"surplus": "on"}, "left")


_PERIOD = {"subject": "subject", "start": "start"}
