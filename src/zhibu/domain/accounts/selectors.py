"""Who an account is today: the actor with his roles and their places in the tree."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from zhibu.domain.accounts.models import RoleGrant
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Door, Held

NOBODY = "未登录"


def actor_of(*, user: Any, door: Door, on: dt.date | None = None) -> Actor:
    """The actor behind a signed-in account, with the roles that are in force on the day."""
    if not user.is_authenticated:
        return Actor(name=NOBODY, door=door)
    day = on or clock.today()
    grants = (
        RoleGrant.objects.filter(
            Q(until__isnull=True) | Q(until__gt=day), user=user, since__lte=day
        )
        .order_by("organisation__path", "role")
        .values_list("role", "organisation_id", "organisation__path")
    )
    return Actor(
        name=user.name,
        door=door,
        user=user.pk,
        member=user.member_id or "",
        roles=tuple(Held(role, organisation, path) for role, organisation, path in grants),
    )
