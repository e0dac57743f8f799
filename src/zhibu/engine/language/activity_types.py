"""What an activity type says: who holds it, who is called, its columns, papers, steps and fields of the record.

The form, list, filters, API, ledger and print of an activity follow from this; nothing of it is code.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Code, Count, Flag, Model, Sentence, among, wrong
from zhibu.engine.language.words import ActivityColumn, OrganisationKind

# The life of an activity, in this order; a type has some of the steps, a directive demands some of those.
STEPS = {
    "consult": "请示支部",
    "approve": "支部同意",
    "notify": "通知",
    "hold": "召开",
    "record": "记录",
    "check": "组长检查记录",
    "report": "上报",
    "follow": "跟踪落实",
    "archive": "归档",
}
# Which column of an activity shows that a step was done.
STEP_COLUMNS = {
    "consult": "consulted_on", "approve": "approved_on", "notify": "notice_on",
    "record": "recorded_on", "report": "reported_on",
}
CALLED = {
    "members": "本组织的党员",
    "full_members": "本组织的正式党员",
    "committee": "委员",
    "centre_group": "中心组成员",
    "leaders": "党小组组长",
    "secretaries": "下一级的书记",
    "joint": "参加的各组织的党员",
    "pair": "谈话的人",
    "speaker": "主讲人",
    "volunteers": "自愿参加的人",
    "nobody": "不召集人",
}
VOICES = {"members": "党员", "masses": "群众"}  # whose the opinions in its record are
FIELD_KINDS = {
    "text": "文字",
    "people": "人",
    "number": "数",
    "choice": "选一项",
    "list": "分条写",
    "opinions": "意见和建议",
    "resolutions": "决议和要办的事",
    "problems": "问题和整改措施",
}
# What every record tells without being asked: it follows from the roll.
DERIVED = {"present": "到会的人", "absent": "缺席的人和原因"}
WHENS = {"before": "会前", "during": "会上", "after": "会后"}

StepCode: Any = among(STEPS, "步骤")
CalledCode: Any = among(CALLED, "应到的人")
VoicesCode: Any = among(VOICES, "谁的意见")
FieldKind: Any = among(FIELD_KINDS, "填写方式")
When: Any = among(WHENS, "什么时候填")


class MinutesField(Model):
    """记录里的一项。"""

    code: Code = Field(description="代码")
    label: str = Field("", description="名称；不写就取 minutes_fields.yaml 里的")
    kind: FieldKind = Field("text", description="怎么填")
    help: str = Field("", description="填写提示")
    when: When = Field("during", description="什么时候填")
    choices: tuple[Sentence, ...] = Field((), description="选一项的，有哪些")

    @model_validator(mode="after")
    def _has_choices(self) -> Self:
        if self.label and (self.kind == "choice") != bool(self.choices):
            raise wrong("kind: choice 写 choices，别的不写")
        return self


def _from_code(value: Any) -> Any:
    """A field may be named by its code alone: the rest stands in `minutes_fields.yaml`."""
    return {"code": value} if isinstance(value, str) else value


_CODE_OR_FIELD = {"anyOf": [{"type": "string", "description": "minutes_fields.yaml 里的代码"},
                            MinutesField.model_json_schema()]}
NamedField = Annotated[MinutesField, BeforeValidator(_from_code), WithJsonSchema(_CODE_OR_FIELD)]


class MinutesFieldsFile(Model):
    """minutes_fields.yaml：各种记录里常有的项。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    minutes_fields: tuple[MinutesField, ...] = Field(description="记录里的项")


class ActivityType(Model):
    """activity_types/*.yaml：一种活动。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    code: Code = Field(description="代码，活动表的 type")
    label: Sentence = Field(description="名称")
    short: str = Field("", description="简称")
    order: Count = Field(0, description="在清单里的位置")
    gist: str = Field("", description="一句话说明")
    held_by: tuple[OrganisationKind, ...] = Field((), description="由哪些类别的组织开展")
    called: CalledCode = Field("members", description="应到的人从哪里来")
    guests: Flag = Field(False, description="true：常有列席的人")
    fields: tuple[ActivityColumn, ...] = Field((), description="填写时问的列")
    minutes: tuple[NamedField, ...] = Field((), description="记录里写的各项，代码或者整项")
    papers: tuple[Code, ...] = Field((), description="常有的材料")
    voices: VoicesCode = Field("members", description="记录里的意见是谁提的")
    steps: tuple[StepCode, ...] = Field((), description="有哪些步骤；不写就由 fields 和 minutes 得出")
    confidential: Flag = Field(False, description="是否只给有关的人看")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [field.code for field in self.minutes]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise wrong("记录里的每一项只写一次", f"写了不止一次：{'、'.join(twice)}")
        return self

    @property
    def is_written(self) -> bool:
        """Whether it is a paper and no meeting: it has columns, and neither an hour nor a place among them."""
        return bool(self.fields) and not {"start", "place"} & set(self.fields)

    @property
    def life(self) -> tuple[str, ...]:
        """Its steps in order: those it names; else holding it, those its columns speak of, and what follows a record."""
        if self.steps:
            return tuple(step for step in STEPS if step in self.steps)
        has = {"hold", "archive"} | {step for step, column in STEP_COLUMNS.items() if column in self.fields}
        if self.minutes and "party_group" in self.held_by and "record" in has:
            has.add("check")
        if {field.kind for field in self.minutes} & {"resolutions", "problems"}:
            has.add("follow")
        return tuple(step for step in STEPS if step in has)

    def minutes_field(self, code: str) -> MinutesField | None:
        """A field of its record; None where it has no such."""
        return next((field for field in self.minutes if field.code == code), None)
