"""Who was there: ticked by whoever keeps the list, or signed by oneself with the code on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.activities.services import activity_lock, attendance_set
from zhibu.domain.attendance import policies, tokens
from zhibu.domain.attendance.choices import How
from zhibu.domain.attendance.models import AttendanceChange, CodeMisses
from zhibu.domain.attendance.selectors import (
    GONE,
    is_called,
    open_calls,
    require_open,
    together,
)
from zhibu.domain.compliance.services import refresh_left
from zhibu.domain.meetings.selectors import entitled
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

Rows = Mapping[str, tuple[str, str]]
MOST_MISSES, FORGOTTEN = 10, timedelta(minutes=10)


@transaction.atomic
def attendance_tick(
    *, actor: Actor, activity: Activity, rows: Rows, base: Rows | None = None, how: How = How.TICKED, why: str = ""
) -> int:
    """Say of the members named how they were there: id -> (status, reason); how many rows are different now.

    `base` is what the sender was shown: a row that he left as he saw it and somebody else changed meanwhile (by
    signing in, say) stays as it is now. Once the minutes were finished a change needs `why`, and is kept as a
    correction with what stood there before. Refused for a meeting that lies ahead or was called off.
    """
    policies.attendance_tick(actor, activity)
    held = activity_lock(activity.pk)
    require_day(held, clock.today())
    there = {row.member_id: (row.status, row.reason) for row in Attendance.objects.filter(activity=held, member__in=rows)}
    wanted = {key: (status, reason.strip()) for key, (status, reason) in rows.items()}
    if base is not None:
        wanted = {key: said for key, said in wanted.items() if key not in there or said != base.get(key)}
    changed = {key: said for key, said in wanted.items() if there.get(key) != said}
    if not changed:
        return 0
    if held.recorded_on is not None and there and not why.strip():
        raise Refused("这次会的记录已经完成，改到会情况要写明更正的原因。")
    require_fits(AttendanceChange, why=why)
    attendance_set(actor=actor.entrusted(), activity=held, rows=changed)
    now = clock.now()
    AttendanceChange.objects.bulk_create(
        AttendanceChange(
            activity=held, member_id=key, before=there.get(key, ("", ""))[0], before_reason=there.get(key, ("", ""))[1],
            after=status, after_reason=reason, how=how, at=now, by=actor.name, why=why.strip(),
        )
        for key, (status, reason) in changed.items()
    )  # fmt: skip
    for part in held.parts.filter(organisation=held.organisation_id, on=held.on).select_related("organisation"):
        _carried(actor, part, changed, how, why)
    return len(changed)


def _carried(actor: Actor, part: Activity, changed: Rows, how: How, why: str) -> None:
    """What was held in the same gathering has the same people: nobody is ticked twice where nothing stands yet."""
    called = {member.pk for member in entitled(part)}
    there = set(Attendance.objects.filter(activity=part, member__in=called).values_list("member", flat=True))
    rows = {key: said for key, said in changed.items() if key in called - there}
    if rows:
        attendance_tick(actor=actor, activity=part, rows=rows, how=how, why=why)


def require_day(activity: Activity, today: dt.date) -> None:
    """Attendance is of a meeting that was held or is to be held today."""
    if activity.status == ActivityStatus.CANCELLED:
        raise Refused("这次会取消了，没有到会可登记。")
    if activity.on > today:
        raise Refused(f"这次会定在 {activity.on}，到了那天再登记到会。")


def attendance_sign(*, actor: Actor, activity: Activity, token: str) -> bool:
    """Sign oneself in at a real meeting with what its screen shows; False where one was there already.

    Writes one row and one entry in a short transaction and waits for no one else's row; what it means for
    verdicts is judged later by the worker. Nobody is ever signed out, and a row that the leader ticked as
    being there stays as it is.
    """
    member = policies.attendance_sign(actor)
    now = clock.now()
    require_open(activity, now)
    meant = [one for one in together(activity) if is_called(one, member)]
    if not meant:
        raise NotFound(GONE)
    _require_patience(activity, member, now)
    try:
        how = tokens.code_check(activity.pk, token, now)
    except Refused:
        _missed(activity, member, now)
        raise
    with refresh_left():
        return _signed(actor, meant, member, how, now)


def attendance_type(*, actor: Actor, digits: str) -> Activity:
    """Sign oneself in with the six digits from the screen: at that meeting of today whose digits they are."""
    policies.attendance_sign(actor)
    now = clock.now()
    there = open_calls(actor, now)
    if not there:
        raise Refused("现在没有可以签到的会：还没到时间，或者这次会没有叫你参加。到了会的，告诉组长在名单上点到。")
    for one in there:  # whoever tried too often at one of them tries at none: else two meetings give tries without end
        _require_patience(one, actor.member, now)
    for one in there:
        try:
            tokens.code_check(one.pk, digits, now)
        except Refused:
            continue
        attendance_sign(actor=actor, activity=one, token=digits)
        return one
    attendance_sign(actor=actor, activity=there[0], token=digits)  # tells what is wrong, and counts it
    return there[0]


@transaction.atomic
def _signed(actor: Actor, activities: Sequence[Activity], member: str, how: How, now: dt.datetime) -> bool:
    new = [one for one in activities if _signed_at(actor, one, member, how, now)]
    return bool(new)


def _signed_at(actor: Actor, activity: Activity, member: str, how: How, now: dt.datetime) -> bool:
    row = Attendance.objects.filter(activity=activity, member=member).first()
    if row is not None and row.status in (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE):
        return False
    attendance_set(
        actor=actor.entrusted(), activity=activity, rows={member: (AttendanceStatus.PRESENT, "")}, lock=False
    )
    AttendanceChange.objects.create(
        activity=activity, member_id=member, before=row.status if row else "", before_reason=row.reason if row else "",
        after=AttendanceStatus.PRESENT, how=how, at=now, by=actor.name,
    )  # fmt: skip
    return True


def _require_patience(activity: Activity, member: str, now: dt.datetime) -> None:
    found = CodeMisses.objects.filter(activity=activity, member=member, since__gt=now - FORGOTTEN).first()
    if found is not None and found.count >= MOST_MISSES:
        raise Refused(f"连续 {MOST_MISSES} 次没有对上，过 10 分钟再试；或者告诉组长，由他在名单上点到。")


@transaction.atomic
def _missed(activity: Activity, member: str, now: dt.datetime) -> None:
    """One more wrong one; not on the record, since nothing was done."""
    found, made = CodeMisses.objects.select_for_update().get_or_create(
        activity=activity, member_id=member, defaults={"since": now, "count": 1}
    )
    if made:
        return
    if found.since <= now - FORGOTTEN:
        found.since, found.count = now, 0
    found.count += 1
    found.save(update_fields=["since", "count"])
