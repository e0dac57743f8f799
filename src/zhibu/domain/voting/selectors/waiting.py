"""What of the room waits for somebody: a slip to take, a count to take part in, a vote to be carried on."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll, Teller
from zhibu.domain.voting.selectors import open_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

MOST = 10
GOING_ON = (State.DRAFT, State.OPEN, State.CLOSED, State.COUNTED)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """His own vote first, then what he has to tell, then what he runs."""
    items = [
        OpenItem("轮到你投票", poll.title, reverse("voting-vote", args=[poll.pk]), poll.on, "领票，投票")
        for poll in open_for(actor)[:MOST]
    ]
    told = _told_by(actor)[:MOST]
    items += [OpenItem("你监票、计票", poll.title, reverse("voting", args=[poll.pk]), poll.on) for poll in told]
    found = _run_by(actor)  # a commissioner who tells a vote is told of it once
    return items + ([] if found is None else _items(found.exclude(pk__in=[poll.pk for poll in told])))


def waiting_count(actor: Actor) -> int:
    """The number beside the entry: slips to take and counts to take part in."""
    return len(open_for(actor)) + len(_told_by(actor))


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: votes of it and of its groups."""
    return _items(_going_on([organisation]))


def _told_by(actor: Actor) -> list[Poll]:
    if not actor.member:
        return []
    states = (State.OPEN, State.CLOSED)
    rows = Teller.objects.filter(member=actor.member, poll__state__in=states).select_related("poll")
    return [row.poll for row in rows.order_by("poll__on", "poll")]


def _run_by(actor: Actor) -> QuerySet[Poll] | None:
    branches = sorted({held.organisation for held in actor.roles if held.role in ("secretary", "commissioner")})
    groups = sorted({held.organisation for held in actor.roles if held.role == "leader"})
    if not branches and not groups:
        return None
    led = Q(organisation__in=groups) & ~Q(state=State.COUNTED)  # the branch confirms, never the group
    return _going(_there(branches) | led)


def _there(bodies: list[str]) -> Q:
    return Q(organisation__in=bodies) | Q(organisation__parent__in=bodies)


def _going_on(bodies: list[str]) -> QuerySet[Poll]:
    return _going(_there(bodies))


def _going(there: Q) -> QuerySet[Poll]:
    """Votes on which something is still to be done: a round without a winner is over once the next one is opened."""
    after = Poll.objects.filter(before=OuterRef("pk")).exclude(state=State.ABANDONED)
    found = Poll.objects.filter(there, state__in=GOING_ON)
    return found.exclude(Exists(after), state=State.COUNTED, outcome__outcome__decided=[]).order_by("on", "id")


def _items(found: QuerySet[Poll]) -> list[OpenItem]:
    return [
        OpenItem("选举表决", f"{poll.title}：{State(poll.state).label}", reverse("voting", args=[poll.pk]), poll.on)
        for poll in found[: MOST * 2]
    ]
