"""Who missed what and how he made up for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.models import MakingUp
from zhibu.domain.attendance.selectors.standing import MAKE_UP
from zhibu.domain.rulebook.selectors import confidential_types, demanded_each, rulebook
from zhibu.engine.comparing.meetings import Demanded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

MISSED = (AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)
CALLED = ("members", "full_members", "joint", "committee", "centre_group", "leaders", "secretaries")
NEAR = dt.timedelta(days=92)  # around the meeting missed, in which another one may have been joined


@dataclass(frozen=True, slots=True)
class Missed:
    """One meeting missed by one member: what is asked of him, by when, and what he did."""

    row: Attendance
    done: MakingUp | None
    asked: Demanded | None
    due: dt.date | None

    @property
    def late(self) -> bool:
        """Asked for, its day is over, and nothing was noted."""
        return self.done is None and self.due is not None and self.due < clock.today()


def missed_rows(actor: Actor, *, member: str = "", year: int = 0, open_only: bool = False, words: str = "") -> QuerySet[Attendance]:
    """Rows of leave and absence from meetings held in the actor's scope (his own too), the latest first."""
    kinds = [one.code for one in rulebook().activity_types.values() if one.called in CALLED]
    found = scope.attendance(actor).filter(status__in=MISSED, activity__status=ActivityStatus.HELD, activity__type__in=kinds)
    hidden = Q(activity__type__in=confidential_types())
    found = found.exclude(hidden & ~Q(member=actor.member or "-")) if not actor.everything else found
    if member:
        found = found.filter(member=member)
    if year:
        found = found.filter(activity__on__gte=dt.date(year, 1, 1), activity__on__lt=dt.date(year + 1, 1, 1))
    if words:
        found = found.filter(Q(member__name__contains=words) | Q(member__name_initials__startswith=words.lower()))
    if open_only:
        found = found.filter(~Exists(MakingUp.objects.filter(activity=OuterRef("activity"), member=OuterRef("member"))))
    return found.select_related("activity", "activity__organisation", "member").order_by("-activity__on", "activity", "member", "pk")


def missed_told(rows: Sequence[Attendance]) -> list[Missed]:
    """The same with what is asked and what was done, in as many queries for many as for one."""
    keys = [row.activity_id for row in rows]
    done = {(one.activity_id, one.member_id): one for one in MakingUp.objects.filter(activity__in=keys).select_related("joined", "joined__organisation")}
    meetings = {(one.organisation_id, one.type, one.on): one for one in (row.activity for row in rows)}
    demands = demanded_each([(one.organisation, one.type, one.on) for one in meetings.values()])
    asked = {key: told.goes(MAKE_UP) for key, told in zip(meetings, demands, strict=True)}
    told = []
    for row in rows:
        held = row.activity
        wanted = asked[held.organisation_id, held.type, held.on]
        days = wanted.within if wanted is not None and wanted.binding else None
        due = held.on + dt.timedelta(days) if days is not None else None
        told.append(Missed(row, done.get((row.activity_id, row.member_id)), wanted, due))
    return told


def missed_get(actor: Actor, row: int) -> Attendance:
    """One row of leave or absence."""
    return scope.row_get(missed_rows(actor), row, "这一次请假或缺席")


def joined_elsewhere(row: Attendance) -> list[Activity]:
    """Other meetings of the same type near it at which the member is on record as having been there."""
    held = row.activity
    found = Activity.objects.filter(
        type=held.type, status=ActivityStatus.HELD, on__gte=held.on - NEAR, on__lte=held.on + NEAR,
        attendance__member=row.member_id, attendance__status__in=(AttendanceStatus.PRESENT, AttendanceStatus.ONLINE),
    ).exclude(pk=held.pk).exclude(organisation=held.organisation_id)  # fmt: skip
    return list(found.select_related("organisation").order_by("on", "pk"))
