"""Meetings to which the actor himself is called, and what he answered; what waits for a leader's word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.cells import names
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.attendance.choices import Says
from zhibu.domain.attendance.models import MeetingAnswer
from zhibu.domain.attendance.selectors.hours import closed_reason
from zhibu.domain.meetings import policies as meetings
from zhibu.domain.meetings.models import Guest, MeetingMove
from zhibu.domain.meetings.selectors import gathering, is_entitled, joint
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.organisations.spans import covering
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

AHEAD = 60  # days of meetings ahead that a member is shown
GONE = "找不到这次会议，或者它没有叫你参加。扫会场屏幕上的码，或者告诉组长，由他在名单上点到。"


@dataclass(frozen=True, slots=True)
class Call:
    """One meeting ahead to which the actor is called, and his answer."""

    activity: Activity
    answer: MeetingAnswer | None


def is_called(activity: Activity, member: str) -> bool:
    """Whether this member is entitled, or invited as a guest."""
    return is_entitled(activity, member) or Guest.objects.filter(activity=activity, member=member).exists()


def called_get(actor: Actor, key: str) -> Activity:
    """The meeting, if the actor himself is called to it."""
    found = meant_get(key)
    if not actor.member or not any(is_called(one, actor.member) for one in together(found)):
        raise NotFound(GONE)
    return found


def meant_get(key: str) -> Activity:
    """The meeting that a code was scanned for; the service that signs in looks at who is called, before anything is told."""
    found = Activity.objects.select_related("organisation", "organisation__parent").filter(pk=key).first()
    if found is None:
        raise NotFound(GONE)
    return found


def kept_get(actor: Actor, key: str) -> Activity:
    """The meeting whose attendance the actor may see: in his scope, or he was named to write its minutes."""
    known = scope.reach(actor, "organisation__")
    if actor.member and not actor.everything:
        # several ids may stand in the cell, joined by a blank
        known |= names("recorder", actor.member)
    rows = Activity.objects.select_related("organisation", "organisation__parent").filter(known)
    found = rows.filter(pk=key).first()
    if found is None or not (scope.organisations(actor).filter(pk=found.organisation_id).exists() or meetings.writes(actor, found)):
        raise NotFound("找不到这次会议，或者它不在你的管理范围里。")
    return found


def calls(actor: Actor, day: dt.date) -> list[Call]:
    """Planned meetings from a day on to which the actor himself is called, the nearest first; those that members may see, so told or moved."""
    if not actor.member:
        return []
    found = [one for one in _near(actor.member, day) if is_called(one, actor.member)]
    answers = {one.activity_id: one for one in MeetingAnswer.objects.filter(member=actor.member, activity__in=found)}
    return [Call(one, answers.get(one.pk)) for one in found]


def open_calls(actor: Actor, now: dt.datetime) -> list[Activity]:
    """Meetings at which the actor could sign himself in at this moment."""
    if not actor.member:
        return []
    today = now.astimezone(clock.SHANGHAI).date()
    there = _of(actor.member, today).filter(on=today).exclude(status=ActivityStatus.CANCELLED)
    return [one for one in there if not closed_reason(one, now) and is_called(one, actor.member)]


def together(activity: Activity) -> list[Activity]:
    """What was held at the same time in the same room: of all units of a joint meeting, and within one gathering."""
    found = {one.pk: one for unit in joint(activity) for one in gathering(unit)}
    found.setdefault(activity.pk, activity)
    return [one for one in found.values() if one.on == activity.on and one.status != ActivityStatus.CANCELLED]


def _near(member: str, day: dt.date) -> QuerySet[Activity]:
    """Those planned within the next weeks of which members were told."""
    told = Q(notice_on__isnull=False) | Q(Exists(MeetingMove.objects.filter(activity=OuterRef("pk"))))
    rows = _of(member, day).filter(told, status=ActivityStatus.PLANNED, on__gte=day, on__lte=day + dt.timedelta(AHEAD))
    return rows.order_by("on", "start", "pk")


def _of(member: str, day: dt.date) -> QuerySet[Activity]:
    """Those of the bodies where he belongs or holds a post, of those above, and where he is a guest."""
    paths = set(homes_of(member, day).values_list("organisation__path", flat=True))
    paths |= set(Post.objects.filter(covering(day), member=member).values_list("organisation__path", flat=True))
    where = Q(guests__member=member) | Q(speaker=member) | Q(host=member)
    for path in paths:
        where |= Q(organisation__path__in=[*path_parents(path), path])
    return Activity.objects.filter(where).select_related("organisation", "organisation__parent").distinct().order_by("pk")


def leave_waiting(actor: Actor) -> QuerySet[MeetingAnswer]:
    """Leave asked for that waits for the actor's word: of meetings that he runs, not his own."""
    roles = ("leader", "secretary", "commissioner")
    found = MeetingAnswer.objects.filter(
        scope.reach(actor, "activity__organisation__", roles=roles), says=Says.LEAVE, decision="",
        activity__status__in=(ActivityStatus.PLANNED, ActivityStatus.POSTPONED), activity__on__gte=clock.today(),
    )  # fmt: skip
    if actor.member:
        found = found.exclude(member=actor.member)
    return found.select_related("activity", "activity__organisation", "member").order_by("activity__on", "at", "pk")
