"""Another day, or none: postponing, cancelling, taking up again, each with its reason and kept.

What the convener of a joint meeting does to it is done to the activities of the other units too.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import JointState, Move, StepCode
from zhibu.domain.meetings.models import JointInvitation, Meeting, MeetingMove
from zhibu.domain.meetings.selectors import AHEAD, joined
from zhibu.domain.meetings.services.noting import held, named, noted, require_open, steps_drop
from zhibu.domain.meetings.services.telling import told_cancelled, told_moved
from zhibu.domain.meetings.services.together import CHANGED, head_told, left, require_own
from zhibu.domain.notices.services import About
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def meeting_postpone(
    *, actor: Actor, activity: Activity, reason: str, to: dt.date | None = None, start: str | None = None,
    place: str | None = None, base: int | None = None,
) -> Activity:  # fmt: skip
    """Postpone it to another day, or until a day is settled (`to` None); members are to be told anew.

    All that is held in the same gathering goes with it, and what other units hold together with it.
    """
    found, sheet = held(activity.part_of or activity, base=base, doing="改期")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "改期")
    require_own(found, "日子")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不能改期。日子登错了的，改日期。")
    if to is not None and to < clock.today():
        raise Refused(f"改到的日期读到 {to}，已经过去，最早填今天。")
    if to is not None and to == found.on and found.status == ActivityStatus.PLANNED:
        raise Refused(f"改到的日期和原来的一样，都是 {to}。")
    said: dict[str, object] = {"notice_on": None, "status": ActivityStatus.PLANNED if to else ActivityStatus.POSTPONED}
    said |= {name: value for name, value in (("on", to), ("start", start), ("place", place)) if value is not None}
    for one in _others(found, *AHEAD):
        theirs, work = held(one, archived=True)
        _postponed(actor.entrusted(), theirs, work, _by(found, reason), to, said)
        _told(actor, theirs, "联合活动改期了")
    return _postponed(actor, found, sheet, reason, to, said)


@transaction.atomic
def meeting_cancel(*, actor: Actor, activity: Activity, reason: str, base: int | None = None) -> Activity:
    """It is not held; it stays in the list with its reason. An invited unit that cancels leaves the joint meeting."""
    found, sheet = held(activity.part_of or activity, base=base, doing="取消")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "取消")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不能取消。登记错了的，先撤回召开。")
    for one in _others(found, *AHEAD):
        call_off(actor.entrusted(), one, _by(found, reason))
        _told(actor, one, "联合活动取消了")
    made = _cancelled(actor, found, sheet, reason)
    left(actor, found, reason)
    return made


@transaction.atomic
def meeting_resume(*, actor: Actor, activity: Activity, to: dt.date | None = None, base: int | None = None) -> Activity:
    """Hold a cancelled or postponed one after all, on a day that is still to come; other units' that went with it too."""
    found, sheet = held(activity.part_of or activity, base=base, doing="恢复")
    policies.meeting_keep(actor, found.organisation)
    if found.status not in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED):
        raise Refused(f"{named(found)}没有取消，也没有延期，不用恢复。")
    if sheet.joint_of_id and JointInvitation.objects.filter(made=found).exists():
        raise Refused("这次是应邀参加的：要参加，在邀请的页面上答应；日子由发起的单位定。")
    day = to or found.on
    if day < clock.today():
        raise Refused(f"原定的 {day} 已经过去，写明改到哪一天。")
    for one in _others(found, ActivityStatus.CANCELLED, ActivityStatus.POSTPONED):
        if not JointInvitation.objects.filter(made=one).exclude(state=JointState.ACCEPTED).exists():
            theirs, work = held(one, archived=True)
            _resumed(actor.entrusted(), theirs, work, day)
            _told(actor, theirs, "联合活动还是要开")
    return _resumed(actor, found, sheet, day)


def call_off(actor: Actor, activity: Activity, reason: str) -> None:
    """Cancel an activity of a joint meeting; the caller has asked who may. Nothing where it is off already."""
    found, sheet = held(activity, archived=True)
    if found.status in AHEAD:
        _cancelled(actor, found, sheet, reason)


def shared_change(actor: Actor, found: Activity, said: dict[str, Any]) -> None:
    """Day, hour and place of a joint meeting changed before it was told: at the other units too."""
    for one in _others(found, *AHEAD):
        theirs, sheet = held(one, archived=True)
        theirs_said = dict(said)
        if "on" in said:
            move_put(actor.entrusted(), theirs, Move.POSTPONED, _by(found, "改了日子"), said["on"])
            steps_drop(theirs, StepCode.NOTIFY)
            theirs_said["notice_on"] = None
            _told(actor, theirs, "联合活动改期了")
        was = theirs.on
        moved = _all(actor.entrusted(), theirs, sheet, "change", theirs_said)
        if "on" in said:
            told_moved(actor.entrusted(), moved, was)


def move_put(actor: Actor, found: Activity, what: Move, reason: str, to: dt.date | None) -> None:
    """Note a move with its reason."""
    if not reason.strip():
        raise Refused("还没有写原因。")
    require_fits(MeetingMove, reason=reason)
    MeetingMove.objects.create(
        activity=found, what=what, before=found.on, after=to, reason=reason.strip(), on=clock.today(), by=actor.name[:150]
    )


def _postponed(
    actor: Actor, found: Activity, sheet: Meeting, reason: str, to: dt.date | None, said: dict[str, object]
) -> Activity:
    move_put(actor, found, Move.POSTPONED, reason, to)
    steps_drop(found, StepCode.NOTIFY)
    was = found.on
    moved = _all(actor, found, sheet, "postpone", said)
    told_moved(actor, moved, was)
    return moved


def _cancelled(actor: Actor, found: Activity, sheet: Meeting, reason: str) -> Activity:
    move_put(actor, found, Move.CANCELLED, reason, None)
    told_cancelled(actor, found)
    return _all(actor, found, sheet, "cancel", {"status": ActivityStatus.CANCELLED})


def _resumed(actor: Actor, found: Activity, sheet: Meeting, day: dt.date) -> Activity:
    move_put(actor, found, Move.RESUMED, "恢复", day)
    steps_drop(found, StepCode.NOTIFY)
    return _all(actor, found, sheet, "resume", {"status": ActivityStatus.PLANNED, "on": day, "notice_on": None})


def _others(found: Activity, *states: str) -> list[Activity]:
    """Of a convener's: the other units' activities that stand in these states."""
    return [one for one in joined(found) if one.status in states]


def _by(found: Activity, reason: str) -> str:
    return f"{found.organisation.in_full}：{reason.strip()}"[:300] if reason.strip() else ""


def _told(actor: Actor, theirs: Activity, text: str) -> None:
    head_told(actor, theirs.organisation, About("meeting", theirs.pk, None, text), CHANGED)


def _all(actor: Actor, found: Activity, sheet: Meeting, verb: str, said: dict[str, object]) -> Activity:
    before = found.on
    for part in found.parts.exclude(status=ActivityStatus.HELD):
        activity_change(actor=actor.entrusted(), activity=part, **said)
    changed = activity_change(actor=actor.entrusted(), activity=found, **said)
    noted(actor, changed, sheet, verb, {"from": before})
    changed.meeting = sheet
    return changed
