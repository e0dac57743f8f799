"""What other rooms know of the days before a life meeting, and life meetings as plain values."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.models import LifeMeeting, Measure, Outline
from zhibu.domain.meetings import selectors as meetings
from zhibu.domain.members.models import Member
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.talks.models import TalkPerson
from zhibu.kernel.actor import Actor

Told = TypeVar("Told")


def since_of(activity: Activity, life: LifeMeeting | None) -> dt.date:
    """From which day talks and opinions count for this meeting: as said, else after the last such meeting, else the year."""
    if life is not None and life.talks_since is not None:
        return life.talks_since
    rows = Activity.objects.filter(organisation=activity.organisation, type=activity.type, status=ActivityStatus.HELD)
    last = rows.filter(on__lt=activity.on).order_by("-on").values_list("on", flat=True).first()
    year = dt.date(activity.on.year, 1, 1)
    return max(last + dt.timedelta(days=1), year) if last else year


def talks_before(
    activity: Activity, life: LifeMeeting | None, entitled: Iterable[Member]
) -> tuple[int, int, dt.date | None]:
    """How many of those called have talked with somebody, of how many, and the last day; never what was said."""
    keys = [member.pk for member in entitled]
    rows = TalkPerson.objects.filter(
        member__in=keys, talk__activity__status=ActivityStatus.HELD, talk__activity__on__gte=since_of(activity, life),
        talk__activity__on__lte=activity.on,
    ).values_list("member", "talk__activity__on")  # fmt: skip
    pairs = list(rows)
    return len({key for key, _ in pairs}), len(keys), max((day for _, day in pairs), default=None)


def talk_pairs(actor: Actor, activity: Activity, life: LifeMeeting | None) -> list[tuple[dt.date, list[str]]]:
    """Who talked with whom and when before the meeting, for the paper that a directive asks for."""
    policies.life_change(actor, activity.organisation)
    keys = [member.pk for member in meetings.entitled(activity)]
    rows = TalkPerson.objects.filter(
        talk__people__member__in=keys, talk__activity__status=ActivityStatus.HELD,
        talk__activity__on__gte=since_of(activity, life), talk__activity__on__lte=activity.on,
    ).order_by("talk__activity__on", "talk", "pk").values_list("talk", "talk__activity__on", "member__name").distinct()  # fmt: skip
    found: dict[str, tuple[dt.date, list[str]]] = {}
    for talk, day, name in rows:
        names = found.setdefault(talk, (day, []))[1]
        if name not in names:
            names.append(name)
    return list(found.values())


def opinions_before(activity: Activity, life: LifeMeeting | None) -> tuple[int, dt.date | None]:
    """How many opinions were taken down here before the meeting, and the last day."""
    rows = Opinion.objects.filter(
        organisation=activity.organisation, taken_on__gte=since_of(activity, life), taken_on__lte=activity.on
    ).values_list("taken_on", flat=True)
    days = list(rows)
    return len(days), max(days, default=None)


def told_in_bulk(rows: Sequence[Activity], shape: Callable[..., Told]) -> list[Told]:
    """Life meetings as plain values, whatever their number in the same few queries."""
    keys = [one.pk for one in rows]
    lives = LifeMeeting.objects.in_bulk(keys)
    handed = Counter(Outline.objects.filter(life__in=keys, handed_on__isnull=False).values_list("life", flat=True))
    left = Counter(Measure.objects.filter(life__in=keys).exclude(state="closed").values_list("life", flat=True))
    papers: dict[str, list[str]] = {}
    for about, kind in Paper.objects.filter(about__in=keys).order_by("kind").values_list("about", "kind"):
        papers.setdefault(about, []).append(kind)
    return [
        shape(
            id=one.pk, organisation=one.organisation_id, type=one.type, on=one.on, status=one.status, theme=one.theme,
            source=life.source if life else "", basis=life.basis if life else "",
            outlines_by=life.outlines_by if life else None, talks_since=life.talks_since if life else None,
            handed=handed[one.pk], papers=papers.get(one.pk, []), open_measures=left[one.pk],
        )
        for one in rows for life in (lives.get(one.pk),)
    ]  # fmt: skip
