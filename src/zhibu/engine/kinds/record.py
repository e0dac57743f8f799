"""Kind 7, record (记录): an activity (or a post) has its columns filled and its papers, in time."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.parts import Where, Within
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Count, Name, nearest, wrong
from zhibu.engine.language.words import Manner, Post, is_date
from zhibu.facts.contract import TABLES


class RecordRule(RuleBase):
    """记录：已开展的活动（或新任的职务）该填的列填了，该有的材料有了。"""

    subjects: ClassVar[tuple[str, ...]] = ("activity", "post")

    kind: Literal["record"] = Field(description="规则种类")
    of: Literal["activities", "posts"] = Field("activities", description="查活动，还是查任职")
    types: Annotated[tuple[Name, ...], Field(min_length=1)] | None = Field(
        None, description="活动类型（of: activities）")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] | None = Field(
        None, description="哪些职务（of: posts，窗口内任职的）")
    columns: tuple[Name, ...] = Field((), description="要填的列")
    papers: tuple[Name, ...] = Field((), description="要有的材料")
    manner: Annotated[tuple[Manner, ...], Field(min_length=1)] | None = Field(
        None, description="产生方式要是其中之一（of: posts）")
    within: Within | None = Field(None, description="日期列和材料的时限；不写没有时限")
    before: Count | None = Field(None, description="日期列至少早于活动（任职）几天")
    where: Where = Field(default_factory=Where, description="只管哪些活动（of: activities）")

    @classmethod
    def default_subject(cls, data: dict[str, object]) -> str:
        return "post" if data.get("of") == "posts" else "activity"

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        activities = self.of == "activities"
        if (self.types is not None) != activities or (self.posts is not None) == activities:
            raise wrong("of: activities 写 types，of: posts 写 posts")
        if self.subject != ("activity" if activities else "post"):
            raise wrong("of: activities 的 subject 是 activity，of: posts 的是 post")
        if activities and self.manner:
            raise wrong("manner 只用于 of: posts")
        if not activities and self.where.given():
            raise wrong("where 只用于 of: activities")
        if not (self.columns or self.papers or self.manner):
            raise wrong("至少写一项：columns、papers、manner")
        return self

    @model_validator(mode="after")
    def _columns_known(self) -> Self:
        names = [c.name for c in TABLES[self.of].columns if not c.required]
        for column in self.columns:
            if column not in names:
                raise wrong(f"{self.of} 表的列：{'、'.join(names)}",
                            f"columns 里写的是 {column}。{nearest(column, names)}".strip("。"))
        if self.before is not None:
            if self.within is not None:
                raise wrong("within 和 before 只写一个")
            if self.papers or not all(is_date(self.of, c) for c in self.columns):
                raise wrong("before 只同日期列一起写，不写 papers")
        return self
