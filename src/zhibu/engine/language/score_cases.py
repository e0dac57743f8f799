"""Cases of scorecards (scorecard_cases.yaml): small facts and marks, and the points they must give."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.points import Points
from zhibu.engine.language.scalars import Count, Day, Model, Name, Sentence, wrong
from zhibu.engine.language.words import TableOrColumn


class GivenMark(Model):
    """样例里录入的一笔分。"""

    item: Name = Field(description="哪一项")
    points: Points = Field(description="分值")
    evidence: Sentence = Field("样例", description="依据")
    on: Day | None = Field(None, description="哪天录入的；不写是核查日")


class ExpectedPoints(Model):
    """应当得出的分；写出的都要相同。"""

    points: Points | None = Field(None, description="总分")
    grade: str | None = Field(None, description="等次")
    items: dict[str, Points] = Field(default_factory=dict, description="各项的分：编号 -> 分")
    to_check: Count | None = Field(None, description="缺数据、待核的结论有几条")
    none: bool = Field(False, description="true：这张表不管这个组织")

    @model_validator(mode="before")
    @classmethod
    def _flag(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("none") in ("true", "false"):
            return {**data, "none": data["none"] == "true"}
        return data

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.points is None and self.grade is None and not self.items and not self.none:
            raise wrong("写 points、grade、items 或 none")
        return self


class ScoreCase(Model):
    """一个样例：给出事实和录入的分，说明应当得几分。"""

    name: Sentence = Field(description="样例说的是什么")
    scorecard: Name = Field(description="哪张计分表")
    organisation: Sentence = Field(description="哪个组织，given 里的编号")
    as_of: Day = Field(description="核查日；考评期是它所在的那一期")
    given: dict[str, tuple[dict[str, str], ...]] = Field(description="事实：表名下的各行")
    absent: tuple[TableOrColumn, ...] = Field((), description="数据包里没有的表或列")
    marks: tuple[GivenMark, ...] = Field((), description="录入的分")
    expect: ExpectedPoints = Field(description="应当得出的分")


class ScoreCasesFile(Model):
    """scorecard_cases.yaml：组织计分表的样例。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    score_cases: Annotated[tuple[ScoreCase, ...], Field(min_length=1)] = Field(description="样例")
