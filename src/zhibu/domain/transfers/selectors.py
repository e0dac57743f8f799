"""Reads of the room: transfers of both sides in scope and one's own, and what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.casework.selectors.roads import roads
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Post
from zhibu.domain.members.selectors import posts_held_on
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.naming import named_by
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.transfers.choices import ON_THE_ROAD, UNDER_WAY, State, Way
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.open_work import OpenItem

NEAR = 8  # branches looked at where a text means several
NAMED = 3  # of those named
USUAL_DAYS = 90
SHOWN = 8  # of each kind on a desk


def transfers(actor: Actor) -> QuerySet[Transfer]:
    """What the actor may see, the latest first: transfers from or to a body in scope, and his own."""
    found = Transfer.objects.select_related("origin", "destination", "member")
    if scope.sees_all(actor):
        return found
    seen = Transfer.objects.filter(scope.reach(actor, "origin__")).order_by().values("pk")
    seen = seen.union(Transfer.objects.filter(scope.reach(actor, "destination__")).order_by().values("pk"))
    if actor.member:
        seen = seen.union(Transfer.objects.filter(member=actor.member).order_by().values("pk"))
    return found.filter(pk__in=seen)


def transfer_get(actor: Actor, pk: str) -> Transfer:
    """One transfer that he may see."""
    return scope.row_get(transfers(actor), pk, "这件转接")


def transfers_asked(
    actor: Actor, *, state: str = "", name: str = "", late_on: dt.date | None = None
) -> QuerySet[Transfer]:
    """The same, cut by how far they are, by a part of the name, or to those past the day of the letter."""
    found = transfers(actor)
    if state:
        found = found.filter(state=state)
    if name:
        found = found.filter(name__contains=name)
    if late_on is not None:
        found = found.filter(late(late_on))
    return found


def letter_first(actor: Actor, transfer: Transfer, on: dt.date) -> dict[str, Any]:
    """What a letter says as a rule: the nearest body above that is the actor's, paid up to, how long it holds."""
    found: dict[str, Any] = {"valid_days": letter_days(transfer, on)}
    if transfer.origin is not None:
        mine = scope.organisations(actor).filter(path__in=path_parents(transfer.origin.path))
        above = list(mine.exclude(kind=OrganisationKind.LEADING_BODY).order_by("-path"))
        # a general branch writes letters only where it was given the power to
        full = [body for body in above if body.kind != OrganisationKind.GENERAL_BRANCH]
        first = next(iter(full or above), None)
        found["issuer"] = first.pk if first else ""
    paid = Due.objects.filter(member=transfer.member_id, paid__gte=F("assessed"))
    found["dues_paid_to"] = paid.order_by("-month").values_list("month", flat=True).first() or ""
    return found


def late(on: dt.date) -> Q:
    """The letter has run out and nobody received him, or the receipt was never sent."""
    return Q(state__in=ON_THE_ROAD, valid_until__lt=on)


def is_late(transfer: Transfer, on: dt.date) -> bool:
    """The same of one."""
    there = transfer.state in ON_THE_ROAD and transfer.valid_until is not None
    return there and transfer.valid_until is not None and transfer.valid_until < on


def waiting(actor: Actor) -> dict[str, int]:
    """How many wait for the actor's own deed: to be written, to be received, to be acknowledged."""
    return {name: found.count() for name, found in _waiting(actor).items()}


def _waiting(actor: Actor) -> dict[str, QuerySet[Transfer]]:
    from_here = Transfer.objects.filter(scope.reach(actor, "origin__", roles=("clerk",)))
    to_here = Transfer.objects.filter(scope.reach(actor, "destination__", roles=KEEPERS))
    return {
        "letter": from_here.filter(state=State.REQUESTED),
        "receive": to_here.filter(state__in=ON_THE_ROAD),
        "acknowledge": to_here.filter(state=State.RECEIVED),
    }


DEEDS = {"letter": "开介绍信", "receive": "接收", "acknowledge": "登记回执"}


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """For whoever is to act: the letter to write, the member to receive, the receipt to note."""
    if not actor.holds(*KEEPERS):
        return []
    waits = [(name, one) for name, found in _waiting(actor).items() for one in found.order_by("valid_until", "pk")[:SHOWN]]
    prefetch_related_objects([one for _, one in waits], "origin", "destination")  # joined, all would be read for these few
    return [
        OpenItem("组织关系转接", f"{one.name}转到{one.goal_short}，等你{DEEDS[name]}",
                 reverse("transfer", args=[one.pk]), one.valid_until, DEEDS[name], duty="transfer")
        for name, one in waits
    ]  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """The number beside the list: what waits for his own deed."""
    if not actor.holds(*KEEPERS):
        return 0
    first, *more = (rows.order_by().values("pk") for rows in _waiting(actor).values())
    return first.union(*more).count()  # one query, asked on every page; with an OR both sides of all would be joined


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: transfers from and to it and what is below."""
    body = Organisation.objects.filter(pk=organisation).exclude(kind=OrganisationKind.PARTY_GROUP).first()
    if body is None:
        return []
    sides = Q(origin__path__under=body.path) | Q(destination__path__under=body.path)
    found = Transfer.objects.filter(sides, state__in=(*UNDER_WAY, State.RECEIVED)).select_related("origin", "destination")
    rows = found.order_by(F("valid_until").asc(nulls_last=True), "requested_on", "pk")[: SHOWN * 5]
    return [
        OpenItem("组织关系转接", f"{one.name}转到{one.goal_short}：{one.get_state_display()}", reverse("transfer", args=[one.pk]),
                 one.valid_until)
        for one in rows
    ]  # fmt: skip


def under_way(member: str) -> Transfer | None:
    """The transfer of a member that is not at its end; the caller has looked at who may see him."""
    return Transfer.objects.filter(member=member, state__in=UNDER_WAY).select_related("destination").first()


def branch_meant(text: str, on: dt.date) -> Organisation:
    """The branch that a text names: its id, its name, or a part that only one has; of the whole system.

    Whoever asks for a transfer must be able to name a branch beyond his range; he learns its name only.
    """
    wanted = text.strip()
    there = Organisation.objects.filter(existing(on), kind=OrganisationKind.BRANCH)
    near = named_by(there, wanted, NEAR)
    if len(near) == 1:
        return near[0]
    if near:
        names = "、".join(_placed(near)[:NAMED]) + ("等" if len(near) > NAMED else "")
        raise Refused(f"“{wanted}”有几个支部都对得上，如{names}。多写几个字。")
    raise NotFound(f"本系统里没有叫“{wanted}”的党支部；在别的系统里的，填“转到外面的党组织”。")


def _placed(bodies: Sequence[Organisation]) -> list[str]:
    """Their names; where two have the same one, each with the body above it."""
    often = Counter(str(body) for body in bodies)
    return [f"{body}（{body.parent}）" if often[str(body)] > 1 else str(body) for body in bodies]


def posts_left_behind(transfer: Transfer, on: dt.date) -> list[Post]:
    """Posts that end when he is received: in the branch of origin and its groups, on the way out all of them."""
    if transfer.member_id is None or transfer.origin is None:
        return []
    return posts_held_on(transfer.member_id, on, transfer.origin if transfer.way == Way.INSIDE else None)


def letter_days(transfer: Transfer, on: dt.date) -> int:
    """For how many days a letter usually holds by the directives in force where he leaves; 90 where none says."""
    if transfer.origin is None:
        return USUAL_DAYS
    for road in roads(transfer.origin, "transfer", on):
        step = road.step("receipt")
        said = [one.limit.said for one in (step.times if step else ()) if one.latest]
        days = [count for start, unit, count in said if (start, unit) == ("letter", "days")]
        if days:
            return min(days)
    return USUAL_DAYS
