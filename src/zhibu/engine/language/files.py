"""The files of a rule pack: directive, articles, rules, cases, and the words that packs add."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.scalars import Code, Count, Day, Flag, Model, Sentence, wrong
from zhibu.engine.language.words import (
    Answer,
    ClauseAnswer,
    KindOfRule,
    Level,
    Status,
    TableOrColumn,
)

Schema = Literal["1"]
SCHEMA = Field(description="格式版本，现在是 1", json_schema_extra={"enum": [1, "1"]})



class Parameter(Model):
    """一个参数：条文没有写死、可以由本单位设定的值。"""

    name: Code = Field(description="名称，规则里写 {parameter: 名称}")
    label: Sentence = Field(description="这个值说的是什么")
    value: Sentence = Field(description="不另设定时取的值")
    article: str = Field("", description="出自哪一条")
    check: Flag = Field(False, description="true：没有同正式文本核对过")
    note: str = Field("", description="为什么取这个值，要注意什么")


class DirectiveFile(Model):
    """directive.yaml：一件制度。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    id: Code = Field(description="制度编号，全部制度包内不重复")
    title: Sentence = Field(description="文件名称")
    number: str = Field("", description="文号")
    issuer: str = Field("", description="发文机关")
    level: Level | Literal[""] = Field("", description="层级，从党章到教材")
    effective: Day = Field(description="施行的第一天")
    until: Day | None = Field(None, description="不再施行的第一天（已废止的）")
    note: str = Field("", description="用的人要知道的事，如抄件没有日期")
    parameters: tuple[Parameter, ...] = Field((), description="参数")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until and self.until <= self.effective:
            raise wrong("until 晚于 effective")
        names = [parameter.name for parameter in self.parameters]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong("每个参数只写一次", f"写了不止一次：{'、'.join(twice)}")
        return self


class Article(Model):
    """articles.yaml 的一条：条款号、自己的话写的要点、由谁回答。"""

    article: Sentence = Field(description="条款号")
    gist: Sentence = Field(description="要点，用自己的话写")
    answer: Annotated[tuple[Answer, ...], Field(min_length=1)] = Field(description="由谁回答")
    rules: tuple[Code, ...] = Field((), description="核查这一条的规则")
    later: tuple[KindOfRule, ...] = Field((), description="以后再写的规则种类")


class ArticlesFile(Model):
    """articles.yaml：一件制度的全部条款。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    articles: Annotated[tuple[Article, ...], Field(min_length=1)] = Field(description="条款")


class Clause(Model):
    """clauses.yaml 的一行：条文里的一项具体要求，和回答它的东西。"""

    clause: Sentence = Field(description="要求的编号")
    place: Sentence = Field(description="在条文里的位置")
    gist: Sentence = Field(description="要点，用自己的话写")
    answer: ClauseAnswer = Field(description="由谁回答")
    rules: tuple[Code, ...] = Field((), description="核查它的规则")
    roads: tuple[Code, ...] = Field((), description="照着它走的路径，roads.yaml 里的编号")
    by: str = Field("", description="回答它的流程、记录、台账或页面")
    built: Flag = Field(True, description="false：还没有做")

    @model_validator(mode="after")
    def _answered(self) -> Self:
        if self.answer == "rule" and not self.rules:
            raise wrong("answer: rule 写 rules")
        if self.answer not in ("rule", "judgement", "guidance") and not self.by:
            raise wrong(f"answer: {self.answer} 写 by，说明由什么回答")
        return self


class ClausesFile(Model):
    """clauses.yaml：一件制度的逐项要求。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)] = Field(description="逐项要求")


class Expected(Model):
    """样例里要出的一条结论；写出的列都要相同。"""

    rule: Code = Field(description="规则")
    subject: Sentence = Field(description="对象的编号")
    period_start: Day | None = Field(None, description="期间第一天；只有一个期间时可不写")
    status: Status = Field(description="结论")
    period_end: Day | None = Field(None, description="期间最后一天")
    actual: str | None = Field(None, description="实际")
    required: str | None = Field(None, description="要求")
    due: str | None = Field(None, description="期限")
    evidence: str | None = Field(None, description="事实的编号，用一个空格隔开")


class Case(Model):
    """cases.yaml 的一个样例：给出事实，说明应当得出什么。"""

    name: Sentence = Field(description="样例说的是什么")
    as_of: Day = Field(description="核查日")
    from_: Day | None = Field(None, alias="from", description="窗口的第一天；不写是当年 1 月 1 日")
    given: dict[str, tuple[dict[str, str], ...]] = Field(description="事实：表名下的各行")
    absent: tuple[TableOrColumn, ...] = Field((), description="数据包里没有的表或列")
    expect: tuple[Expected, ...] = Field((), description="应当得出的结论")
    none: tuple[Code, ...] = Field((), description="不应当得出任何结论的规则")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.expect and not self.none:
            raise wrong("写 expect 或 none")
        return self


class CasesFile(Model):
    """cases.yaml：一件制度的样例。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    cases: tuple[Case, ...] = Field(description="样例")


class PaperKind(Model):
    """一种材料。"""

    code: Code = Field(description="代码，材料表的 kind")
    label: Sentence = Field(description="名称")


class PaperKindsFile(Model):
    """paper_kinds.yaml：材料的种类。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    paper_kinds: tuple[PaperKind, ...] = Field(description="材料的种类")


class ProcedureStep(Model):
    """程序的一步。"""

    code: Code = Field(description="代码，步骤表的 step")
    label: Sentence = Field(description="名称")
    stage: str = Field("", description="属于哪个阶段")
    by: str = Field("", description="由谁办、由谁定")
    papers: tuple[Code, ...] = Field((), description="常有的材料")
    optional: Flag = Field(False, description="true：不是每一件都有这一步")
    repeated: Flag = Field(False, description="true：这一步会做不止一次")
    article: str = Field("", description="依据的条款")
    check: Flag = Field(False, description="true：没有同正式文本核对过")


class Procedure(Model):
    """procedures/*.yaml：一种程序和它的步骤，按先后写。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    code: Code = Field(description="代码，办件表的 procedure")
    label: Sentence = Field(description="名称")
    order: Count = Field(0, description="在清单里的位置")
    gist: str = Field("", description="一句话说明")
    basis: str = Field("", description="依据的制度编号")
    steps: Annotated[tuple[ProcedureStep, ...], Field(min_length=1)] = Field(description="步骤")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = sorted({code for code in self.codes if self.codes.count(code) > 1})
        if twice:
            raise wrong("每个步骤只写一次", f"写了不止一次：{'、'.join(twice)}")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its steps, in order."""
        return tuple(step.code for step in self.steps)


class BallotMatter(Model):
    """一种表决事项。"""

    code: Code = Field(description="代码，表决表的 matter")
    label: Sentence = Field(description="名称")


class BallotMattersFile(Model):
    """ballot_matters.yaml：表决事项。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    ballot_matters: tuple[BallotMatter, ...] = Field(description="表决事项")


class RulesHead(Model):
    """rules.yaml 的外层；每条规则按它的 kind 另读。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    rules: tuple[Any, ...] = Field(description="规则")
