"""Kind 14, dues (党费): each member pays the dues of each month in full and in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from zhibu.engine.calendar.duedays import Timing
from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.parts import Due
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Count
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.keys import row_key
from zhibu.engine.sql.members import not_stopped_inside
from zhibu.engine.sql.periods import period_candidates
from zhibu.engine.sql.spans import join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import LATE, Wording, holds
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class DuesRule(RuleBase):
    """党费：党员每个月的党费在当月最后一天（或以后几天）以前交清。"""

    subjects: ClassVar[tuple[str, ...]] = ("member",)

    itself: ClassVar[bool] = False

    kind: Literal["dues"] = Field(description="规则种类")
    days: Count = Field(0, le=3660, description="当月最后一天以后还可以迟几天；不写就是当月最后一天")

    @property
    def timing(self) -> Timing:
        """Its months, with a due day of their own where days of grace are given."""
        due = Due.model_validate({"from": "end", "days": self.days}) if self.days else None
        return Timing("month", due, beside=self._beside)

    def can_be_late(self) -> bool:
        return True

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {"?states.until"}
        return Needs(frozenset(rows), frozenset({"dues.paid", "dues.paid_on"}))

    def build(self, directive: str) -> Built:
        """Its SQL: one row a member and month, with the dues of that month if there are any."""
        import ibis

        candidates = not_stopped_inside(period_candidates(directive, self, self.timing))
        dated = candidates if self.timing.apart else candidates.mutate(due=candidates.last)
        rows = _with_dues(dated)
        in_time = (rows.paid_on <= rows.due) & rows.paid.notnull()
        rows = rows.mutate(given=ibis.ifelse(in_time, rows.paid, 0))
        rows = rows.mutate(ok=yes(rows.assessed.notnull() & (rows.given >= rows.assessed)))
        extra = ("assessed", "given", "paid", "paid_on")
        return Built(rows.select("subject", "organisation", "start", "last", "due", "ok", *extra),
                     extra, None, candidates)

    def own_facts(self, rows: ir.Table) -> ir.Table:
        """The months' rows, where there are any."""
        known = rows.filter(rows.assessed.notnull())
        found = join(known, working("month"), {"start": "start"}, {"label": "label"})
        return found.select("subject", "start", on=found.start,
                            id=row_key("dues", found.subject, found.label))

    def own_evidence(self, subject: str, start: int, row: Mapping[str, Any]) -> str:
        """The key of the month's row, where there is one."""
        if row["assessed"] is None:
            return ""
        return f"dues:{subject}/{from_day_number(start).isoformat()[:7]}"

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        month = f"{verdict.period_start.year}年{verdict.period_start.month}月"
        if row["assessed"] is None:
            return [f"{month}没有党费记录"], [f"{month}的应交和实交金额"]
        lines = [f"{month}应交 {yuan(row['assessed'])} 元", *_paid(row, verdict)]
        done = row["given"] >= row["assessed"]
        lines.append(f"{yuan(row['given'])} >= {yuan(row['assessed'])}：{holds(done)}")
        short = row["assessed"] - row["given"]
        return lines, [] if done else [f"按期交的还差 {yuan(short)} 元"]

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        if row["assessed"] is None:
            return Wording("", "", "本月没有党费记录")
        given, assessed = yuan(row["given"]), yuan(row["assessed"])
        if row["assessed"] == 0:
            said = "本月免交"
        elif row["given"] >= row["assessed"]:
            said = "已按期交清"
        else:
            said = f"应交 {assessed} 元，到期实交 {given} 元"
            if row["paid_on"] is not None and row["paid"] >= row["assessed"]:
                said += f"，{from_day_number(row['paid_on'])} 才交清{LATE}"
        return Wording(given, assessed, said)


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def _with_dues(dated: ir.Table) -> ir.Table:
    numbered = join(dated, working("month"), {"start": "start"}, {"month": "month"})
    columns = ("assessed", "paid", "paid_on")
    return join(numbered, working("dues"), {"subject": "member", "month": "month"},
                {name: name for name in columns}, "left")


def _paid(row: Mapping[str, Any], verdict: Verdict) -> list[str]:
    """What was paid and when, also where it came too late or without a day."""
    if row["paid"] is None:
        return ["没有交"]
    if row["paid_on"] is None:
        return [f"登记实交 {yuan(row['paid'])} 元，没有交清日期，不算"]
    on = from_day_number(row["paid_on"])
    late = f"，晚于 {verdict.due}，不算" if verdict.due is not None and on > verdict.due else ""
    return [f"{on} 交 {yuan(row['paid'])} 元{late}"]
