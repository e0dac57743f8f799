"""What programs say to actions of this room and what they are told: the values of `actions`."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from zhibu.domain.leaders.choices import SelectionKind
from zhibu.domain.procedures.choices import Method
from zhibu.kernel.actions import Given, Shape


class GroupAsked(Given):
    """Of which group."""

    group: str = Field(description="党小组的编号")


class EligibleShape(Shape):
    """A member and what keeps him from leading the group."""

    member: str
    name: str
    in_group: bool
    may: bool
    barred: list[str]


class SelectionsAsked(Given):
    """Which selections."""

    group: str = Field("", description="党小组的编号；不写就是管理范围里的全部")
    open: bool = Field(True, description="true：只要没办完的")


class SelectionRow(Shape):
    """A selection in a list."""

    id: str
    group: str
    kind: str
    chosen: str
    since: dt.date | None
    post: str
    closed: dt.date | None


class CandidateShape(Shape):
    """A candidate."""

    member: str
    recommended_by: str
    votes: int | None
    may: bool


class StepShape(Shape):
    """A step of the road."""

    step: str
    label: str
    strength: str
    state: str
    due: dt.date | None


class SelectionShape(SelectionRow):
    """A selection with its candidates and steps."""

    road: str
    candidates: list[CandidateShape]
    steps: list[StepShape]


class SelectionOpen(Given):
    """A new selection."""

    group: str = Field(description="党小组的编号")
    road: str = Field("", max_length=200, description="路径；只有一条的不写")
    kind: str = Field(SelectionKind.NEW, pattern="^(new|term|replacement)$", description="new、term 或 replacement")
    on: dt.date | None = Field(None, description="哪天开始；不写就是今天")


class SelectionOne(Given):
    """A selection by its id."""

    selection: str = Field(description="这次产生的编号（办件的编号）")


class CandidateName(SelectionOne):
    """A new candidate."""

    member: str = Field(description="党员的编号")
    recommended_by: str = Field("", max_length=200, description="谁推荐")


class SelectionStep(SelectionOne):
    """A step that was done."""

    step: str = Field(pattern="^(nomination|vetting)$", description="nomination 推荐，vetting 考察")
    on: dt.date = Field(description="哪天")
    outcome: str = Field("", max_length=100, description="结果")
    reason: str = Field("", max_length=500, description="同要求不一样的理由")
    papers: list[str] = Field(default_factory=list, max_length=10, description="材料的种类")


class SelectionPoll(SelectionOne):
    """The group's vote in the voting room: its day, how people vote."""

    on: dt.date = Field(description="哪天投票")
    means: str = Field(max_length=12, description="hands 举手，paper 纸票，electronic 电子票，mixed 并用")


class VoteEnter(SelectionOne):
    """A vote counted by hand."""

    on: dt.date = Field(description="哪天")
    method: str = Field(Method.SECRET, pattern="^(secret|hands)$", description="secret 无记名，hands 举手")
    present: int = Field(ge=0, le=999, description="实到")
    cast: int = Field(ge=0, le=999, description="收回的票")
    valid: int = Field(ge=0, le=999, description="有效票")
    votes: dict[str, int] = Field(description="党员编号：得票")
    reason: str = Field("", max_length=500, description="同要求不一样的理由")


class SelectionAppoint(SelectionOne):
    """What the branch decided."""

    member: str = Field(description="定下的党员的编号")
    decided_by: str = Field(max_length=100, description="决定的会议的编号：组长由支部开会定")
    since: dt.date = Field(description="从哪天起任职")
    reason: str = Field("", max_length=500, description="理由")


class SelectionDrop(SelectionOne):
    """Why it is given up."""

    reason: str = Field(max_length=500, description="原因")


class LeaderAct(GroupAsked):
    """Who leads for the time being."""

    member: str = Field(description="党员的编号")
    decided_by: str = Field(max_length=100, description="决定的会议的编号")
    since: dt.date = Field(description="从哪天起")


class PostShape(Shape):
    """A leader's post."""

    id: str
    member: str
    organisation: str
    since: dt.date
    until: dt.date | None
    manner: str
    decided_by: str
    planned_until: dt.date | None
    acting: bool | None


class InterviewRecord(Given):
    """An interview."""

    post: str = Field(description="任职的编号")
    on: dt.date = Field(description="哪天")
    by: str = Field(max_length=100, description="谁谈的")
    gist: str = Field(max_length=2000, description="谈了什么；不在回答里")
    improve_by: dt.date | None = Field(None, description="改进期限")


class InterviewClose(Given):
    """What came of an interview."""

    interview: str = Field(description="约谈的编号")
    outcome: str = Field(pattern="^(improved|replace)$", description="improved 有改进，replace 提出调整")
    on: dt.date = Field(description="哪天")


class InterviewShape(Shape):
    """An interview without what was said."""

    id: str
    post: str
    on: dt.date
    by: str
    improve_by: dt.date | None
    outcome: str
    outcome_on: dt.date | None


class HandOverRecord(Given):
    """A handing over."""

    post: str = Field(description="任职的编号")
    to: str = Field(description="交给的党员的编号")
    on: dt.date = Field(description="哪天")
    note: str = Field("", max_length=500, description="说明")


class HandOverShape(Shape):
    """What was handed over."""

    post: str
    to: str
    on: dt.date
    items: list[dict[str, str]]
