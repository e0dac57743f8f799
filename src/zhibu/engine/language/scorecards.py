"""Scorecards (scorecard.yaml): how verdicts and entered marks become an organisation's points."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.parts import MEMBER_CONDITIONS
from zhibu.engine.language.points import NotNegative, Points, Positive
from zhibu.engine.language.scalars import Count, Flag, Model, Name, Sentence, nearest, wrong
from zhibu.engine.language.words import OrganisationKind, Sector, Status

NO_PERSONS = "考评只对党组织：不给党员个人打分，也不排名"
MISSES = ("unmet", "deviation")


class For(Model):
    """给哪些党组织打分：写出的条件要全部符合。"""

    kind: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)] = Field(
        description="党组织的类别是其中之一")
    sector: tuple[Sector, ...] | None = Field(None, min_length=1, description="领域是其中之一")
    not_under: tuple[OrganisationKind, ...] | None = Field(
        None, min_length=1, description="直接上级不是这些类别（没有上级的也算）")

    @model_validator(mode="before")
    @classmethod
    def _no_persons(cls, data: object) -> object:
        personal = [name for name in MEMBER_CONDITIONS if isinstance(data, dict) and name in data]
        if personal:
            raise wrong(NO_PERSONS, f"删去 {'、'.join(personal)}")
        return data


class Deduct(Model):
    """一条没有做到的结论扣几分。"""

    unmet: NotNegative = Field(Fraction(0), description="“未达到”一条扣几分")
    deviation: NotNegative = Field(Fraction(0), description="“偏离”一条扣几分")
    advice: NotNegative = Field(Fraction(0), description="“建议”一条扣几分")

    @model_validator(mode="before")
    @classmethod
    def _same(cls, data: object) -> object:
        """A number alone is for both kinds of miss."""
        return data if isinstance(data, dict) else {"unmet": data, "deviation": data}

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.unmet or self.deviation or self.advice):
            raise wrong("扣分，如 2，或 {unmet: 2, deviation: 1}，至少一个大于 0")
        return self

    def of(self, status: str) -> Fraction:
        """What one verdict of a status costs."""
        return getattr(self, status, Fraction(0)) if status in type(self).model_fields else Fraction(0)


class EnteredMark(Model):
    """录入的分：谁录、每次多少。"""

    between: tuple[Points, ...] | None = Field(None, description="每次录入的分值范围，如 [0, 10]")
    each: Points | None = Field(None, description="每次固定的分值，如 3、-2；不写 between")
    by: Literal["above", "own"] = Field(
        "above", description="above 由上级录入（不写就是）；own 由本组织自己录入")
    repeat: Flag = Field(False, description="true：一个考评期内可以录几次，分值相加")
    evidence: Sentence = Field(description="录入时要说明的依据，如 表彰文件的名称和文号")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.between is None) == (self.each is None):
            raise wrong("恰好写一个键：between、each")
        if self.between is not None and len(self.between) != 2:
            raise wrong("两个分值，如 [0, 10]", f"现在写了 {len(self.between)} 个")
        if self.between is not None and self.between[0] > self.between[1]:
            raise wrong("between 先写小的，再写大的")
        return self

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the most of one entry."""
        if self.between is not None:
            return self.between[0], self.between[1]
        each = self.each if self.each is not None else Fraction(0)
        return each, each


class Item(Model):
    """计分的一项：按规则的结论计，或者按录入的分计。"""

    id: Name = Field(description="编号，本表内不重复")
    title: Sentence = Field(description="名称")
    article: str = Field("", description="依据的条款；不写就是整张表的")
    rule: Sentence | None = Field(None, description="按哪条规则的结论；别的制度的写 制度编号/规则编号")
    rules: tuple[Sentence, ...] | None = Field(None, min_length=1, description="按几条规则的结论，合在一起算")
    mark: EnteredMark | None = Field(None, description="按录入的分")
    points: Positive | None = Field(None, description="满分")
    by: Literal["all", "share"] | None = Field(
        None, description="all 全部做到才得满分；share 按做到的比例得分")
    deduct: Deduct | None = Field(None, description="没有做到的一条扣几分，从 points（没有写就是 0）扣起")
    award: Positive | None = Field(None, description="做到的一条加几分")
    late: NotNegative | None = Field(
        None, description="迟了才做到的一条按几成算：0 到 1，如 1/2；不写同没有做到一样")
    at_least: Points | None = Field(None, description="这一项最少几分；有 points 的扣分项不写就是 0（扣完为止）")
    at_most: Points | None = Field(None, description="这一项最多几分")
    misses: tuple[Status, ...] = Field(
        MISSES, min_length=1, description="哪些结论算没有做到，用于 all、share、veto")
    waived: Literal["met", "left_out"] = Field(
        "left_out", description="豁免的结论：met 算做到；left_out 不算在内（不写就是）")
    empty: Literal["full", "zero", "out"] | None = Field(
        None, description="没有可算的结论，或者没有录入时：full 满分，zero 零分，out 拿掉折算；"
        "规则不写是 full（整张表写 scale: true 时是 out），录入不写是 zero")
    reach: Literal["own", "below"] = Field(
        "below", description="own 只算本组织的结论；below 连同下面各组织的（不写就是）")
    veto: Sentence | None = Field(None, description="一票否决：有没有做到的（或者有录入的），等次最高到这一等")
    note: str = Field("", description="用的人要知道的事")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sum(way is not None for way in (self.rule, self.rules, self.mark)) != 1:
            raise wrong("恰好写一个键：rule、rules、mark")
        for status in self.misses:
            if status not in (*MISSES, "advice"):
                raise wrong("misses 是 unmet、deviation、advice 里的", f"现在写了 {status}；缺数据不扣分")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise wrong("at_least 不大于 at_most")
        if self.late is not None and (self.late > 1 or self.mark is not None or self.veto is not None):
            raise wrong("late 是 0 到 1，只用于按规则计分的项", "一票否决和录入的项不写 late")
        if self.empty == "out" and self.points is None:
            raise wrong("empty: out 的项写 points（满分），才知道拿掉多少分")
        _check_way(self)
        return self

    @property
    def references(self) -> tuple[str, ...]:
        """The rules it names, as written."""
        return (self.rule,) if self.rule is not None else self.rules or ()


def _check_way(item: Item) -> None:
    """Demand one way to count that fits what is counted."""
    ways = [name for name in ("by", "deduct", "award") if getattr(item, name) is not None]
    if item.veto is not None:
        given = [*ways, *(n for n in ("points", "at_least", "at_most") if getattr(item, n) is not None)]
        if given:
            raise wrong("一票否决的项不计分", f"删去 {'、'.join(given)}，或者另写一项")
    elif item.mark is not None:
        if ways:
            raise wrong("录入的项只写 points、at_least、at_most", f"删去 {'、'.join(ways)}")
        low, high = item.mark.bounds
        if item.points is not None and not item.mark.repeat and high > item.points:
            raise wrong("每次录入的分值不大于满分 points")
        if low < 0 < high:
            raise wrong("加分和扣分分成两项写")
    elif len(ways) > 1:
        raise wrong("by、deduct、award 只写一个")
    elif item.award is not None and item.points is not None:
        raise wrong("加分项（award）不写 points，用 at_most 封顶")
    elif item.award is None and item.deduct is None and item.points is None:
        raise wrong("写 points（满分），或者 deduct（扣分）、award（加分）、veto（一票否决）之一")


class Section(Model):
    """一部分：若干项的分合在一起，有封顶和权重。"""

    id: Name = Field(description="编号，本表内不重复")
    title: Sentence = Field(description="名称")
    full: Positive | None = Field(None, description="这一部分最多几分（乘权重以前）")
    at_least: Points | None = Field(None, description="这一部分最少几分（乘权重以前）")
    weight: Positive = Field(Fraction(1), description="权重，乘在这一部分的分上；不写是 1")
    items: Annotated[tuple[Item, ...], Field(min_length=1)] = Field(description="各项")


class Grade(Model):
    """一个等次。"""

    label: Sentence = Field(description="等次，如 好、较好、一般、差")
    at_least: Points | None = Field(None, description="总分不少于多少；只有最后一等可以不写")


class Scorecard(Model):
    """一张组织计分表。"""

    id: Name = Field(description="编号，本制度内不重复")
    title: Sentence = Field(description="名称")
    article: Sentence = Field(description="依据的条款")
    subject: str = Field("organisation", description="只能是 organisation：考评只对党组织")
    when: For = Field(description="给哪些党组织打分")
    period: Literal["year", "half_year", "quarter"] = Field(description="考评期")
    base: Points = Field(Fraction(0), description="基础分")
    at_least: Points = Field(Fraction(0), description="总分最少几分；不写是 0")
    at_most: Points | None = Field(None, description="总分最多几分")
    scale: Flag = Field(False, description="true：不适用的项（没有可算的结论）拿掉，其余的按原来的满分折算")
    decimals: Count = Field(2, description="总分保留几位小数，四舍五入；不写是 2")
    sections: Annotated[tuple[Section, ...], Field(min_length=1)] = Field(description="各部分")
    grades: tuple[Grade, ...] = Field((), description="等次，从高到低；不写就不定等次")
    note: str = Field("", description="用的人要知道的事，如 分值是本单位自己定的")

    @model_validator(mode="before")
    @classmethod
    def _no_persons(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("subject", "organisation") != "organisation":
            raise wrong(f"subject: organisation。{NO_PERSONS}", f"现在写的是 {data['subject']}")
        return data

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [part.id for part in self.sections] + [item.id for item in self.items]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong("每个编号在一张表里只用一次", f"用了不止一次：{'、'.join(twice)}")
        if self.decimals > 4:
            raise wrong("decimals 最多是 4")
        if self.at_most is not None and self.at_least > self.at_most:
            raise wrong("at_least 不大于 at_most")
        self._check_grades()
        return self

    def _check_grades(self) -> None:
        labels = [grade.label for grade in self.grades]
        if len(set(labels)) != len(labels):
            raise wrong("每个等次只写一次")
        bounds = [grade.at_least for grade in self.grades]
        if None in bounds[:-1]:
            raise wrong("只有最后一等可以不写 at_least")
        numbers = [bound for bound in bounds if bound is not None]
        if any(low >= high for high, low in pairwise(numbers)):
            raise wrong("等次从高到低写，at_least 一个比一个小")
        for item in self.items:
            if item.veto is not None and item.veto not in labels:
                raise wrong(f"veto 是本表的等次之一：{'、'.join(labels) or '（没有写 grades）'}",
                            nearest(item.veto, labels) or f"现在写的是 {item.veto}")

    @property
    def items(self) -> list[Item]:
        """All items, section by section."""
        return [item for section in self.sections for item in section.items]

    def item(self, name: str) -> Item | None:
        """The item of an id."""
        return next((item for item in self.items if item.id == name), None)


class ScorecardFile(Model):
    """scorecard.yaml：一件制度的组织计分表。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    scorecards: Annotated[tuple[Scorecard, ...], Field(min_length=1)] = Field(description="计分表")


class ScorecardsHead(Model):
    """scorecard.yaml 的外层；参数填进去以后再逐张读。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    scorecards: Annotated[tuple[Any, ...], Field(min_length=1)] = Field(description="计分表")
