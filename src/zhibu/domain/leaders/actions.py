"""What the JSON door and the command line may do and read of leaders and how they are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.leaders import services
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.choosing import (
    SelectionShown,
    group_get,
    selection_get,
    selection_shown,
)
from zhibu.domain.leaders.selectors.file import interview_get, leader_post_get
from zhibu.domain.leaders.selectors.page import leader_page
from zhibu.domain.leaders.shapes import (
    CandidateName,
    CandidateShape,
    EligibleShape,
    GroupAsked,
    HandOverRecord,
    HandOverShape,
    InterviewClose,
    InterviewRecord,
    InterviewShape,
    LeaderAct,
    PostShape,
    SelectionAppoint,
    SelectionDrop,
    SelectionOne,
    SelectionOpen,
    SelectionPoll,
    SelectionRow,
    SelectionsAsked,
    SelectionShape,
    SelectionStep,
    StepShape,
    VoteEnter,
)
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Listing, Single, by_service
from zhibu.kernel.actor import Actor

ABOUT = ("selection", "selection")


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


def _hand_over(actor: Actor, given: HandOverRecord) -> HandOverShape:
    made = services.hand_over_record(
        actor=actor, post=leader_post_get(actor, given.post), to=scope.member_get(actor, given.to), on=given.on,
        note=given.note,
    )  # fmt: skip
    return HandOverShape(post=made.pk, to=made.to_id, on=made.on, items=made.items)


_by = by_service(
    "selection", lambda actor, selection, _: told(selection_shown(actor, selection.pk)), selection=selection_get,
    member=scope.member_get,
)  # fmt: skip
_talking = by_service("post", lambda actor, _, made: _interview(made), post=leader_post_get)
_talked = by_service("interview", lambda actor, _, made: _interview(made), interview=interview_get)
ACTIONS = (
    Listing("leader.eligible", "谁可以当组长", GroupAsked, EligibleShape, _eligible, _eligible_page),
    Listing("selection.list", "组长的产生", SelectionsAsked, SelectionRow, _find, _page),
    Single("selection.get", "一次组长产生", SelectionShape, lambda actor, key: told(selection_shown(actor, key))),
    Action("selection.open", "开始产生组长", SelectionOpen, SelectionShape, _open),
    Action("candidate.name", "写进人选", CandidateName, SelectionShape, _by(services.candidate_name), ABOUT),
    Action("selection.step", "登记推荐、考察", SelectionStep, SelectionShape, _by(services.selection_step), ABOUT),
    Action("selection.poll", "发起党小组表决", SelectionPoll, SelectionShape, _by(services.selection_poll), ABOUT),
    Action("leader_vote.enter", "登记系统外办的表决结果", VoteEnter, SelectionShape, _by(services.leader_vote_enter), ABOUT),
    Action("selection.appoint", "登记支部的决定", SelectionAppoint, SelectionShape, _by(services.selection_appoint), ABOUT),
    Action("selection.enforce", "上级同意以后任职", SelectionOne, SelectionShape, _by(services.selection_enforce), ABOUT),
    Action("selection.drop", "终止这次产生", SelectionDrop, SelectionShape, _drop, ABOUT),
    Action("leader.act", "登记代理组长", LeaderAct, PostShape, _act),
    Action("interview.record", "登记约谈", InterviewRecord, InterviewShape, _talking(services.interview_record)),
    Action("interview.close", "约谈以后", InterviewClose, InterviewShape, _talked(services.interview_close)),
    Action("hand_over.record", "登记交接", HandOverRecord, HandOverShape, _hand_over),
)
