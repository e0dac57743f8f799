"""Kind 3, eligibility (任职资格): whoever holds a post is qualified on every day he holds it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Flag, wrong
from zhibu.engine.language.words import Penalty, Post


class EligibilityRule(RuleBase):
    """任职资格：任职的每一天都符合条件。"""

    subjects: ClassVar[tuple[str, ...]] = ("post",)

    kind: Literal["eligibility"] = Field(description="规则种类")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] = Field(description="哪些职务")
    full_member: Flag = Field(False, description="true：要是正式党员")
    free_of: tuple[Penalty, ...] = Field((), description="不受这些处分")
    member_of: Literal["organisation", "branch"] | None = Field(
        None, description="organisation 是任职组织的党员；branch 是所在支部的党员")

    @model_validator(mode="after")
    def _demands_something(self) -> Self:
        if not (self.full_member or self.free_of or self.member_of):
            raise wrong("至少写一个条件：full_member: true、free_of、member_of")
        return self
