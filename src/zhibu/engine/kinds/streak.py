"""Kind 10, streak (连续): not so many months in a row without paying dues, or without attending anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from zhibu.engine.calendar.months import FLOOR, first_day, life_code
from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, Count, Model, wrong
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.keys import row_key
from zhibu.engine.sql.members import members_today, stopped
from zhibu.engine.sql.spans import covers, ended_day, ended_month, join, later, yes
from zhibu.engine.sql.tables import EVER, STILL, working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.kernel.dates import day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Attended(Model):
    """参加组织生活：这些类型的活动都算。"""

    attended: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(
        description="哪些类型的活动算参加组织生活")


def _form(value: Any) -> str | None:
    if value == "dues":
        return "dues"
    return "attended" if isinstance(value, Attended) or (
        isinstance(value, dict) and "attended" in value) else None


Thing = Annotated[
    Annotated[Literal["dues"], Tag("dues")] | Annotated[Attended, Tag("attended")],
    Discriminator(
        _form,
        custom_error_type="zhibu",
        custom_error_message="{expected}",
        custom_error_context={"expected": "dues，或 {attended: [活动类型]}", "mend": ""},
    ),
]


class StreakRule(RuleBase):
    """连续：党员不连续多少个月没有交党费，或者没有参加组织生活。"""

    subjects: ClassVar[tuple[str, ...]] = ("member",)

    itself: ClassVar[bool] = False

    kind: Literal["streak"] = Field(description="规则种类")
    thing: Thing = Field(description="dues 交党费，或 {attended: [活动类型]} 参加组织生活")
    months: Count = Field(le=1200, description="连续几个月就算没做到")
    warn_at: Count | None = Field(None, description="连续几个月起提醒（待办）；不写不提醒")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.months < 1:
            raise wrong("months 是 1 或更大")
        if self.warn_at is not None and not 1 <= self.warn_at < self.months:
            raise wrong("warn_at 是 1 或更大，比 months 小")
        return self

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {"?states.until"}
        judging = {"dues.paid", "dues.paid_on"}
        if isinstance(self.thing, Attended):
            judging = {"activities", "attendance"}
        return Needs(frozenset(rows), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL: one row a member, found from the last month that has the thing."""
        candidates = members_today(directive, self)
        known = self._with_begin(candidates)
        if isinstance(self.thing, Attended):
            counted = _missed_meetings(known, self.thing.attended)
            dated = _nth(known, counted, self.months)
            evidence = None
        else:
            dated = known.mutate(n=known.latest - known.before, named=known.before + self.months)
            evidence = _unpaid(dated)
        return Built(self._rows(dated), ("n", "latest"), evidence, candidates)

    def _with_begin(self, candidates: ir.Table) -> ir.Table:
        """With `latest`, the last month that ended, and `before`, the last before the run, not after it."""
        import ibis

        found = candidates.mutate(latest=ended_month())
        stops = stopped()
        stops = stops.filter(stops.since <= ended_day())
        stops = stops.group_by("member").agg(until=stops.until.max())
        found = join(found, stops, {"subject": "member"}, {"again": "until"}, "left")
        own = self.in_force.since or FLOOR
        begin = later(ibis.coalesce(found.begun, STILL), ibis.coalesce(found.again, EVER))
        found = found.mutate(begin=later(begin, day_number(max(own, FLOOR))))
        found = join(found, working("day_month"), {"begin": "day"}, {"whole": "whole"}, "left")
        found = join(found, self._last_had(), {"subject": "member"}, {"had": "month"}, "left")
        first = ibis.coalesce(found.whole, found.latest + 1) - 1
        before = later(first, ibis.coalesce(found.had, EVER))
        return found.select("subject", "organisation", "start", "last", "latest",
                            before=ibis.least(before, found.latest))

    def _last_had(self) -> ir.Table:
        """member, month: the last ended month that has the thing."""
        if not isinstance(self.thing, Attended):
            return working("paid_last")
        rows = working("attended_last")
        return rows.filter(rows.types == life_code(self.thing.attended)).select("member", "month")

    def _rows(self, dated: ir.Table) -> ir.Table:
        import ibis

        named = join(dated, working("month"), {"named": "month"}, {"end": "last"}, "left")
        warn = self.months if self.warn_at is None else self.warn_at
        return named.select(
            "subject", "organisation", "start", "last",
            due=ibis.ifelse(named.n > 0, named.end, ibis.null("int64")),
            ok=yes(named.n < warn), n=named.n, latest=named.latest)

    def own_evidence(self, subject: str, start: int, row: Mapping[str, Any]) -> str:
        """None: months without the thing have no facts."""
        return ""

    def counted(self, numbers: tuple[Any, ...]) -> bool:
        return bool(numbers[0])

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        number, latest = row["n"], first_day(row["latest"])
        lines = [f"最后一个整月是{latest.year}年{latest.month}月",
                 f"到这个月为止，连续 {number} 个月没有{self._named(words)}"]
        if isinstance(self.thing, Attended):
            lines.append("所在的支部、党小组一次都没有开展的月份不算，也不中断")
        lines.append(f"{number} < {self.months}：{holds(number < self.months)}")
        missing = []
        if number >= self.months:
            missing = [f"到 {verdict.due} 已满 {self.months} 个月"]
        elif self.warn_at is not None and number >= self.warn_at:
            missing = [f"再有 {self.months - number} 个月就满 {self.months} 个月（{verdict.due}）"]
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        number = row["n"]
        said = f"连续 {number} 个月没有{self._named({})}" if number else f"上个整月有{self._noun()}"
        return Wording(str(number), f"<{self.months}", f"{said}，满 {self.months} 个月算没做到")

    def _noun(self) -> str:
        return "组织生活" if isinstance(self.thing, Attended) else "党费"

    def _named(self, words: Mapping[str, str]) -> str:
        if not isinstance(self.thing, Attended):
            return "交清党费"
        kinds = "、".join(words.get(name, name) for name in self.thing.attended if words)
        return f"参加组织生活（{kinds}）" if kinds else "参加组织生活"


def _missed_meetings(known: ir.Table, types: tuple[str, ...]) -> ir.Table:
    """subject, month: months of the run in which something was held where the member belonged."""
    missing = known.filter(known.before < known.latest).select("subject", "before")
    spans = join(missing, working("belongs"), {"subject": "member"},
                 {"organisation": "organisation", "since": "since", "until": "until"})
    held = working("held_month")
    held = held.filter(held.type.isin(types))
    found = join(spans, held, {"organisation": "organisation"}, {"on": "on", "month": "month"})
    found = found.filter(covers(found, found.on), found.month > found.before)
    return found.select("subject", "month").distinct()


def _nth(known: ir.Table, counted: ir.Table, months: int) -> ir.Table:
    """With `n` months counted and the month that completes (or would complete) the number."""
    import ibis

    ordered = ibis.window(group_by="subject", order_by="month")
    ranked = counted.mutate(place=ibis.row_number().over(ordered))
    nth = ibis.ifelse(ranked.place == months - 1, ranked.month, ibis.null("int64"))
    sums = ranked.group_by("subject").agg(n=ranked.count(), reached=nth.max())
    dated = join(known, sums, {"subject": "subject"}, {"found": "n", "reached": "reached"}, "left")
    dated = dated.mutate(n=ibis.coalesce(dated.found, 0))
    return dated.mutate(named=ibis.coalesce(dated.reached, dated.latest + months - dated.n))


def _unpaid(dated: ir.Table) -> ir.Table:
    """The rows of the months in the run, as evidence."""
    missing = dated.filter(dated.n > 0).select("subject", "start", "before", "latest")
    found = join(missing, working("dues"), {"subject": "member"}, {"month": "month", "label": "label"})
    found = found.filter(found.month > found.before, found.month <= found.latest)
    return found.select("subject", "start", on=found.month,
                        id=row_key("dues", found.subject, found.label))
