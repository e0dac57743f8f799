"""What a directive says of holding activities (`meetings.yaml`) and what is to be talked about (`topics.yaml`).

A rule judges afterwards; this tells beforehand which steps, fields and papers are demanded, by which article,
how strongly and within how many days. Several directives in force stand side by side, none hides another.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.activity_types import STEP_COLUMNS, StepCode
from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import (
    Article,
    Code,
    Count,
    Flag,
    Model,
    Month,
    Name,
    Sentence,
    among,
    wrong,
)
from zhibu.engine.language.words import ActivityColumn, OrganisationKind, Post, Strength

# How an activity goes, beyond its steps, fields and papers; the rooms know what each of them means.
CONDUCT = {
    "opinions_only": "只提意见和建议，不作决议",
    "decides": "可以作出决议",
    "secretary_entrusted": "书记代表支委会讲话要先有授权",
    "branch_consent": "支部同意以后才办",
    "study_before": "会前先学习",
    "opinions_before": "会前听取意见",
    "talks_before": "会前谈心谈话",
    "outline_before": "会前写发言提纲",
    "problems_before": "会前查摆问题",
    "secretary_first": "书记带头",
    "committee_examines": "班子作对照检查",
    "self_criticism": "自我批评",
    "mutual_criticism": "相互批评",
    "superior_attends": "上级派人到会",
    "measures_after": "会后列出整改措施",
    "told_after": "会后通报情况",
    "self_appraisal": "党员自评",
    "mutual_appraisal": "党员互评",
    "measurement": "民主测评",
    "grading": "支部评定等次",
    "with_life_meeting": "可以同组织生活会一起开",
    "may_postpone": "可以推迟，要写明原因",
    "absent_make_up": "没到的人要补上",
    "leave_asked": "不能到会要请假",
    "double_life": "领导干部以普通党员身份参加",
    "full_members_half": "有表决权的到会过半数才能开",
    "dues_there": "可以在会上交党费",
    "may_be_online": "可以在线上开",
    "joint_allowed": "可以同别的组织一起办",
}
SAYS = ("step", "field", "minutes", "paper", "chair", "speaker", "conduct")
ConductCode: Any = among(CONDUCT, "开法")


class MeetingDemand(Model):
    """meetings.yaml 的一条：对一种或几种活动说的一件事。step、field、minutes、paper、chair、speaker、conduct 恰好写一个。"""

    types: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="活动类型")
    held_by: tuple[OrganisationKind, ...] = Field((), description="哪些类别的组织开展的；不写就是都算")
    article: Article = Field(description="出自哪一条")
    strength: Strength = Field("must", description="力度")
    step: StepCode | None = Field(None, description="要有的步骤")
    field: ActivityColumn | None = Field(None, description="要登记的列；是某个步骤的日期的，就是那个步骤")
    minutes: Code | None = Field(None, description="记录里要写的项：活动类型的 minutes 里的代码，或者由考勤得出的 present 到会的人、absent 缺席的人和原因")
    paper: Code | None = Field(None, description="要有的材料")
    chair: tuple[Post, ...] = Field((), description="由谁主持")
    speaker: tuple[Post, ...] = Field((), description="由谁讲")
    conduct: ConductCode | None = Field(None, description="怎样开")
    before: Count | None = Field(None, description="至少提前几天")
    earliest: Count | None = Field(None, description="最多提前几天")
    within: Count | None = Field(None, description="最晚在开过以后几天内")
    gist: Sentence = Field(description="要点，用自己的话写")
    rules: tuple[Name, ...] = Field((), description="本制度里事后核查这一条的规则")
    check: Flag = Field(False, description="true：没有同正式文本核对过")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [name for name in SAYS if getattr(self, name)]
        if len(said) != 1:
            raise wrong(f"{'、'.join(SAYS)} 恰好写一个", f"写了 {'、'.join(said) or '（一个也没有）'}")
        if (self.before is not None or self.within is not None) and self.says[0] not in ("step", "paper"):
            raise wrong("before、within 只同 step、paper 一起写")
        if self.earliest is not None and (self.before is None or self.earliest < self.before):
            raise wrong("earliest 同 before 一起写，不小于它")
        return self

    @property
    def says(self) -> tuple[str, str]:
        """What sort of thing it demands, and its code; of a chair or speaker all posts, joined by a blank.

        A column that is the day of a step speaks of that step.
        """
        name = next(name for name in SAYS if getattr(self, name))
        value = getattr(self, name)
        if name in ("chair", "speaker"):
            return name, " ".join(value)
        step = next((step for step, column in STEP_COLUMNS.items() if name == "field" and column == value), "")
        return ("step", step) if step else (name, str(value))

    def concerns(self, type: str, kind: str) -> bool:
        """Whether it speaks of a type of activity that a kind of organisation holds; of any kind, where none is named."""
        return type in self.types and (not kind or not self.held_by or kind in self.held_by)


class MeetingsHead(Model):
    """meetings.yaml 的外层；每一条另读，参数先代进去。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    meetings: tuple[Any, ...] = Field(description="怎样开展活动")


class MeetingsFile(Model):
    """meetings.yaml：一件制度说的，各种活动怎样开展。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    meetings: Annotated[tuple[MeetingDemand, ...], Field(min_length=1)] = Field(description="怎样开展活动")


class Topic(Model):
    """topics.yaml 的一条：一个议题，或者议程里的一项内容。"""

    code: Name = Field(description="编号，本制度内不重复")
    label: Sentence = Field(description="议题，用自己的话写")
    gist: str = Field("", description="怎么谈，用自己的话写")
    types: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="活动类型")
    held_by: tuple[OrganisationKind, ...] = Field((), description="哪些类别的组织；不写就是都算")
    months: tuple[Month, ...] = Field((), description="哪几个月；不写就是随时")
    article: Article = Field(description="出自哪一条")
    strength: Literal["must", "usual", "encouraged", "may"] = Field("may", description="力度")
    conduct: ConductCode | None = Field(None, description="谈的时候要守的，如只提意见")
    check: Flag = Field(False, description="true：没有同正式文本核对过")

    def concerns(self, type: str, kind: str, month: int) -> bool:
        """Whether it is a topic of a type that a kind of organisation holds in a month."""
        return (type in self.types and (not self.held_by or kind in self.held_by)
                and (not self.months or month in self.months))


class TopicsHead(Model):
    """topics.yaml 的外层；每一条另读，参数先代进去。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    topics: tuple[Any, ...] = Field(description="议题")


class TopicsFile(Model):
    """topics.yaml：一件制度说的，各种会议谈什么。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)] = Field(description="议题")
