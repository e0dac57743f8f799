"""How the attendance of one meeting stands: leave that waits, who answered what, what was changed, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.choices import Says
from zhibu.domain.attendance.models import AttendanceChange, AttendanceTerms, MeetingAnswer
from zhibu.domain.attendance.selectors.roll import THERE, AttendanceRoll
from zhibu.domain.rulebook.selectors import demanded
from zhibu.engine.comparing.meetings import Demanded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

SHOWN = 200
MAKE_UP = "absent_make_up"  # what directives call that whoever was missing makes up


@dataclass(frozen=True, slots=True)
class Answered:
    """Who of those called said what; names in the order of the list."""

    coming: tuple[str, ...]
    leave: tuple[str, ...]
    unsure: tuple[str, ...]
    silent: tuple[str, ...]


def answered(roll: AttendanceRoll) -> Answered:
    """The answers of those entitled."""
    said: dict[str, list[str]] = {}
    for line in roll.lines:
        stands = line.answer.says if line.answer is not None else ""
        said.setdefault("" if stands == Says.WITHDRAWN else stands, []).append(line.member.name)
    return Answered(*(tuple(said.get(key, ())) for key in (Says.COMING, Says.LEAVE, Says.UNSURE, "")))


def answer_of(activity: Activity, member: str) -> MeetingAnswer | None:
    """What one member answered."""
    return MeetingAnswer.objects.filter(activity=activity, member=member).first()


def is_there(activity: Activity, member: str) -> bool:
    """Whether he stands on record as having been there."""
    return Attendance.objects.filter(activity=activity, member=member, status__in=THERE).exists()


def took_part(actor: Actor, member: str, year: int) -> list[Attendance]:
    """Where a member was on record in a year, the latest first; in the actor's scope, or himself."""
    found = scope.attendance(actor).filter(member=member, status__in=THERE, activity__status=ActivityStatus.HELD)
    found = found.filter(activity__on__gte=dt.date(year, 1, 1), activity__on__lt=dt.date(year + 1, 1, 1))
    return list(found.select_related("activity", "activity__organisation").order_by("-activity__on", "-pk"))


def leave_of(activity: Activity, actor: Actor) -> list[MeetingAnswer]:
    """Leave from this meeting that waits for a word, without the actor's own."""
    found = MeetingAnswer.objects.filter(activity=activity, says=Says.LEAVE, decision="").select_related("member")
    return [one for one in found if one.member_id != actor.member]


def changes_of(activity: Activity) -> Sequence[AttendanceChange]:
    """What was changed after it first stood there, the latest first: who, from what to what, by whom, why."""
    found = AttendanceChange.objects.filter(activity=activity).exclude(before="").select_related("member")
    return list(found.order_by("-at", "-pk")[:SHOWN])


def deadline_of(activity: Activity) -> dt.datetime | None:
    """Until when answers are taken; None: until the day of the meeting is over."""
    found = AttendanceTerms.objects.filter(activity=activity).values_list("answers_by", flat=True).first()
    return found.astimezone(clock.SHANGHAI) if found else None


def make_up_asked(activity: Activity) -> Demanded | None:
    """What directives in force say of making up for this type of meeting; None where nobody says anything."""
    return demanded(activity.organisation, activity.type, activity.on).goes(MAKE_UP)
