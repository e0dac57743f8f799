"""Meetings in sight: all of bodies in scope, and for members those that call them, once they were told or it was held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.meetings.models import AgendaItem, Guest, Meeting, MeetingMove
from zhibu.domain.meetings.selectors.people import COMMITTEE
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.organisations.spans import covering
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months

AROUND = 3  # meetings shown before and after another


@dataclass(frozen=True, slots=True)
class Asked:
    """How the list is cut; empty means all. `until` is the first day no longer."""

    type: str = ""
    organisation: str = ""
    state: str = ""
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    below: bool = True  # with the bodies below the organisation


def meetings(actor: Actor, asked: Asked | None = None) -> QuerySet[Activity]:
    """Activities that the actor may see, the latest first, cut as asked; talks and reports have rooms of their own."""
    found = Activity.objects.filter(_seen(actor)).exclude(type__in=MADE_ELSEWHERE)
    found = found.select_related("organisation", "organisation__parent", "meeting").order_by("-on", "-start", "pk")
    return cut(found, asked) if asked else found


def cut(found: QuerySet[Activity], asked: Asked) -> QuerySet[Activity]:
    """Those that are asked for."""
    if asked.type:
        found = found.filter(type=asked.type)
    if asked.organisation:
        body = Organisation.objects.filter(pk=asked.organisation).first()
        where = Q(organisation=asked.organisation)
        found = found.filter(Q(organisation__path__under=body.path) if body and asked.below else where)
    if asked.since:
        found = found.filter(on__gte=asked.since)
    if asked.until:
        found = found.filter(on__lt=asked.until)
    if asked.words:
        items = AgendaItem.objects.filter(activity=OuterRef("pk"), title__contains=asked.words)
        found = found.filter(Q(theme__contains=asked.words) | Q(place__contains=asked.words) | Exists(items))
    return found.filter(STATES[asked.state]()) if asked.state in STATES else found


def _ahead() -> Q:
    return Q(status=ActivityStatus.PLANNED, on__gte=clock.today())


def _overdue() -> Q:
    return Q(status=ActivityStatus.PLANNED, on__lt=clock.today())


# What the filter "state" offers: its word in the address -> the condition.
STATES: dict[str, Callable[[], Q]] = {
    "ahead": _ahead,
    "overdue": _overdue,
    "held": lambda: Q(status=ActivityStatus.HELD),
    "unrecorded": lambda: Q(status=ActivityStatus.HELD, recorded_on__isnull=True),
    "unreported": lambda: Q(status=ActivityStatus.HELD, reported_on__isnull=True),
    "postponed": lambda: Q(status=ActivityStatus.POSTPONED),
    "cancelled": lambda: Q(status=ActivityStatus.CANCELLED),
}
STATE_LABELS = {
    "ahead": "还没开", "overdue": "过了日子没登记", "held": "已开展", "unrecorded": "还没写记录", "unreported": "还没上报",
    "postponed": "延期", "cancelled": "取消",
}  # fmt: skip


def meeting_get(actor: Actor, pk: str) -> Activity:
    """One that he may see."""
    return scope.row_get(meetings(actor), pk, "这次会议活动")


def sheet_of(activity: Activity) -> Meeting:
    """The work on it; of an imported one an empty sheet that is not stored."""
    return getattr(activity, "meeting", None) or Meeting(activity=activity, version=0)


def _seen(actor: Actor) -> Q:
    condition = scope.reach(actor, "organisation__")
    if actor.everything or not actor.member:
        return condition
    own = scope.activities(Actor(name=actor.name, door=actor.door, member=actor.member))
    condition |= Q(pk__in=own.order_by().values("pk"))
    told = Q(notice_on__isnull=False) | Q(status=ActivityStatus.HELD)
    told |= Q(Exists(MeetingMove.objects.filter(activity=OuterRef("pk"))))
    return condition | (told & _calls(actor.member))


def _calls(member: str) -> Q:
    """Those to which he is called today: of his group and branch, of bodies above for all, of a committee he sits on."""
    today = clock.today()
    bodies = homes_of(member, today).select_related("organisation")
    mine = {row.organisation_id: row.organisation.path for row in bodies}
    above = {path for path in mine.values() for path in path_parents(path)}
    upper = Organisation.objects.filter(path__in=above).exclude(pk__in=mine).values_list("pk", flat=True)
    known = rulebook().activity_types.values()
    of_all = [one.code for one in known if one.called in ("members", "full_members", "joint")]
    of_few = [one.code for one in known if one.called == "committee"]
    seats = Post.objects.filter(covering(today), member=member, post__in=COMMITTEE).values_list("organisation", flat=True)
    found = Q(organisation__in=[*mine, *upper], type__in=of_all)
    found |= Q(organisation__in=list(seats), type__in=of_few)
    return found | Q(Exists(Guest.objects.filter(activity=OuterRef("pk"), member=member)))


def gathering(activity: Activity) -> list[Activity]:
    """All activities of one gathering (一并举办): the whole first, then its parts; alone where there are none."""
    whole = activity.part_of or activity
    return [whole, *whole.parts.select_related("organisation", "meeting").order_by("type", "pk")]


def joint(activity: Activity) -> list[Activity]:
    """The activities of all units of a joint meeting, the convener's first; alone where it is not joint."""
    sheet = sheet_of(activity)
    first = sheet.joint_of or activity
    others = Activity.objects.filter(meeting__joint_of=first).select_related("organisation", "organisation__parent", "meeting")
    return [first, *others.order_by("organisation__path")]


def agenda_of(activity: Activity) -> list[AgendaItem]:
    """The items of the agenda in order."""
    return list(AgendaItem.objects.filter(activity=activity))


def guests_of(activity: Activity) -> list[Guest]:
    """Guests in order."""
    return list(Guest.objects.filter(activity=activity).select_related("member"))


def moves_of(activity: Activity) -> list[MeetingMove]:
    """Postponements and cancellations, the earliest first."""
    return list(MeetingMove.objects.filter(activity=activity))


def last_of(organisation: Organisation, type: str, before: dt.date, most: int = 6) -> list[Activity]:
    """The latest of a type that were not cancelled: what the next one is copied from."""
    found = Activity.objects.filter(organisation=organisation, type=type, on__lt=before)
    found = found.exclude(status=ActivityStatus.CANCELLED).select_related("meeting").order_by("-on", "-pk")
    return list(found[:most])


def month_span(month: dt.date) -> tuple[dt.date, dt.date]:
    """First day of the month and of the next."""
    first = month.replace(day=1)
    return first, add_months(first, 1)


def of_days(actor: Actor, since: dt.date, until: dt.date) -> Sequence[Activity]:
    """Those of a span of days in their order, for calendars."""
    return list(meetings(actor, Asked(since=since, until=until)).order_by("on", "start", "pk"))


def came(keys: Sequence[str]) -> list[tuple[str, str, int]]:
    """How many were there in which way, of these activities: (activity, status, number)."""
    rows = Attendance.objects.filter(activity__in=list(keys)).order_by().values_list("activity", "status")
    return list(rows.annotate(number=Count("pk")))


def agendas(keys: Sequence[str]) -> dict[str, list[str]]:
    """Titles of the agendas of many, in order."""
    found: dict[str, list[str]] = {}
    rows = AgendaItem.objects.filter(activity__in=list(keys)).order_by("activity", "number")
    for key, title in rows.values_list("activity", "title"):
        found.setdefault(key, []).append(title)
    return found
