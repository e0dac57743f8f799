"""Kind 1, frequency (次数): at least N, at most M activities of given types in each period."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.parts import Period, Where, check_base_date
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Count, Name, wrong


class FrequencyRule(RuleBase):
    """次数：每个期间至少（至多）开展多少次某些类型的活动。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation", "member")

    kind: Literal["frequency"] = Field(description="规则种类")
    types: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(description="活动类型")
    at_least: Count | None = Field(None, description="至少几次")
    at_most: Count | None = Field(None, description="至多几次；超出的那一次当天就算没做到")
    period: Period = Field(description="期间")
    in_: Literal["self", "subtree"] | None = Field(
        None, alias="in",
        description="对党组织：self 本组织的活动（默认），subtree 连同下级的活动",
    )
    as_: Literal["attendee", "host", "speaker"] | None = Field(
        None, alias="as", description="对党员：attendee 到会（含线上），host 主持，speaker 主讲",
    )
    where: Where = Field(default_factory=Where, description="只算哪些活动")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise wrong("写 at_least 或 at_most")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_most 不小于 at_least")
        if self.subject == "member" and (self.as_ is None or self.in_ is not None):
            raise wrong("subject: member 写 as（attendee、host 或 speaker），不写 in")
        if self.subject == "organisation" and self.as_ is not None:
            raise wrong("subject: organisation 写 in（self 或 subtree），不写 as")
        check_base_date(self.period, self.subject)
        return self
