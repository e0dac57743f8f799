"""Kind 2, composition (构成): counts on an organisation on the as-of day, all within their limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import and_, ge, gt, le, lt
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Model, wrong
from zhibu.engine.language.words import Counted, Penalty, Post
from zhibu.engine.needs import Needs, common
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import has_upper, in_force, narrowed, organisation_runs
from zhibu.engine.sql.counts import counted, largest_group, total
from zhibu.engine.sql.spans import as_of, covers, join, yes
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording
from zhibu.engine.wording import holds as _said
from zhibu.facts import choices

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

    def needs(self) -> Needs:
        """See `zhibu.engine.needs`."""
        judging: set[str] = set()
        for limit in self.limits:
            if limit.count == "holders":
                judging.add("posts.until")
            elif limit.count != "party_groups":
                judging |= {"members.left", "memberships.until", "?states.until"}
            if limit.count in ("full_members", "probationary_members"):
                judging.add("members.full_since")
            elif limit.count == "members_under_penalty":
                judging.add("penalties.until")
            elif limit.count in ("members_with_post", "share_in_one_group"):
                judging.add("posts.until")
        return Needs(frozenset(common(self)), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an organisation in force on the as-of day."""
        import ibis

        runs = organisation_runs(directive, self.when)
        day = as_of()
        candidates = runs.filter(covers(runs, day), *in_force(self, day, day)).select(
            subject="organisation", organisation="organisation", start=day, last=day, day=day)
        candidates = narrowed(candidates, self)
        asked = candidates.select("organisation", "day").distinct()
        upper = has_upper(self.when)
        joined, facts, conditions = candidates, [], []
        extra: list[str] = []
        for index, limit in enumerate(self.limits):
            found = counted(asked, limit, upper)
            facts.append(found.select("organisation", "on", "id"))
            tables = {f"n{index}": total(found)}
            if limit.count == "share_in_one_group":
                tables[f"g{index}"] = largest_group(found)
            for name, table in tables.items():
                joined = join(joined, table, {"organisation": "organisation"}, {name: "n"}, "left")
                joined = joined.mutate(**{name: ibis.coalesce(joined[name], 0)})
            extra += tables
            conditions += [(index, sign, text) for sign, text in limit.bounds()]
        holds = [_holds(joined, index, sign, text) for index, sign, text in conditions]
        rows = joined.select(
            "subject", "organisation", "start", "last", due=day, ok=yes(reduce(and_, holds)),
            **{name: joined[name] for name in extra})
        evidence = reduce(lambda a, b: a.union(b, distinct=True), facts).distinct()
        evidence = evidence.select("on", "id", subject=evidence.organisation, start=day)
        return Built(rows, tuple(extra), evidence, candidates)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines, missing = [], []
        for index, limit in enumerate(self.limits):
            number = Fraction(row.get(f"n{index}", 0))
            shown = str(number)
            if limit.count == "share_in_one_group":
                most, number = row.get(f"g{index}", 0), Fraction(0)
                if row.get(f"n{index}"):
                    number = Fraction(most, row[f"n{index}"])
                shown = f"{most}/{row.get(f'n{index}', 0)} = {number}"
            lines.append(f"{_chinese(limit)}：{shown}")
            for sign, text in limit.bounds():
                good = _COMPARE[sign](number, Fraction(text))
                lines.append(f"{number} {sign} {text}：{_said(good)}")
                if not good:
                    missing.append(f"{_chinese(limit)}应{SIGNS[sign]} {text}，现在 {number}")
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        actual, required, said = [], [], []
        for index, limit in enumerate(self.limits):
            number = Fraction(row[f"n{index}"])
            if limit.count == "share_in_one_group":
                number = Fraction(row[f"g{index}"], row[f"n{index}"] or 1)
            actual.append(f"{limit.label}={number}")
            required += [f"{limit.label}{sign}{text}" for sign, text in limit.bounds()]
            wanted = "、".join(f"{SIGNS[sign]} {text}" for sign, text in limit.bounds())
            said.append(f"{_chinese(limit)} {number}，应{wanted}")
        return Wording(" ".join(actual), " ".join(required), "当天" + "；".join(said))


_COMPARE = {">=": ge, ">": gt, "<=": le, "<": lt}
SIGNS = {">=": "不少于", ">": "多于", "<=": "不多于", "<": "少于"}


def _chinese(limit: Limit) -> str:
    posts = "、".join(choices.POSTS[post] for post in limit.post or ())
    texts = {
        "members": "党员人数", "full_members": "正式党员人数", "probationary_members": "预备党员人数",
        "party_groups": "党小组个数", "holders": f"{posts}人数",
        "members_with_post": f"担任{posts}的党员人数", "members_under_penalty": "受处分的党员人数",
        "share_in_one_group": f"担任{posts}的党员编在同一党小组的最大比例",
    }
    return texts[limit.count]


def _holds(row: Any, index: int, sign: str, text: str) -> Any:
    """One bound as a condition, in whole numbers: a share is multiplied out."""
    limit = Fraction(text)
    left, right = row[f"n{index}"], limit.numerator
    if f"g{index}" in row.columns:
        import ibis

        whole = ibis.greatest(row[f"n{index}"], 1)  # nobody to share out: a share of 0
        left, right = row[f"g{index}"] * limit.denominator, whole * limit.numerator
    return {">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right}[sign]
