"""Lists of the room in the actor's scope: requests to correct, what is due to be cleared, merges."""

from __future__ import annotations

import json
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Membership
from zhibu.domain.registry.models import Care, Clearing, Correction, Hardship, Merging, Reward
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor

Row = TypeVar("Row", Care, Hardship, Reward)


def _kept(actor: Actor, *roles: str) -> Q:
    """Rows of members for whose branch he answers (or answered when they left)."""
    if actor.everything:
        return Q()
    still = Q(until__isnull=True) | Q(until__gt=clock.today()) | Q(until=F("member__left"))
    reach = scope.reach(actor, "organisation__", roles=roles or KEEPERS)
    return Q(member__in=Membership.objects.filter(still, reach).order_by().values("member"))


def corrections(actor: Actor) -> QuerySet[Correction]:
    """Requests of members for whose branch he answers, and his own."""
    condition = _kept(actor)
    if actor.member and not actor.everything:
        condition |= Q(member=actor.member)
    return Correction.objects.filter(condition).select_related("member")


def correction_get(actor: Actor, key: int) -> Correction:
    """One of them, or NotFound."""
    return scope.row_get(corrections(actor), key, "这项申请")


def entered_by(one: Correction) -> str:
    """Who entered the request on behalf of the member (代办), by name; empty where he asked himself."""
    asked = AuditEntry.objects.filter(action="correction.ask", subject=one.member_id, on_behalf=one.member_id)
    for name, details in asked.values_list("actor", "details"):
        if json.loads(details).get("correction") == one.pk:
            return name
    return ""


def clearings(actor: Actor) -> QuerySet[Clearing]:
    """What is or was due of members who left from a branch in a clerk's range."""
    return Clearing.objects.filter(_kept(actor, "clerk")).select_related("member")


def clearing_get(actor: Actor, key: int) -> Clearing:
    """One of them, or NotFound."""
    return scope.row_get(clearings(actor), key, "这一项")


def mergings(actor: Actor) -> QuerySet[Merging]:
    """Merges of members in the range of a clerk or secretary, the latest first."""
    condition = Q()
    if not actor.everything:
        seen = scope.members(actor).order_by().values("pk")
        condition = Q(kept__in=seen) if actor.holds("clerk", "secretary") else Q(pk__in=[])
    return Merging.objects.filter(condition).select_related("kept").defer("snapshot")


def merging_get(actor: Actor, key: int) -> Merging:
    """One of them, or NotFound."""
    return scope.row_get(mergings(actor), key, "这次合并")


def kept(actor: Actor, kind: type[Row]) -> QuerySet[Row]:
    """Rewards, hardships or care of members for whose branch he answers."""
    return kind._default_manager.filter(_kept(actor))


def reward_get(actor: Actor, key: int) -> Reward:
    """A reward of a member for whose branch he answers."""
    return scope.row_get(Reward.objects.filter(_kept(actor)).select_related("member"), key, "这条记录")


def hardship_get(actor: Actor, key: int) -> Hardship:
    """A hardship of a member for whose branch he answers."""
    return scope.row_get(Hardship.objects.filter(_kept(actor)).select_related("member"), key, "这条记录")


def care_get(actor: Actor, key: int) -> Care:
    """A record of care of a member for whose branch he answers."""
    return scope.row_get(Care.objects.filter(_kept(actor)).select_related("member"), key, "这条记录")
