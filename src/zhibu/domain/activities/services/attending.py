"""Who was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db import transaction

from zhibu.domain.activities.choices import AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.activities.services.noting import activity_lock, activity_noted
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


@transaction.atomic
def attendance_set(
    *, actor: Actor, activity: Activity, rows: Mapping[str, tuple[str, str]], lock: bool = True
) -> None:
    """Say of the members named (by id) how they were there: (status, reason); others stay as they are.

    `lock=False`: many sign themselves in at once, each only his own row, and none waits for the others.
    """
    held = activity_lock(activity.pk) if lock else activity
    wrong = sorted({status for status, _ in rows.values()} - set(AttendanceStatus.values))
    if wrong:
        allowed = "、".join(AttendanceStatus.values)
        raise Refused(f"到会情况读到“{wrong[0]}”，应是 {allowed} 里的一个。")
    known = set(Member.objects.filter(pk__in=rows).values_list("pk", flat=True))
    if rows.keys() - known:
        raise NotFound("名单里有找不到的党员，重新打开页面。")
    for _, reason in rows.values():
        require_fits(Attendance, reason=reason)
    there = {
        row.member_id: row for row in Attendance.objects.filter(activity=held, member__in=rows)
    }
    new, changed = [], []
    for member, (status, reason) in rows.items():
        row = there.get(member)
        if row is None:
            new.append(
                Attendance(activity=held, member_id=member, status=status, reason=reason.strip())
            )
        elif (row.status, row.reason) != (status, reason.strip()):
            row.status, row.reason = status, reason.strip()
            changed.append(row)
    if not new and not changed:
        return
    # two that write the same row at once: the later one holds
    Attendance.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["activity", "member"],
        update_fields=["status", "reason"],
    )
    Attendance.objects.bulk_update(changed, ["status", "reason"])
    counted = dict(Counter(row.status for row in [*new, *changed]))
    activity_noted(
        actor, "attendance.set", held, counted, [row.member_id for row in [*new, *changed]]
    )


@transaction.atomic
def attendance_clear(*, actor: Actor, activity: Activity, members: Collection[str]) -> None:
    """Take the rows of these members away: nothing is known of them then."""
    held = activity_lock(activity.pk)
    rows = Attendance.objects.filter(activity=held, member__in=members)
    gone = list(rows.values_list("member", flat=True))
    if not gone:
        return
    rows.delete()
    activity_noted(actor, "attendance.clear", held, {"count": len(gone)}, gone)
