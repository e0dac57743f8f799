"""The limits of a composition: what is counted, and the bounds in which the count must lie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from zhibu.engine.language.scalars import Flag, Model, wrong
from zhibu.engine.language.words import COUNTS, Counted, Penalty, Post
from zhibu.facts import choices

NEED_POST = ("holders", "members_with_post", "share_in_one_group", "groups_of_only")
# What a count can be held against: a number of persons or groups, not a share.
COMPARABLE = tuple(n for n in COUNTS if n not in ("share_in_one_group", "groups_of_only"))
COMPARE = {">=": ge, ">": gt, "<=": le, "<": lt}
SIGNS = {">=": "不少于", ">": "多于", "<=": "不多于", "<": "少于"}
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

    count: Counted = Field(description="数什么")
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
    compared_with: Counted | None = Field(
        None, description="同哪个计数比：界限是那个计数的几分之几")
    odd: Flag = Field(False, description="true：是单数；一个也没有的不论")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if not self.bounds() and not (self.odd and self.compared_with is None):
            raise wrong("至少写一个界限：at_least、more_than、at_most、less_than（或者 odd: true）")
        counts = {self.count, self.compared_with}
        if (self.post is not None) != bool(counts & set(NEED_POST)):
            raise wrong(f"{'、'.join(NEED_POST)} 写 post，别的计数不写")
        if self.penalties is not None and "members_under_penalty" not in counts:
            raise wrong("只有 members_under_penalty 写 penalties")
        shares = self.count == "share_in_one_group" or self.compared_with is not None
        if not shares and not all(t.isdigit() for _, t in self.bounds()):
            raise wrong("整数界限；比例只用于 share_in_one_group 和 compared_with")
        return self

    @model_validator(mode="after")
    def _comparable(self) -> Self:
        if self.count == "share_in_one_group" and (self.odd or self.compared_with):
            raise wrong("share_in_one_group 本身是比例，不写 odd 和 compared_with")
        if self.compared_with not in (None, *COMPARABLE):
            raise wrong(f"compared_with 是 {'、'.join(COMPARABLE)} 之一")
        return self

    @property
    def other(self) -> Limit | None:
        """The count it is held against, of the same posts and penalties."""
        if self.compared_with is None:
            return None
        return self.model_copy(update={"count": self.compared_with, "compared_with": None, "odd": False})

    def bounds(self) -> list[tuple[str, str]]:
        """The bounds given, as (sign, number as written)."""
        found = [(sign, getattr(self, name)) for name, sign in BOUNDS.items()]
        return [(sign, text) for sign, text in found if text is not None]

    @property
    def label(self) -> str:
        """How `actual` and `required` name this count."""
        return f"{self.own_label}/{self.other.own_label}" if self.other else self.own_label

    @property
    def own_label(self) -> str:
        """The same without the count it is held against."""
        if self.post is None or self.count not in NEED_POST:
            return str(self.count)
        return f"{self.count}({','.join(self.post)})"

    @property
    def chinese(self) -> str:
        """The count in words."""
        posts = "、".join(choices.POSTS[post] for post in self.post or ())
        texts = {
            "members": "党员人数", "full_members": "正式党员人数",
            "probationary_members": "预备党员人数", "party_groups": "党小组个数",
            "holders": f"{posts}人数", "members_with_post": f"担任{posts}的党员人数",
            "members_under_penalty": "受处分的党员人数",
            "share_in_one_group": f"担任{posts}的党员编在同一党小组的最大比例",
            "groups_of_only": f"成员全是{posts}的党小组个数",
        }
        return texts[self.count] + (f"与{self.other.chinese}之比" if self.other else "")

    def number(self, index: int, row: Mapping[str, Any]) -> tuple[Fraction, str]:
        """What a row of the SQL says of this limit, the `index`th: the number and how it is shown."""
        count = row.get(f"n{index}") or 0
        if self.count == "share_in_one_group":
            number = Fraction(row.get(f"g{index}") or 0, count or 1)
            return number, str(number)
        if self.other is not None:
            return Fraction(count), f"{count}/{row.get(f'm{index}') or 0}"
        return Fraction(count), str(count)

    def tests(self, index: int, row: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
        """Each demand on a row: the reckoning, the demand in words, whether it holds."""
        number, _ = self.number(index, row)
        found = []
        for sign, text in self.bounds():
            limit, shown = Fraction(text), text
            if self.other is not None:
                other = row.get(f"m{index}") or 0
                limit, shown = limit * other, f"{text} × {other} = {limit * other}"
            wanted = f"{SIGNS[sign]} {text}"
            found.append((f"{number} {sign} {shown}", wanted, COMPARE[sign](number, limit)))
        if self.odd:
            found.append((f"{number} 是单数", "是单数", number == 0 or number % 2 == 1))
        return found

    def required(self) -> list[str]:
        """The demands as the verdict writes them."""
        found = [f"{self.label}{sign}{text}" for sign, text in self.bounds()]
        return [*found, f"{self.own_label}%2=1"] if self.odd else found

    def needs(self) -> set[str]:
        """What must be there to count it."""
        found = {"posts.until"} if self.count in NEED_POST else set()
        if self.count not in ("holders", "party_groups"):
            found |= {"members.left", "memberships.until", "?states.until"}
        if self.count in ("full_members", "probationary_members"):
            found.add("members.full_since")
        elif self.count == "members_under_penalty":
            found.add("penalties.until")
        return found | (self.other.needs() if self.other is not None else set())
