"""What a directive says of special forms of branch (`branch_forms.yaml`): joint, temporary, of floating members.

A rule judges what facts know. How many units a branch covers and what it leaves to others stands in no fact: whoever
founds such a branch reads it before he confirms.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Article, Code, Count, Model, Sentence, among, wrong
from zhibu.engine.language.words import Strength

FORMS = {"joint": "联合党支部", "temporary": "临时党支部", "floating": "流动党员党支部"}
FormCode: Any = among(FORMS, "设置形式")


class Units(Model):
    """覆盖多少个单位。"""

    at_least: Count | None = Field(None, description="至少几个")
    at_most: Count | None = Field(None, description="至多几个")
    strength: Strength = Field(description="力度")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise wrong("写 at_least 或者 at_most")
        return self

    @property
    def words(self) -> str:
        """The bounds as people say them: 2 到 5."""
        if self.at_least is None:
            return f"不多于 {self.at_most}"
        return f"不少于 {self.at_least}" if self.at_most is None else f"{self.at_least} 到 {self.at_most}"

    def missed(self, count: int) -> str:
        """In which words so many units miss the bounds; empty where they keep them."""
        if self.at_least is not None and count < self.at_least:
            return f"写了 {count} 个单位，要不少于 {self.at_least} 个"
        if self.at_most is not None and count > self.at_most:
            return f"写了 {count} 个单位，要不多于 {self.at_most} 个"
        return ""


class LeftOut(Model):
    """这种支部不办的一件事。"""

    label: Sentence = Field(description="不办什么")
    procedures: tuple[Code, ...] = Field((), description="对应的程序；在这种支部开始办理时提醒")


class BranchForm(Model):
    """一份制度对一种设置形式的说法。"""

    form: FormCode = Field(description="设置形式")
    article: Article = Field(description="出自哪一条")
    strength: Strength = Field(description="“不办”的力度；没有 left_out 的，是 gist 的力度")
    gist: Sentence = Field(description="要点，用自己的话写")
    units: Units | None = Field(None, description="覆盖多少个单位")
    left_out: tuple[LeftOut, ...] = Field((), description="不办的事")


class BranchFormsHead(Model):
    """branch_forms.yaml 的外层；每一条另读，参数先代进去。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    forms: tuple[Any, ...] = Field(description="各种设置形式")


class BranchFormsFile(Model):
    """branch_forms.yaml：一件制度对联合、临时、流动党员党支部的说法。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    forms: Annotated[tuple[BranchForm, ...], Field(min_length=1)] = Field(description="各种设置形式")
