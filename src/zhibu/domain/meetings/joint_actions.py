"""What programs and the command line may do with invitations to hold a meeting together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.models import JointInvitation
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor

States = Literal["", "asked", "accepted", "declined", "withdrawn"]


class JointInvitationTold(Shape):
    """One invitation; `meeting`: the convener's, `made`: the invited unit's own, once it accepted."""

    id: str
    meeting: str
    convener: str
    convener_name: str
    unit: str
    unit_name: str
    label: str
    on: dt.date
    start: str
    place: str
    theme: str
    state: str
    word: str
    asked_on: dt.date
    answer_word: str
    answered_on: dt.date | None
    made: str


class JointAsked(Given):
    """Which invitations; `meeting`: of one joint meeting."""

    state: States = ""
    meeting: str = ""
    unit: str = ""


class JointAsk(Given):
    """Invite units, each by its id or name."""

    meeting: str
    units: list[str]
    word: str = ""


class JointAnswer(Given):
    """An answer with a word."""

    invitation: str
    word: str = ""


def _told(one: JointInvitation) -> JointInvitationTold:
    same = ("id", "state", "word", "asked_on", "answer_word", "answered_on")
    held = one.activity
    return JointInvitationTold(
        **{name: getattr(one, name) for name in same}, meeting=held.pk, convener=held.organisation_id,
        convener_name=str(held.organisation), unit=one.organisation_id, unit_name=str(one.organisation),
        label=label_of(held.type), on=held.on, start=held.start, place=held.place, theme=held.theme, made=one.made_id or "",
    )  # fmt: skip


def _find(actor: Actor, asked: JointAsked) -> Any:
    found = selectors.joint_invitations(actor)
    wanted = {"state": asked.state, "activity": asked.meeting, "organisation": asked.unit}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _shape(actor: Actor, rows: Sequence[JointInvitation]) -> list[JointInvitationTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> JointInvitationTold:
    return _told(selectors.joint_invitation_get(actor, key))


def _ask(actor: Actor, given: JointAsk) -> JointInvitationTold:
    found: Activity = selectors.meeting_get(actor, given.meeting)
    units = [selectors.unit_meant(text, clock.today()) for text in given.units]
    made = services.joint_ask(actor=actor, activity=found, units=units, word=given.word)
    return _told(made[0])


def _accept(actor: Actor, given: JointAnswer) -> JointInvitationTold:
    found = selectors.joint_invitation_get(actor, given.invitation)
    services.joint_accept(actor=actor, invitation=found, word=given.word)
    return _get(actor, found.pk)


def _decline(actor: Actor, given: JointAnswer) -> JointInvitationTold:
    found = selectors.joint_invitation_get(actor, given.invitation)
    services.joint_decline(actor=actor, invitation=found, word=given.word)
    return _get(actor, found.pk)


def _withdraw(actor: Actor, given: JointAnswer) -> JointInvitationTold:
    found = selectors.joint_invitation_get(actor, given.invitation)
    services.joint_withdraw(actor=actor, invitation=found, word=given.word)
    return _get(actor, found.pk)


ABOUT = ("invitation", "joint")
JOINT = (
    Listing("joint.list", "联合邀请", JointAsked, JointInvitationTold, _find, _shape),
    Single("joint.get", "一份联合邀请", JointInvitationTold, _get),
    Action("joint.ask", "邀请单位一起开展", JointAsk, JointInvitationTold, _ask, ("meeting", "meeting")),
    Action("joint.accept", "答应一起开展", JointAnswer, JointInvitationTold, _accept, ABOUT),
    Action("joint.decline", "谢绝、退出联合活动", JointAnswer, JointInvitationTold, _decline, ABOUT),
    Action("joint.withdraw", "撤回联合邀请", JointAnswer, JointInvitationTold, _withdraw, ABOUT),
)
