"""What the units of a joint meeting owe each other: what binds an invited one, and who hears of what."""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.meetings.choices import JointState
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.meetings.selectors import came_by, host_of
from zhibu.domain.notices.services import About, notices_send
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

CHANGED = "joint_changed"


def require_own(activity: Activity, doing: str) -> None:
    """Refused at a unit that was invited: day, hour and place are the convener's."""
    by = came_by(activity)
    if by is not None:
        raise Refused(f"这次是应{by.activity.organisation.in_full}邀请一起开的，{doing}由它定。来不了的，在会议的页面上退出。")


def left(actor: Actor, activity: Activity, word: str) -> None:
    """An invited unit does not hold it after all: its invitation is declined, and the convener hears of it."""
    by = came_by(activity)
    if by is not None:
        answered(actor, by, JointState.DECLINED, word)


def answered(actor: Actor, invitation: JointInvitation, state: JointState, word: str) -> None:
    """Write the answer of a unit, and tell who presides at the convener's."""
    invitation.state, invitation.answer_word = state.value, word.strip()
    invitation.answered_on, invitation.answered_by = clock.today(), actor.name[:150]
    invitation.save()
    joint_noted(actor, invitation, "accept" if state == JointState.ACCEPTED else "decline", invitation.organisation)
    said = "联合活动有单位答应了" if state == JointState.ACCEPTED else "联合活动有单位不参加"
    head_told(actor, invitation.activity.organisation, About("meeting", invitation.activity_id, None, said), "joint_answered")


def head_told(actor: Actor, unit: Organisation, thing: About, kind: str) -> None:
    """Who presides at a unit is told of one thing; nobody of his own deed."""
    head = host_of(unit, clock.today())
    if head is not None and head.pk != actor.member:
        notices_send(actor=actor.entrusted(), organisation=unit, to=[head.pk], kind=kind, things=[thing])


def joint_noted(actor: Actor, invitation: JointInvitation, verb: str, organisation: Organisation) -> None:
    """The entry; what was said stays in the row."""
    entry_record(
        actor=actor, action=f"joint.{verb}", subject=invitation.pk, organisation=organisation.pk,
        details={"meeting": invitation.activity_id, "unit": invitation.organisation_id}, touched=Touch(),
    )  # fmt: skip
