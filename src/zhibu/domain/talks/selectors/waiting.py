"""What of the room waits for somebody: talks planned for him, and what his body still lacks this year."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.talks.choices import TYPE
from zhibu.domain.talks.selectors.talks import people_of, talks_asked
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import chinese_day
from zhibu.kernel.open_work import OpenItem

SOON = dt.timedelta(days=14)
SHOWN = 8
STILL = (ActivityStatus.PLANNED, ActivityStatus.POSTPONED)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Talks in which he himself is to take part in the next fortnight, or whose day has passed."""
    if not actor.member:
        return []
    near = talks_asked(actor, member=actor.member, planned=True).filter(on__lte=today + SOON)
    rows = list(near.order_by("on", "pk")[:SHOWN])
    people = people_of([one.pk for one in rows]) if rows else {}
    return [
        OpenItem(
            "谈心谈话", f"{chinese_day(one.on)}同{_others(people.get(one.pk, []), actor.member)}谈心",
            reverse("talk", args=[one.pk]), one.on, "去记" if one.on <= today else "看安排",
        )
        for one in rows
    ]  # fmt: skip


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: the talks planned there."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    found = Activity.objects.filter(type=TYPE, status__in=STILL, organisation__path__under=body.path)
    rows = list(found.order_by("on", "pk")[: SHOWN * 5])
    people = people_of([one.pk for one in rows]) if rows else {}
    return [
        OpenItem("谈心谈话", f"{chinese_day(one.on)}：{_others(people.get(one.pk, []), '')}", reverse("talk", args=[one.pk]), one.on)
        for one in rows
    ]  # fmt: skip


def _others(people: list[Member], member: str) -> str:
    return "、".join(one.name for one in people if one.pk != member) or "还没选人"
