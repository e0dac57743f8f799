"""What programs say to votes and are told of them: the shapes of `actions`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from zhibu.kernel.actions import Given, Shape


class PollShape(Shape):
    """A vote as it is told outside; the outcome only after counting."""

    id: str
    organisation: str
    matter: str
    kind: str
    title: str
    on: dt.date
    means: str
    secret: bool
    seats: int | None
    state: str
    round: int
    present: int | None
    options: list[str]
    outcome: dict[str, Any]
    confirmed_by: str


class PollsAsked(Given):
    """Which votes."""

    state: str = Field("", max_length=20, description="进行到哪一步；不写就是全部")
    organisation: str = Field("", max_length=100, description="哪个组织的；不写就是全部")


class PersonGiven(Given):
    """Somebody or something on the slip."""

    name: str = Field(min_length=1, max_length=200, description="姓名；问卷写问题")
    member: str = Field("", max_length=100, description="党员编号")
    about: str = Field("", max_length=300, description="介绍")
    answers: list[str] = Field(default_factory=list, max_length=20, description="问卷可选的回答")


class PollDraft(Given):
    """A vote to be prepared."""

    organisation: str = Field(max_length=100, description="组织编号")
    matter: str = Field(max_length=60, description="表决事项")
    title: str = Field(max_length=100, description="名称")
    on: dt.date = Field(description="哪天投票")
    means: str = Field(max_length=12, description="hands 举手，paper 纸票，electronic 电子票，mixed 并用")
    hidden: bool = Field(True, description="无记名")
    seats: int | None = Field(None, ge=1, le=100, description="应选名额")
    people: list[PersonGiven] = Field(default_factory=list, max_length=200, description="票上的人；从办件发起的不写就照办件填")
    case: str = Field("", max_length=100, description="为哪件办理事项表决")
    step: str = Field("", max_length=60, description="为它的哪一步")


class OnePoll(Given):
    """A vote by its id."""

    poll: str = Field(max_length=100, description="表决编号")


class PollMember(OnePoll):
    """A vote and a member."""

    member: str = Field(max_length=100, description="党员编号")


class TellerGiven(PollMember):
    """Naming a teller."""

    duty: str = Field("count", max_length=10, description="watch 监票人，count 计票人")


class ExcludeGiven(PollMember):
    """Leaving somebody out."""

    reason: str = Field(max_length=40, description="情形的代码")
    approved_by: str = Field(max_length=200, description="哪个上级同意")
    resolution: str = Field(max_length=200, description="哪次大会通过")


class TakeGiven(OnePoll):
    """What a step still lacked when the result was confirmed."""

    decided_by: str = Field("", max_length=100, description="在哪次会上表决的，活动编号")
    papers: list[str] = Field(default_factory=list, max_length=20, description="材料的种类")
    reason: str = Field("", max_length=500, description="没有照“一般”的要求办的原因")


class HandOutGiven(PollMember):
    """Giving out a paper slip."""

    way: str = Field("paper", max_length=12, description="paper 纸票，opinion 会前书面意见")


class CloseGiven(PollMember):
    """A teller agrees to close; `member` is the teller."""

    present: int = Field(ge=0, le=100_000, description="到会有表决权的人数")


class MarksGiven(Given):
    """What stands on one slip, or what was counted by hands."""

    answers: dict[str, list[str]] | None = Field(None, description="题号 -> 选的代码")
    names: list[str] = Field(default_factory=list, max_length=50, description="另写的姓名")
    void: str = Field("", max_length=100, description="废票的原因")
    sums: dict[str, dict[str, int]] | None = Field(None, description="举手：题号 -> 代码 -> 人数")
    present: int | None = Field(None, ge=0, le=100_000, description="举手：到会人数")
    times: int | None = Field(None, ge=1, le=2000, description="一样的票一叠录一条：这一叠几张")

    @property
    def marks(self) -> dict[str, Any]:
        """As the services take it."""
        if self.sums is not None:
            return {"sums": self.sums, "present": self.present or 0}
        stack = {} if self.times is None else {"times": self.times}
        if self.void:
            return {"void": self.void, **stack}
        return {"answers": self.answers or {}, "names": self.names, **stack}


class ReadGiven(PollMember):
    """What a teller read; `member` is the teller."""

    readings: list[MarksGiven] = Field(max_length=2000, description="一张一条，按背面的号；或者一样的一叠一条，写 times")


class SettleGiven(OnePoll):
    """One slip on which two differ."""

    slip: int = Field(ge=1, le=2000, description="第几张")
    marks: MarksGiven = Field(description="票上写的")


class CountGiven(OnePoll):
    """Counting."""

    merged: dict[str, str] = Field(default_factory=dict, description="另写的姓名 -> 按谁算")


class ReasonGiven(OnePoll):
    """Abandoning."""

    reason: str = Field(max_length=500, description="原因")


class ConfirmGiven(OnePoll):
    """Confirming."""

    confirmed_by: str = Field(max_length=200, description="由什么确认")
