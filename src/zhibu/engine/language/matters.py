"""Questions on which directives differ (`matters.yaml`), and what a directive says to them (`positions.yaml`).

Where a rule can judge the answer, the rules themselves are compared; positions say what no rule can:
who decides, whether something is approved or only filed, what a thing is called.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Code, Flag, Model, Sentence, among, nearest, wrong
from zhibu.engine.language.words import Strength

# Why a reading is the default one.
REASONS = {
    "national_holds": "同全国的规定矛盾的，以全国规定为准",
    "strictest": "取最严的，两边都满足",
    "both": "不矛盾，各按各的",
    "gap_filled": "全国没有规定，执行它的地方按它办",
    "material_last": "教材排在制度之后",
    "parameter": "条文没有写明，由本单位设定",
    "outdated": "已经过时",
}
# What may be said to any matter, besides its own values.
EVERYWHERE = {"no_number": "提到了，没有写数字", "by_people": "由人判断"}
ReasonCode: Any = among(REASONS, "理由")


class Value(Model):
    """一个问题的一种回答。"""

    value: Code = Field(description="代码，positions.yaml 的 says")
    label: Sentence = Field(description="说法")


class Matter(Model):
    """一个问题：各份制度可能有不同说法的一件事。"""

    matter: Code = Field(description="代码，规则和 positions.yaml 的 matter")
    question: Sentence = Field(description="问题")
    values: tuple[Value, ...] = Field((), description="可能的回答；由规则回答的问题不写")
    ordered: Flag = Field(False, description="true：values 从宽到严排列")
    contradict: tuple[Annotated[tuple[Code, ...], Field(min_length=2, max_length=2)], ...] = Field(
        (), description="互相矛盾的两种回答")
    reading: Sentence = Field(description="没有另作决定时怎样读")
    reason: ReasonCode = Field(description="为什么这样读")
    parameter: Flag = Field(False, description="true：里面有由本单位设定的值")
    check: Flag = Field(False, description="true：没有同正式文本核对过")

    @model_validator(mode="after")
    def _known(self) -> Self:
        codes = [found.value for found in self.values]
        for pair in self.contradict:
            for code in pair:
                if code not in codes:
                    raise wrong(f"values 之一：{'、'.join(codes)}", nearest(code, codes))
        if len(set(codes)) != len(codes):
            raise wrong("每种回答只写一次")
        return self

    def label(self, value: str) -> str:
        """The answer of a code, as people say it."""
        found = {one.value: one.label for one in self.values} | EVERYWHERE
        return found.get(value, value)

    @property
    def answers(self) -> list[str]:
        """The codes of all answers that there may be."""
        return [*(found.value for found in self.values), *EVERYWHERE]

    def place(self, value: str) -> int:
        """Where an answer stands from loose to strict."""
        return [found.value for found in self.values].index(value)

    def contradicts(self, one: str, other: str) -> bool:
        """Whether two answers cannot both be followed."""
        return any({one, other} == set(pair) for pair in self.contradict)


class MattersFile(Model):
    """matters.yaml：各份制度可能说法不同的问题。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    matters: Annotated[tuple[Matter, ...], Field(min_length=1)] = Field(description="问题")


class Position(Model):
    """一份制度对一个问题的说法。"""

    matter: Code = Field(description="哪个问题")
    says: Code = Field(description="回答，是那个问题的 values 之一，或者 no_number、by_people")
    strength: Strength = Field(description="力度")
    article: Sentence = Field(description="出自哪一条")
    gist: Sentence = Field(description="要点，用自己的话写")


class PositionsFile(Model):
    """positions.yaml：一份制度对各个问题的说法。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    positions: Annotated[tuple[Position, ...], Field(min_length=1)] = Field(description="说法")
