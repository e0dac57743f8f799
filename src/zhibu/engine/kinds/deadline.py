"""Kind 9, deadline (期限): a paper about the subject and for the period is there by a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.calendar.duedays import Timing
from zhibu.engine.language.needs import Needs, periodic
from zhibu.engine.language.parts import Due, OncePeriod, Period, base_date, check_base_date
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code
from zhibu.engine.language.words import MEMBER_DATES, ORGANISATION_DATES
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.periods import period_candidates
from zhibu.engine.sql.spans import join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import LATE, Wording, holds, partly, period_label
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class DeadlineRule(RuleBase):
    """期限：每个期间的某种材料在某一天以前有了；早交可以。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation", "member")

    kind: Literal["deadline"] = Field(description="规则种类")
    paper: Code = Field(description="材料种类；材料的对象是这个党组织（党员），所属期间是这个期间")
    period: Period = Field(description="期间")
    due: Due = Field(description="期限是哪一天；from: end 从最后一天往后数")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_base_date(self.period, self.subject)
        return self

    @property
    def timing(self) -> Timing:
        """See `RuleBase`."""
        return Timing(self.period, self.due, False, self._beside)

    @property
    def _once(self) -> bool:
        """Whether the period has no name, so that papers need none."""
        return isinstance(self.period, OncePeriod)

    def can_be_late(self) -> bool:
        return True

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = periodic(self.when, self.subject, self.period)
        return Needs(frozenset(rows), frozenset({"papers" if self._once else "papers.for_period"}))

    def build(self, directive: str) -> Built:
        """Its SQL: the earliest paper of each period, and all that bear on it."""
        candidates = period_candidates(directive, self, self.timing)
        papers = self._papers(candidates)
        earliest = papers.group_by("subject", "start").agg(first=papers.on.min())
        joined = join(candidates, earliest, _PERIOD, {"first": "first"}, "left")
        joined = joined.mutate(ok=yes(joined.first.notnull() & (joined.first <= joined.due)))
        # In time: the papers up to the due day; late: all of them.
        counted = join(papers, joined, _PERIOD, {"ok": "ok", "due": "due"})
        counted = counted.filter((counted.ok == 0) | (counted.on <= counted.due))
        rows = joined.select(
            "subject", "organisation", "start", "last", "due", "ok", first=joined.first,
            latest=joined.due, name=joined.name, precision=joined.precision)
        return Built(rows, ("first", "latest", "name", "precision"), counted, candidates)

    def _papers(self, candidates: ir.Table) -> ir.Table:
        """subject, start, id, on: papers of the kind about the subject and for the period."""
        papers = working("paper")
        papers = papers.filter(papers.kind == self.paper)
        keys = {"subject": "about"} if self._once else {"subject": "about", "name": "for_period"}
        found = join(candidates, papers, keys, {"id": "id", "on": "on"})
        return found.select("subject", "start", "id", "on")

    def counted(self, numbers: tuple[Any, ...]) -> bool:
        return numbers[0] is not None

    def _label(self, row: Mapping[str, Any], words: Mapping[str, str]) -> str:
        name = row.get("name")
        paper = words.get(self.paper, self.paper)
        return f"{period_label(name)}的{paper}" if name else paper

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        label = self._label(row, words)
        lines = [f"期间 {verdict.period_start} 至 {verdict.period_end}，"
                 f"{_said(self.due)}：期限 {verdict.due}"]
        if not verdict.actual:
            return [*lines, f"{label}：没有"], [f"{label}，期限 {verdict.due}"]
        lines.append(f"最早的{label}：{verdict.actual}")
        lines.append(f"{verdict.actual} <= {verdict.due}：{holds(verdict.status == 'met')}")
        return lines, [f"{label}交晚了，期限是 {verdict.due}"]

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        due, label = from_day_number(row["latest"]), self._label(row, words)
        actual = ""
        said = f"{label}没有，期限 {due}"
        if row["first"] is not None:
            actual = from_day_number(row["first"]).isoformat()
            said = f"{label} {actual} 已有，期限 {due}"
            if row["first"] > row["latest"]:
                said = f"{label} {actual} 才有，迟于期限 {due}{LATE}"
        base = (MEMBER_DATES | ORGANISATION_DATES).get(base_date(self.period) or "", "")
        return Wording(actual, f"<={due}", said + partly(row["precision"], base))


def _said(due: Due) -> str:
    """A due day in words."""
    if due.month is not None:
        return f"第 {due.month} 个月的 {due.day} 日（超过月末算月末）"
    point = "第一天" if due.from_ == "start" else "最后一天"
    if due.workdays is not None:
        return f"{point}之后第 {due.workdays} 个工作日"
    return f"{point} + {due.days} 天"


_PERIOD = {"subject": "subject", "start": "start"}
