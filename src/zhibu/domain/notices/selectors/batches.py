"""What whoever sent a batch is told of it, and how the ways out stand for their keepers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import User
from zhibu.domain.notices import channels
from zhibu.domain.notices.choices import Channel, DeliveryState
from zhibu.domain.notices.models import Batch, Delivery, Notice, Robot
from zhibu.kernel.actor import Actor

GONE = "本人没有开通站外通知"


@dataclass(frozen=True, slots=True)
class Told:
    """One person of a batch: whether he has opened all that is meant for him, and what did not get out."""

    name: str
    member: str
    seen: bool
    has_account: bool
    problem: str


def batches(actor: Actor) -> QuerySet[Batch]:
    """What he himself sent, the latest first; whether somebody has seen it is told to nobody else."""
    if actor.everything:
        return Batch.objects.select_related("organisation")
    if not actor.user:
        return Batch.objects.none()
    return Batch.objects.filter(made_by=actor.user).select_related("organisation")


def batch_get(actor: Actor, pk: str) -> Batch:
    """One that he sent."""
    return scope.row_get(batches(actor), pk, "这批通知")


def counted(rows: Sequence[Batch]) -> dict[str, tuple[int, int]]:
    """Of each batch: how many persons, how many of them have opened it."""
    found = Notice.objects.filter(batch__in=[row.pk for row in rows], superseded_at=None).order_by().values("batch")
    seen = Count("pk", filter=Q(seen_on__isnull=False))
    return {one["batch"]: (one["all"], one["seen"]) for one in found.annotate(all=Count("pk"), seen=seen)}


def told_of(batch: Batch) -> list[Told]:
    """Its persons, whoever has not seen it first."""
    rows = Notice.objects.filter(batch=batch, superseded_at=None).select_related("member", "user")
    mine: dict[str, list[Notice]] = {}
    for row in rows:
        mine.setdefault(row.member_id or row.user_id or "", []).append(row)
    failed = Delivery.objects.filter(notice__batch=batch, state=DeliveryState.GIVEN_UP)
    problems = dict(failed.values_list("notice", "problem"))
    accounts = set(User.objects.filter(member__in=mine, is_active=True).values_list("member", flat=True))
    told = [_one(key, notices, problems, accounts) for key, notices in mine.items()]
    return sorted(told, key=lambda one: (one.seen, one.name))


def _one(key: str, rows: list[Notice], problems: dict[str, str], accounts: set[str | None]) -> Told:
    person = rows[0].member or rows[0].user
    problem = next((problems[row.pk] for row in rows if row.pk in problems), "")
    has_account = rows[0].member_id is None or key in accounts
    return Told(person.name if person else "", rows[0].member_id or "", all(row.seen_on for row in rows), has_account, problem)


def robots_failed(batch: Batch) -> list[Delivery]:
    """Robots of the batch that could not speak."""
    found = Delivery.objects.filter(batch=batch, state=DeliveryState.GIVEN_UP)
    return list(found.select_related("robot"))


@dataclass(frozen=True, slots=True)
class ChannelShown:
    """One way out: whether it is on, what waits and what failed."""

    code: str
    label: str
    is_open: bool
    waiting: int
    failed: int


def channels_shown() -> list[ChannelShown]:
    """All ways out with their numbers; of whom and of what is not told."""
    states = (DeliveryState.WAITING, DeliveryState.GIVEN_UP)
    counts = Counter[tuple[str, str]]()
    for one in Delivery.objects.filter(state__in=states).order_by().values("channel", "state").annotate(all=Count("pk")):
        counts[one["channel"], one["state"]] = one["all"]
    opened = channels.opened()
    return [
        ChannelShown(one.value, one.label, one.value in opened, counts[one.value, "waiting"], counts[one.value, "given_up"])
        for one in Channel
    ]


def problems_shown() -> list[tuple[str, str, int]]:
    """Why messages of the last weeks were given up: channel, reason, how often."""
    found = Delivery.objects.filter(state=DeliveryState.GIVEN_UP).order_by().values("channel", "problem")
    rows = found.annotate(all=Count("pk")).order_by("-all")[:20]
    return [(Channel(one["channel"]).label, one["problem"], one["all"]) for one in rows]


def robots(actor: Actor) -> QuerySet[Robot]:
    """The robots of organisations in scope by being clerk or secretary."""
    reached = scope.reach(actor, "organisation__", roles=("clerk", "secretary"))
    return Robot.objects.filter(reached).select_related("organisation").order_by("closed_at", "organisation__path", "pk")


def robot_get(actor: Actor, pk: str) -> Robot:
    """One of them."""
    return scope.row_get(robots(actor), pk, "这个群机器人")
