"""What was handed over to an account, or within the scope of a clerk."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import Handover
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """What was given to him and not seen yet."""
    mine = Handover.objects.filter(taker=actor.user or None, seen_on=None).exclude(items=[])
    return mine.select_related("organisation")


def handover_get(actor: Actor, key: int) -> Handover:
    """One of his, or of a body in a clerk's scope."""
    seen = Q(taker=actor.user or None) | scope.reach(actor, "organisation__", roles=("clerk",))
    found = Handover.objects.filter(seen, pk=key).select_related("organisation", "taker").first()
    if found is None:
        raise NotFound("没有这次交接，或者它不在你的范围里。")
    return found
