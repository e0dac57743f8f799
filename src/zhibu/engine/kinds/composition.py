"""Kind 2, composition (构成): counts on an organisation on the as-of day, all within their limits."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Model, among, wrong
from zhibu.engine.language.words import Penalty, Post

COUNTS = {
    "members": "党员人数",
    "full_members": "正式党员人数",
    "probationary_members": "预备党员人数",
    "party_groups": "下设党小组个数",
    "holders": "担任某职务的人数",
    "members_with_post": "党员中担任某职务的人数（在哪里任职都算）",
    "members_under_penalty": "受处分的党员人数",
    "share_in_one_group": "担任某职务的党员中，最多的一个党小组所占的比例",
}
NEED_POST = ("holders", "members_with_post", "share_in_one_group")
BOUNDS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
_NUMBER = re.compile(r"\d{1,9}|\d{1,9}/[1-9]\d{0,8}|\d{1,9}\.\d{1,9}", re.ASCII)


def _number(value: Any) -> str:
    text = str(value)
    if not _NUMBER.fullmatch(text):
        raise wrong("数字；比例写成 1/2 或 0.5")
    return text


Number = Annotated[str, BeforeValidator(_number),
                   WithJsonSchema({"type": ["integer", "string", "number"]})]


def _posts(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Limit(Model):
    """一项界限：数什么，界限是多少（可以同时写上限和下限）。"""

    count: among(COUNTS, "计数") = Field(description="数什么")
    post: Annotated[
        tuple[Post, ...] | None, BeforeValidator(_posts), Field(min_length=1),
        WithJsonSchema({"anyOf": [{"type": "string"},
                                  {"type": "array", "items": {"type": "string"}}]}),
    ] = Field(None, description="哪个职务（一个词，或几个词的列表）")
    penalties: Annotated[tuple[Penalty, ...], Field(min_length=1)] | None = Field(
        None, description="哪些处分；不写是全部种类")
    at_least: Number | None = Field(None, description="不少于（含）")
    more_than: Number | None = Field(None, description="多于（不含）")
    at_most: Number | None = Field(None, description="不多于（含）")
    less_than: Number | None = Field(None, description="少于（不含）")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if not self.bounds():
            raise wrong("至少写一个界限：at_least、more_than、at_most、less_than")
        if (self.post is not None) != (self.count in NEED_POST):
            raise wrong(f"{'、'.join(NEED_POST)} 写 post，别的计数不写")
        if self.penalties is not None and self.count != "members_under_penalty":
            raise wrong("只有 members_under_penalty 写 penalties")
        if self.count != "share_in_one_group" and not all(t.isdigit() for _, t in self.bounds()):
            raise wrong("整数界限；比例只用于 share_in_one_group")
        return self

    def bounds(self) -> list[tuple[str, str]]:
        """The bounds given, as (sign, number as written)."""
        found = [(sign, getattr(self, name)) for name, sign in BOUNDS.items()]
        return [(sign, text) for sign, text in found if text is not None]

    @property
    def label(self) -> str:
        """How `actual` and `required` name this count."""
        return f"{self.count}({','.join(self.post)})" if self.post else str(self.count)


class CompositionRule(RuleBase):
    """构成：核查日那天党组织的人数、组数、任职都在界限之内。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation",)

    kind: Literal["composition"] = Field(description="规则种类")
    limits: Annotated[tuple[Limit, ...], Field(min_length=1)] = Field(
        description="各项界限，要全部符合")
