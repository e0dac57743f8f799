"""What the JSON door and the command line may do and read of leaders and how they are chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.leaders import services
from zhibu.domain.leaders.choices import SelectionKind
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.choosing import (
    SelectionShown,
    group_get,
    selection_get,
    selection_shown,
)
from zhibu.domain.leaders.selectors.file import interview_get, leader_post_get
from zhibu.domain.leaders.selectors.page import leader_page
from zhibu.domain.procedures.choices import Method
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor

ABOUT = ("selection", "selection")


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


def row(one: Selection) -> SelectionRow:
    """A row as it is told in a list."""
    return SelectionRow(
        id=one.pk, group=one.group_id, kind=one.kind, chosen=one.chosen_id or "", since=one.since,
        post=one.post_id or "", closed=one.case.closed,
    )  # fmt: skip


def told(page: SelectionShown) -> SelectionShape:
    """A selection with all that its page shows."""
    return SelectionShape(
        **row(page.row).model_dump(), road=page.progress.road.key,
        candidates=[
            CandidateShape(member=c.row.member_id, recommended_by=c.row.recommended_by, votes=c.row.votes,
                           may=c.eligible is not None and not c.eligible.barred)
            for c in page.candidates
        ],
        steps=[
            StepShape(step=s.code, label=s.label, strength=s.strength, state=s.state, due=s.due)
            for s in page.progress.steps
        ],
    )  # fmt: skip


def _eligible(actor: Actor, asked: GroupAsked) -> Any:
    return leader_page(actor, asked.group).people


def _eligible_page(actor: Actor, rows: Sequence[Any]) -> list[EligibleShape]:
    return [
        EligibleShape(member=one.member.pk, name=one.member.name, in_group=one.in_group, may=not one.barred,
                      barred=[f"{c.says}：{c.why}（{c.citation.source}）" for c in one.barred])
        for one in rows
    ]  # fmt: skip


def _find(actor: Actor, asked: SelectionsAsked) -> Any:
    found = Selection.objects.filter(scope.reach(actor, "group__")).select_related("case")
    if asked.group:
        found = found.filter(group=group_get(actor, asked.group))
    return (found.filter(case__closed__isnull=True) if asked.open else found).order_by("-case")


def _page(actor: Actor, rows: Sequence[Selection]) -> list[SelectionRow]:
    return [row(one) for one in rows]


def _open(actor: Actor, given: SelectionOpen) -> SelectionShape:
    made = services.selection_open(
        actor=actor, group=group_get(actor, given.group), on=given.on or clock.today(), road=given.road, kind=given.kind
    )
    return told(selection_shown(actor, made.pk))


def _done(service: Callable[..., Any]) -> Callable[[Actor, Any], SelectionShape]:
    """A change of a selection by one service: its fields are those of what is given."""

    def do(actor: Actor, given: Given) -> SelectionShape:
        values = given.model_dump()
        selection = selection_get(actor, values.pop("selection"))
        if "member" in values:
            values["member"] = scope.member_get(actor, values["member"])
        if "papers" in values:
            values["papers"] = tuple(values["papers"])
        service(actor=actor, selection=selection, **values)
        return told(selection_shown(actor, selection.pk))

    return do


def _drop(actor: Actor, given: SelectionDrop) -> SelectionShape:
    row_ = selection_get(actor, given.selection)
    services.selection_drop(actor=actor, selection=row_, on=clock.today(), reason=given.reason)
    return told(selection_shown(actor, row_.pk))


def _act(actor: Actor, given: LeaderAct) -> PostShape:
    made = services.leader_act(
        actor=actor, group=group_get(actor, given.group), member=scope.member_get(actor, given.member),
        decided_by=given.decided_by, since=given.since,
    )  # fmt: skip
    return PostShape(
        id=made.pk, member=made.member, organisation=made.organisation_id, since=made.since, until=made.until,
        manner=made.manner, decided_by=made.decided_by, planned_until=made.planned_until, acting=made.acting,
    )  # fmt: skip


def _interview(one: Any) -> InterviewShape:
    return InterviewShape(
        id=one.pk, post=one.post_id, on=one.on, by=one.by, improve_by=one.improve_by, outcome=one.outcome,
        outcome_on=one.outcome_on,
    )  # fmt: skip


def _interview_record(actor: Actor, given: InterviewRecord) -> InterviewShape:
    post = leader_post_get(actor, given.post)
    values = given.model_dump(exclude={"post"})
    return _interview(services.interview_record(actor=actor, post=post, **values))


def _interview_close(actor: Actor, given: InterviewClose) -> InterviewShape:
    found = interview_get(actor, given.interview)
    return _interview(services.interview_close(actor=actor, interview=found, outcome=given.outcome, on=given.on))


def _hand_over(actor: Actor, given: HandOverRecord) -> HandOverShape:
    made = services.hand_over_record(
        actor=actor, post=leader_post_get(actor, given.post), to=scope.member_get(actor, given.to), on=given.on,
        note=given.note,
    )  # fmt: skip
    return HandOverShape(post=made.pk, to=made.to_id, on=made.on, items=made.items)


ACTIONS = (
    Listing("leader.eligible", "谁可以当组长", GroupAsked, EligibleShape, _eligible, _eligible_page),
    Listing("selection.list", "组长的产生", SelectionsAsked, SelectionRow, _find, _page),
    Single("selection.get", "一次组长产生", SelectionShape, lambda actor, key: told(selection_shown(actor, key))),
    Action("selection.open", "开始产生组长", SelectionOpen, SelectionShape, _open),
    Action("candidate.name", "写进人选", CandidateName, SelectionShape, _done(services.candidate_name), ABOUT),
    Action("selection.step", "登记推荐、考察", SelectionStep, SelectionShape, _done(services.selection_step), ABOUT),
    Action("leader_vote.enter", "登记表决结果", VoteEnter, SelectionShape, _done(services.leader_vote_enter), ABOUT),
    Action("selection.appoint", "登记支部的决定", SelectionAppoint, SelectionShape, _done(services.selection_appoint), ABOUT),
    Action("selection.enforce", "上级同意以后任职", SelectionOne, SelectionShape, _done(services.selection_enforce), ABOUT),
    Action("selection.drop", "终止这次产生", SelectionDrop, SelectionShape, _drop, ABOUT),
    Action("leader.act", "登记代理组长", LeaderAct, PostShape, _act),
    Action("interview.record", "登记约谈", InterviewRecord, InterviewShape, _interview_record),
    Action("interview.close", "约谈以后", InterviewClose, InterviewShape, _interview_close),
    Action("hand_over.record", "登记交接", HandOverRecord, HandOverShape, _hand_over),
)
