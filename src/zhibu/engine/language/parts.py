"""Parts that rules of several kinds share: bounds, `when`, `where`, `in_force`, `period`, `within`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from zhibu.engine.language.scalars import (
    MOST_DAYS,
    MOST_WORKDAYS,
    Code,
    Count,
    Day,
    Flag,
    Model,
    Month,
    Quarter,
    Weekday,
    wrong,
)
from zhibu.engine.language.words import (
    MEMBER_DATES,
    ActivityColumn,
    Form,
    OrganisationKind,
    Penalty,
    Post,
    Sector,
    State,
    SubjectDate,
    Unit,
)


def one_of(model: Model, names: tuple[str, ...]) -> None:
    """Demand that exactly one of the named keys is given."""
    if sum(getattr(model, name) is not None for name in names) != 1:
        raise wrong(f"恰好写一个键：{'、'.join(names)}")


class Bounds(Model):
    """界限：人数、个数的上下限，至少写一个。"""

    at_least: Count | None = Field(None, description="不少于（含）")
    at_most: Count | None = Field(None, description="不多于（含）")
    more_than: Count | None = Field(None, description="多于（不含）")
    less_than: Count | None = Field(None, description="少于（不含）")

    @model_validator(mode="after")
    def _given(self) -> Self:
        if not self.pairs():
            raise wrong("至少写一个界限：at_least、at_most、more_than、less_than")
        return self

    def pairs(self) -> list[tuple[str, int]]:
        """The bounds given, as (sign, number)."""
        signs = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
        found = [(sign, getattr(self, name)) for name, sign in signs.items()]
        return [(sign, number) for sign, number in found if number is not None]


class InForce(Model):
    """规则自己的施行期间；没有写的一头不设限。"""

    since: Day | None = Field(None, description="施行的第一天")
    until: Day | None = Field(None, description="不再施行的第一天")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise wrong("until 晚于 since")
        return self


class When(Model):
    """管哪些对象：写出的条件要全部符合。条件在期间最后一天看（早于它的核查日先到则看核查日），对活动在活动当天看。"""

    kind: tuple[OrganisationKind, ...] | None = Field(
        None, min_length=1, description="党组织是这些类别之一（对党员：所在支部）")
    sector: tuple[Sector, ...] | None = Field(
        None, min_length=1, description="党组织属于这些领域之一（对党员：所在支部）")
    not_under: tuple[OrganisationKind, ...] | None = Field(
        None, min_length=1, description="直接上级不是这些类别（没有上级的也算）；对党员：所在支部的")
    marked: tuple[Code, ...] | None = Field(
        None, min_length=1,
        description="党组织有这些标记之一：检查表 marks 里这一项最近一次检查是 yes；对党员：所在支部的")
    members: Bounds | None = Field(None, description="党员人数（停止党籍的不计）")
    full_members: Bounds | None = Field(None, description="正式党员人数")
    probationary_members: Bounds | None = Field(None, description="预备党员人数")
    party_groups: Bounds | None = Field(None, description="下设党小组个数")
    has_post: tuple[Post, ...] | None = Field(
        None, min_length=1, description="有人担任这些职务之一；对党员：本人在任何组织担任其中之一")
    lacks_post: tuple[Post, ...] | None = Field(
        None, min_length=1, description="没有人担任这些职务中的任何一个；对党员：本人没有担任")
    full: Flag | None = Field(None, description="只用于党员：true 正式党员，false 预备党员")
    in_group: Flag | None = Field(None, description="只用于党员：是否编入党小组")
    in_state: tuple[State, ...] | None = Field(
        None, min_length=1, description="只用于党员：处在这些状态之一")
    not_in_state: tuple[State, ...] | None = Field(
        None, min_length=1, description="只用于党员：不处在这些状态中的任何一个")
    under_penalty: tuple[Penalty, ...] | None = Field(
        None, min_length=1, description="只用于党员：受这些处分之一，处分期未满")
    free_of: tuple[Penalty, ...] | None = Field(
        None, min_length=1, description="只用于党员：没有受这些处分中的任何一个")

    def given(self) -> tuple[str, ...]:
        """The conditions that are written, in the order of the documentation."""
        return tuple(n for n in type(self).model_fields if getattr(self, n) is not None)


MEMBER_CONDITIONS = ("full", "in_group", "in_state", "not_in_state", "under_penalty", "free_of")
COUNTS = ("members", "full_members", "probationary_members", "party_groups")


class Where(Model):
    """只算哪些活动：写出的条件要全部符合；没有填的列不符合任何条件。"""

    form: tuple[Form, ...] | None = Field(
        None, min_length=1, description="活动形式是其中之一")
    topics: Bounds | None = Field(None, description="议题个数")
    host_post: tuple[Post, ...] | None = Field(
        None, min_length=1, description="主持人当天在活动所在组织或其上级担任其中之一")
    speaker_post: tuple[Post, ...] | None = Field(
        None, min_length=1, description="主讲人（有一位即可）当天在活动所在组织或其上级担任其中之一")
    attendee_post: tuple[Post, ...] | None = Field(
        None, min_length=1,
        description="到会的人里有一位当天在活动所在组织或其上级担任其中之一；as: attendee 时不算本人")
    filled: tuple[ActivityColumn, ...] | None = Field(None, min_length=1, description="这些列都填了")
    papers: tuple[Code, ...] | None = Field(None, min_length=1, description="这些材料都有了")
    weekday: tuple[Weekday, ...] | None = Field(
        None, min_length=1, description="在星期几：1 是星期一，7 是星期日")
    workday: Flag | None = Field(
        None, description="true 在工作日，false 不在工作日（法定节假日和调休按国家日历和工作日历表）")
    day_of_month: Bounds | None = Field(None, description="在当月几日：上下限")
    month: tuple[Month, ...] | None = Field(
        None, min_length=1, description="在这几个月里：1 到 12")
    quarter: tuple[Quarter, ...] | None = Field(
        None, min_length=1, description="在这几个季度里：1 到 4")
    in_term: Flag | None = Field(
        None, description="true 在学期里，false 在假期里（按学期表）")

    @model_validator(mode="after")
    def _some_month(self) -> Self:
        if self.months is not None and not self.months:
            raise wrong("month 和 quarter 有共同的月份", "只写一个，或者改成合得上的")
        return self

    @property
    def months(self) -> frozenset[int] | None:
        """The months of the year that `month` and `quarter` leave together; None where all do."""
        if self.month is None and self.quarter is None:
            return None
        quarters = frozenset(self.quarter or (1, 2, 3, 4))
        return frozenset(m for m in self.month or range(1, 13) if (m + 2) // 3 in quarters)

    def given(self) -> tuple[str, ...]:
        """The conditions that are written."""
        return tuple(n for n in type(self).model_fields if getattr(self, n) is not None)


class Within(Model):
    """时限：从活动当天（任职：起始日）起多少天或多少个工作日之内。"""

    days: Count | None = Field(None, le=MOST_DAYS, description="日历天数；0 是当天")
    workdays: Count | None = Field(None, le=MOST_WORKDAYS, description="工作日数（法定节假日和调休按国家日历）；0 是当天")

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, ("days", "workdays"))
        return self


class Due(Model):
    """期限：从期间开始数（第几个月的几日，或者多少天），或者从期间结束数。"""

    from_: Literal["start", "end"] = Field(
        alias="from", description="从期间开始（start）还是结束（end）数")
    month: Count | None = Field(None, description="from: start：期间的第几个月，第一个月是 1")
    day: Count | None = Field(None, description="from: start：那个月的几日；超过月末算月末")
    days: Count | None = Field(None, le=MOST_DAYS, description="日历天数；0 是第一天（最后一天）")
    workdays: Count | None = Field(None, le=MOST_WORKDAYS, description="工作日数（法定节假日和调休按国家日历）；0 同上")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = tuple(n for n in ("month", "day", "days", "workdays") if getattr(self, n) is not None)
        ways: tuple[tuple[str, ...], ...] = (("days",), ("workdays",))
        if self.from_ == "start":
            ways = (("month", "day"), *ways)
        if given not in ways:
            said = "from: start 写 month 和 day，或者 days、workdays 之一；from: end 写 days 或 workdays"
            raise wrong(said, f"现在写了 {'、'.join(given) or '（没有）'}")
        if self.month is not None and not (1 <= self.month <= 12 and 1 <= (self.day or 0) <= 31):
            raise wrong("month 是 1 到 12，day 是 1 到 31")
        return self


class Once(Model):
    """从对象的一个日期起的一段时间，只判断一次。"""

    of: SubjectDate = Field(description="从哪个日期起")
    days: Count | None = Field(None, le=MOST_DAYS, description="天数")
    months: Count | None = Field(None, le=1200, description="月数；遇到短月取月末")

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, ("days", "months"))
        return self


class Anniversary(Model):
    """对象的一个日期的每个周年，从第一个周年起；2 月 29 日在平年算 28 日。"""

    of: SubjectDate = Field(description="哪个日期的周年")
    tolerance: Count = Field(0, le=366, description="前后各放宽多少天")


class OncePeriod(Model):
    """一次性期间。"""

    once: Once = Field(description="从对象的一个日期起的一段时间")


class AnniversaryPeriod(Model):
    """周年期间。"""

    anniversary: Anniversary = Field(description="对象的一个日期的周年")


def _form_of(value: Any) -> str | None:
    if isinstance(value, str):
        return "unit"
    for name, model in (("once", OncePeriod), ("anniversary", AnniversaryPeriod)):
        if isinstance(value, model) or (isinstance(value, dict) and name in value):
            return name
    return None


Period = Annotated[
    Annotated[Unit, Tag("unit")]
    | Annotated[OncePeriod, Tag("once")]
    | Annotated[AnniversaryPeriod, Tag("anniversary")],
    Discriminator(
        _form_of,
        custom_error_type="zhibu",
        custom_error_message="{expected}",
        custom_error_context={
            "expected": "month、quarter、half_year、year、term，或 {once: …}、{anniversary: …}",
            "mend": "",
        },
    ),
]


def base_date(period: Any) -> str | None:
    """The date of the subject on which a period rests (`joined` …), or None."""
    if isinstance(period, OncePeriod):
        return str(period.once.of)
    if isinstance(period, AnniversaryPeriod):
        return str(period.anniversary.of)
    return None


def check_base_date(period: Any, subject: str) -> None:
    """Demand that the date of a period belongs to the subject."""
    base = base_date(period)
    if base is not None and (base in MEMBER_DATES) != (subject == "member"):
        expected = "joined 或 full_since" if subject == "member" else "established"
        raise wrong(f"subject: {subject} 的日期：{expected}", f"现在写的是 {base}")
