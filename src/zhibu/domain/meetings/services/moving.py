"""Another day, or none: postponing, cancelling, taking up again, each with its reason and kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import Move, StepCode
from zhibu.domain.meetings.models import Meeting, MeetingMove
from zhibu.domain.meetings.services.noting import held, named, noted, require_open, steps_drop
from zhibu.domain.meetings.services.telling import told_cancelled, told_moved
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

    All that is held in the same gathering goes with it.
    """
    found, sheet = held(activity.part_of or activity, base=base, doing="改期")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "改期")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不能改期。日子登错了的，改日期。")
    if to is not None and to < clock.today():
        raise Refused(f"改到的日期读到 {to}，已经过去，最早填今天。")
    if to is not None and to == found.on and found.status == ActivityStatus.PLANNED:
        raise Refused(f"改到的日期和原来的一样，都是 {to}。")
    _move(actor, found, Move.POSTPONED, reason, to)
    told_moved(actor, found)
    steps_drop(found, StepCode.NOTIFY)
    said: dict[str, object] = {"notice_on": None, "status": ActivityStatus.PLANNED if to else ActivityStatus.POSTPONED}
    said |= {name: value for name, value in (("on", to), ("start", start), ("place", place)) if value is not None}
    return _all(actor, found, sheet, "postpone", said)


@transaction.atomic
def meeting_cancel(*, actor: Actor, activity: Activity, reason: str, base: int | None = None) -> Activity:
    """It is not held; it stays in the list with its reason."""
    found, sheet = held(activity.part_of or activity, base=base, doing="取消")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "取消")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不能取消。登记错了的，先撤回召开。")
    _move(actor, found, Move.CANCELLED, reason, None)
    told_cancelled(actor, found)
    return _all(actor, found, sheet, "cancel", {"status": ActivityStatus.CANCELLED})


@transaction.atomic
def meeting_resume(*, actor: Actor, activity: Activity, to: dt.date | None = None, base: int | None = None) -> Activity:
    """Hold a cancelled or postponed one after all, on a day that is still to come."""
    found, sheet = held(activity.part_of or activity, base=base, doing="恢复")
    policies.meeting_keep(actor, found.organisation)
    if found.status not in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED):
        raise Refused(f"{named(found)}没有取消，也没有延期，不用恢复。")
    day = to or found.on
    if day < clock.today():
        raise Refused(f"原定的 {day} 已经过去，写明改到哪一天。")
    _move(actor, found, Move.RESUMED, "恢复", day)
    steps_drop(found, StepCode.NOTIFY)
    return _all(actor, found, sheet, "resume", {"status": ActivityStatus.PLANNED, "on": day, "notice_on": None})


def _move(actor: Actor, found: Activity, what: Move, reason: str, to: dt.date | None) -> None:
    if not reason.strip():
        raise Refused("还没有写原因。")
    require_fits(MeetingMove, reason=reason)
    MeetingMove.objects.create(
        activity=found, what=what, before=found.on, after=to, reason=reason.strip(), on=clock.today(), by=actor.name[:150]
    )


def _all(actor: Actor, found: Activity, sheet: Meeting, verb: str, said: dict[str, object]) -> Activity:
    before = found.on
    for part in found.parts.exclude(status=ActivityStatus.HELD):
        activity_change(actor=actor.entrusted(), activity=part, **said)
    changed = activity_change(actor=actor.entrusted(), activity=found, **said)
    noted(actor, changed, sheet, verb, {"from": before})
    changed.meeting = sheet
    return changed
