"""How somebody made up for what he missed; the attendance of that day stays as it was."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.activities.choices import AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.activities.services import activity_lock
from zhibu.domain.attendance import policies
from zhibu.domain.attendance.choices import Way
from zhibu.domain.attendance.models import MakingUp
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

MISSED = (AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)


@transaction.atomic
def making_up_record(
    *, actor: Actor, activity: Activity, member: Member, way: str, on: dt.date, joined: Activity | None = None, note: str = ""
) -> MakingUp:
    """Note how a member made up for a meeting that he missed: by himself, told by somebody, or at another one.

    `joined` is the other meeting, at which he is on record as having been there; the day is then its day.
    """
    policies.attendance_tick(actor, activity)
    held = activity_lock(activity.pk)
    if not Attendance.objects.filter(activity=held, member=member, status__in=MISSED).exists():
        raise Refused(f"{member.name}在这次会的名单上不是请假或者缺席，没有要补的。")
    if way not in Way.values:
        raise Refused(f"怎么补的读到“{way}”，应是自学、讲给他听、参加了别的会里的一个。")
    if joined is not None:
        _require_joined(held, member, joined)
        on = joined.on
    if way == Way.JOINED and joined is None and not note.strip():
        raise Refused("参加了别的会的，选是哪一次；名单里没有的，在说明里写清哪天、哪里的会。")
    if on > clock.today() or (on < held.on and joined is None):
        raise Refused(f"补的日期读到 {on}，应在开会那天 {held.on} 到今天之间。")
    require_fits(MakingUp, note=note)
    made, _ = MakingUp.objects.update_or_create(
        activity=held, member=member,
        defaults={"way": way, "on": on, "joined": joined, "note": note.strip(), "at": clock.now(), "by": actor.name},
    )  # fmt: skip
    entry_record(
        actor=actor, action="making_up.record", subject=member.pk, organisation=held.organisation_id,
        details={"activity": held.pk, "way": way, "on": on, "joined": joined.pk if joined else ""},
    )  # fmt: skip
    return made


@transaction.atomic
def making_up_withdraw(*, actor: Actor, activity: Activity, member: Member, why: str) -> None:
    """Take a note back that was made by mistake, and say why."""
    policies.attendance_tick(actor, activity)
    held = activity_lock(activity.pk)
    gone, _ = MakingUp.objects.filter(activity=held, member=member).delete()
    if not gone:
        raise NotFound("没有登记过补课，不用撤回。")
    entry_record(
        actor=actor, action="making_up.withdraw", subject=member.pk, organisation=held.organisation_id,
        details={"activity": held.pk, "why": why.strip()[:200]},
    )  # fmt: skip


def _require_joined(held: Activity, member: Member, joined: Activity) -> None:
    if joined.type != held.type:
        raise Refused("参加的另一次要和缺的这次是同一类会。")
    there = Attendance.objects.filter(activity=joined, member=member, status__in=(AttendanceStatus.PRESENT, AttendanceStatus.ONLINE))
    if joined.pk == held.pk or not there.exists():
        raise Refused(f"{joined.on} 那次会的名单上没有{member.name}到会。先在那次会的名单上加上他，再登记补会。")
