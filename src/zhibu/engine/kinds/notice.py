"""Kind 6, notice (通知): notice of an activity is given in good time and says what it must."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.parts import Where
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Count, Name, wrong
from zhibu.engine.language.words import ActivityColumn


class NoticeRule(RuleBase):
    """通知：已开展的活动提前通知，通知的内容齐全。"""

    subjects: ClassVar[tuple[str, ...]] = ("activity",)

    kind: Literal["notice"] = Field(description="规则种类")
    types: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(description="活动类型")
    at_least: Count = Field(0, description="至少提前几天")
    at_most: Count | None = Field(None, description="至多提前几天")
    with_: Annotated[tuple[ActivityColumn, ...], Field()] = Field(
        (), alias="with", description="通知时要填好的列")
    where: Where = Field(default_factory=Where, description="只管哪些活动")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_most 不小于 at_least")
        return self
