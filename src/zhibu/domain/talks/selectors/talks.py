"""Talks in sight: those of bodies that the actor keeps, and his own. What was said is read by `notes_of` only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.letters.selectors import letter_open
from zhibu.domain.members.belonging import homes_of, members_on
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.talks.choices import TYPE
from zhibu.domain.talks.models import Talk, TalkNote, TalkPerson
from zhibu.domain.talks.policies import talk_note
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class TalkTold:
    """A talk as it is told to whoever may know that it took place."""

    activity: Activity
    people: tuple[Member, ...]
    reason: str  # its code; empty where he may not know it

    @property
    def names(self) -> str:
        """张三、李四."""
        return "、".join(one.name for one in self.people)

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.activity.status in (ActivityStatus.PLANNED, ActivityStatus.POSTPONED)


def talks(actor: Actor) -> QuerySet[Activity]:
    """The talks whose taking place he may know, the latest first."""
    found = Activity.objects.filter(type=TYPE).select_related("organisation", "talk")
    if actor.everything:
        return found.order_by("-on", "-pk")
    condition = scope.reach(actor, "organisation__")
    if actor.member:
        mine = Attendance.objects.filter(member=actor.member, activity__type=TYPE).values("activity")
        planned = TalkPerson.objects.filter(member=actor.member).values("talk")
        condition |= Q(pk__in=mine) | Q(pk__in=planned)
    return found.filter(condition).order_by("-on", "-pk")


def talks_asked(
    actor: Actor, *, body: Organisation | None = None, member: str = "", year: int | None = None, planned: bool | None = None
) -> QuerySet[Activity]:
    """The same, cut to a body (with what is below it), to one of those who talk, to a year, to what is still to be held."""
    found = talks(actor)
    if body is not None:
        found = found.filter(organisation__path__under=body.path)
    if member:
        held = Attendance.objects.filter(member=member, activity__type=TYPE).values("activity")
        found = found.filter(Q(pk__in=held) | Q(talk__people__member=member)).distinct()
    if year is not None:
        found = found.filter(on__year=year)
    if planned is not None:
        still = Q(status__in=(ActivityStatus.PLANNED, ActivityStatus.POSTPONED))
        found = found.filter(still if planned else ~still & ~Q(status=ActivityStatus.CANCELLED))
    return found


def talk_get(actor: Actor, pk: str) -> Activity:
    """One talk in sight."""
    return scope.row_get(talks(actor), pk, "这次谈话")


def people_of(activities: Collection[str]) -> dict[str, list[Member]]:
    """Who talks in each: those it was made with; of one that came with an import, those who attended.

    Nobody is added to the first afterwards, so that a sign-in of somebody else gives no way to what was said.
    """
    found: dict[str, list[Member]] = defaultdict(list)
    for one in TalkPerson.objects.filter(talk__in=activities).select_related("member").order_by("pk"):
        found[one.talk_id].append(one.member)
    rest = [key for key in activities if key not in found]
    there = Attendance.objects.filter(activity__in=rest).select_related("member").order_by("pk") if rest else ()
    for row in there:
        found[row.activity_id].append(row.member)
    return dict(found)


def told(actor: Actor, found: Iterable[Activity]) -> list[TalkTold]:
    """The lines of a list."""
    rows = list(found)
    people = people_of([one.pk for one in rows])
    answer = []
    for one in rows:
        there = tuple(people.get(one.pk, ()))
        talk: Talk | None = getattr(one, "talk", None)
        may = actor.member in {person.pk for person in there} or actor.reaches(
            one.organisation.path, *KEEPERS
        )
        answer.append(TalkTold(one, there, talk.reason if talk and may else ""))
    return answer


@dataclass(frozen=True, slots=True)
class NoteTold:
    """What one of those who talked wrote down, opened."""

    writer: str
    name: str
    text: str
    at: dt.datetime


def notes_of(actor: Actor, activity: Activity) -> list[NoteTold]:
    """What was said, for somebody who took part, in person; NotAllowed for everybody else."""
    talk_note(actor, {person.pk for person in people_of([activity.pk]).get(activity.pk, ())})
    rows = TalkNote.objects.filter(talk=activity.pk, letter__keys__member=actor.member)
    return [
        NoteTold(row.writer_id, row.writer.name, letter_open(actor, row.letter), row.letter.written_at)
        for row in rows.select_related("writer", "letter").order_by("pk")
    ]


def body_of(actor: Actor, people: Sequence[Member], on: dt.date) -> Organisation:
    """Whose talk it is: of their common group where its leader or they themselves record it, else of their branch."""
    spans = Membership.objects.filter(covering(on), member__in=[one.pk for one in people]).select_related("organisation")
    homes: dict[str, set[str]] = {one.pk: set() for one in people}
    bodies = {}
    for span in spans:
        homes[span.member_id].add(span.organisation_id)
        bodies[span.organisation_id] = span.organisation
    shared = [bodies[key] for key in set.intersection(*homes.values())] if homes else []
    group = next((one for one in shared if one.kind == OrganisationKind.PARTY_GROUP), None)
    branch = next((one for one in shared if one.kind == OrganisationKind.BRANCH), None)
    if group is not None and not (branch and actor.reaches(branch.path, *KEEPERS)):
        return group
    if branch is None:
        raise Refused("这几个人当天不在同一个党支部，谈心谈话记在同一个支部里：选同支部的人。")
    return branch


def colleagues(actor: Actor, on: dt.date) -> list[Member]:
    """The members of his own branch, whose names he may know: with one of them he talked."""
    home = homes_of(actor.member, on).filter(organisation__kind=OrganisationKind.BRANCH).select_related("organisation").first()
    return list(members_on(home.organisation, on)) if home else []
