"""Roads through a procedure (`roads.yaml`): which steps, in which order, in which time, decided by whom.

A sequence rule judges a case afterwards; a road leads through it. Several roads of one directive for one
procedure are a choice of the unit. Roads of several directives in force are put together step by step.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.parts import one_of
from zhibu.engine.language.procedure import UNITS, Duration
from zhibu.engine.language.scalars import (
    Article,
    Code,
    Flag,
    Model,
    Name,
    Sentence,
    among,
    nearest,
    wrong,
)
from zhibu.engine.language.words import Manner, OrganisationKind, Strength

# What goes to the level above with a step.
FILINGS = {
    "none": "不用报", "report": "报告", "file": "备案", "review": "审核", "request": "请示", "reply": "批复",
}
OPENED = "opened"  # in place of a step: the day on which the case began
WEIGHTS = {"may": 0, "encouraged": 1, "usual": 2, "must": 3}
FilingKind: Any = among(FILINGS, "报送方式")


class Limit(Duration):
    """从另一个步骤算起的一段时间：恰好写一个单位。"""

    from_: Code = Field(alias="from", description="从哪个步骤那天算起；opened 是开始办理那天")
    strength: Strength | None = Field(None, description="力度；不写就同步骤的 gates")
    article: str = Field("", description="依据的条款，同步骤的不一样时写")

    @property
    def said(self) -> tuple[str, str, int]:
        """From which step, in which unit, how many."""
        return (self.from_, *self.span)


class RoadStep(Model):
    """路径里的一步。"""

    code: Code = Field(description="步骤，程序里的 step")
    strength: Strength = Field("must", description="要不要有这一步：must 必须，usual 一般，encouraged、may 可以没有")
    article: str = Field("", description="依据的条款，同路径的不一样时写")
    gist: str = Field("", description="这一步要做什么，用自己的话写")
    cure: str = Field("", description="不合要求时怎么补")
    after: tuple[Code, ...] = Field((), description="先要办完的步骤；那一步可有可无的，只要求有的时候在前")
    within: tuple[Limit, ...] = Field((), description="最晚：从某一步起多久以内")
    not_before: tuple[Limit, ...] = Field((), description="最早：从某一步起满多久以后")
    by: tuple[OrganisationKind, ...] = Field((), description="由哪些类别的组织办；不写就是办理的组织")
    papers: tuple[Code, ...] = Field((), description="到这一步那天要有的材料")
    decided_by: tuple[Code, ...] = Field((), description="要由哪种会议决定：登记时写明是哪一次")
    without_committee: tuple[Code, ...] = Field((), description="没有支委会的支部，改由哪种会议决定")
    ballot: Code | None = Field(None, description="要表决的，表决事项")
    filing: FilingKind = Field("none", description="同这一步一起报上级的方式")
    gates: Strength = Field(
        "must", description="先后、时间、材料、会议不合的：must 不能办，usual 写明原因可以办，encouraged、may 只提醒")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.code in self.after:
            raise wrong("after 里是别的步骤", f"删去 {self.code}")
        if self.without_committee and not self.decided_by:
            raise wrong("without_committee 同 decided_by 一起写")
        for limit in (*self.within, *self.not_before):
            one_of(limit, tuple(UNITS))
            if limit.from_ == self.code:
                raise wrong("from 是别的步骤，或者 opened")
        return self


class Road(Model):
    """一种程序的一条路径。"""

    id: Name = Field(description="编号，本制度内不重复")
    procedure: Code = Field(description="哪种程序")
    article: Article = Field(description="依据的条款")
    label: Sentence = Field(description="名称，如 支部指定")
    gist: Sentence = Field(description="怎样走，用自己的话写")
    matter: Code | None = Field(None, description="属于哪个问题（matters.yaml）；作过读法决定的，按决定选")
    manner: Manner | None = Field(None, description="这样产生的，任职的产生方式")
    leads: Flag = Field(
        True, description="false：不是一条单独的路径，只是给别的路径加要求，单独不能选")
    check: Flag = Field(False, description="true：没有同正式文本核对过")
    effect_after: Code | None = Field(None, description="办完哪一步起作数")
    steps: Annotated[tuple[RoadStep, ...], Field(min_length=1)] = Field(description="步骤，按先后写")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        codes = [step.code for step in self.steps]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise wrong("每个步骤只写一次", f"写了不止一次：{'、'.join(twice)}")
        for step in self.steps:
            for code in (*step.after, *(one.from_ for one in (*step.within, *step.not_before))):
                if code not in codes and code != OPENED:
                    raise wrong(f"这条路径的步骤之一：{'、'.join(codes)}", nearest(code, codes) or f"读到 {code}")
        if self.effect_after is not None and self.effect_after not in codes:
            raise wrong(f"effect_after 是这条路径的步骤之一：{'、'.join(codes)}",
                        nearest(self.effect_after, codes))
        _check_order(self, codes)
        return self

    def step(self, code: str) -> RoadStep | None:
        """The step of a code."""
        return next((one for one in self.steps if one.code == code), None)


def _check_order(road: Road, codes: list[str]) -> None:
    """Nothing may come after what is written behind it: so there are no circles, and it reads as it runs."""
    for place, step in enumerate(road.steps):
        for code in step.after:
            if codes.index(code) > place:
                raise wrong("steps 按先后写", f"{step.code} 在 {code} 以后办，就写在它后面")


class RoadsHead(Model):
    """roads.yaml 的外层；参数填进去以后再逐条读。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    roads: Annotated[tuple[Any, ...], Field(min_length=1)] = Field(description="路径")


class RoadsFile(Model):
    """roads.yaml：一件制度给各种程序定的路径。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    roads: Annotated[tuple[Road, ...], Field(min_length=1)] = Field(description="路径")
