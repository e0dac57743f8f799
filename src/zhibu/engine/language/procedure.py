"""What a rule may demand of the steps of a procedure: order, time between, papers, repetition."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from zhibu.engine.language.parts import one_of
from zhibu.engine.language.scalars import (
    MOST_DAYS,
    MOST_WORKDAYS,
    Code,
    Count,
    Model,
    Name,
    wrong,
)
from zhibu.kernel.dates import add_months

UNITS = {"days": "天", "workdays": "个工作日", "months": "个月", "years": "年"}
FORMS = {"order": ("order",), "between": ("first", "then"), "papers": ("step", "papers"),
         "every": ("every",)}


class Duration(Model):
    """一段时间：恰好写一个单位。"""

    days: Count | None = Field(None, le=MOST_DAYS, description="日历天数")
    workdays: Count | None = Field(None, le=MOST_WORKDAYS, description="工作日数（法定节假日和调休按国家日历）")
    months: Count | None = Field(None, le=6000, description="月数；遇到短月取月末")
    years: Count | None = Field(None, le=500, description="年数；2 月 29 日在平年算 28 日")

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, tuple(UNITS))
        return self

    @property
    def span(self) -> tuple[str, int]:
        """Its unit and how many of it."""
        return next((n, getattr(self, n)) for n in UNITS if getattr(self, n) is not None)

    @property
    def text(self) -> str:
        """As verdicts write it: `10 workdays`."""
        unit, count = self.span
        return f"{count} {unit}"

    @property
    def chinese(self) -> str:
        """As a person says it: 10 个工作日."""
        unit, count = self.span
        return f"{count} {UNITS[unit]}"

    def after(self, day: dt.date) -> dt.date | None:
        """The day so long after another; None for working days, which only a calendar can count."""
        unit, count = self.span
        if unit == "workdays":
            return None
        if unit == "days":
            return day + dt.timedelta(days=count)
        return add_months(day, count * (12 if unit == "years" else 1))


class Every(Model):
    """重复的步骤：从一个步骤到另一个步骤，相邻两次最多隔几个月。"""

    step: Code = Field(description="重复的步骤")
    months: Count = Field(le=1200, description="相邻两次最多隔几个月；从起点到第一次、从最后一次到终点也一样")
    from_: Code = Field(alias="from", description="从哪个步骤起")
    until: Code = Field(description="到哪个步骤止")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.months < 1:
            raise wrong("months 是 1 或更大")
        if len({self.step, self.from_, self.until}) < 3:
            raise wrong("step、from、until 是三个不同的步骤")
        return self


class Constraint(Model):
    """对步骤的一项要求：顺序、间隔、材料、重复，四种写法选一种。"""

    id: Name = Field(description="编号，在本规则内不重复；结论的规则写成 规则.编号")
    sentence: str = Field("", description="这一项的要求，用自己的话写一句；不写就用规则的")
    order: Annotated[tuple[Code, ...], Field(min_length=2)] | None = Field(
        None, description="这些步骤都要有，按这个顺序")
    first: Code | None = Field(None, description="间隔：前一个步骤")
    then: Code | None = Field(None, description="间隔：后一个步骤")
    at_least: Duration | None = Field(None, description="后一个步骤至少晚多久")
    at_most: Duration | None = Field(None, description="后一个步骤至多晚多久")
    step: Code | None = Field(None, description="材料：到哪个步骤那天为止")
    papers: Annotated[tuple[Code, ...], Field(min_length=1)] | None = Field(
        None, description="材料：事项要有的材料")
    every: Every | None = Field(None, description="重复的步骤")

    @property
    def form(self) -> str:
        """`order`, `between`, `papers` or `every`."""
        return next(name for name, keys in FORMS.items() if getattr(self, keys[0]) is not None)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps whose first day counts, in their order."""
        if self.every is not None:
            return self.every.from_, self.every.until
        return self.order or tuple(s for s in (self.first, self.then, self.step) if s is not None)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        keys = [key for found in FORMS.values() for key in found]
        given = tuple(key for key in keys if getattr(self, key) is not None)
        if given not in FORMS.values():
            raise wrong("写一种：order；first、then 和 at_least 或 at_most；step、papers；every",
                        f"现在写了 {'、'.join(given) or '（没有）'}")
        bounded = self.at_least is not None or self.at_most is not None
        if bounded != (self.first is not None):
            raise wrong("first、then 同 at_least、at_most 一起写（至少写一个界限）")
        for names in (self.order, self.papers, (self.first, self.then)):
            if names and names != (None, None) and len(set(names)) < len(names):
                raise wrong("同一项要求里每个步骤（材料）只写一次")
        return self
