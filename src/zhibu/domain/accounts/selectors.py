"""Who an account is today: the actor with his roles and their places in the tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q, QuerySet

from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.kernel import actor as kernel_actor
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Door, Held
from zhibu.kernel.errors import NotFound

NOBODY = "未登录"


def actor_of(*, user: Any, door: Door, on: dt.date | None = None) -> Actor:
    """The actor behind a signed-in account, with the roles that are in force on the day."""
    if not user.is_authenticated:
        return Actor(name=NOBODY, door=door)
    grants = _grants(user.pk, on or clock.today()).values_list(
        "role", "organisation_id", "organisation__path"
    )
    return Actor(
        name=user.name,
        door=door,
        user=user.pk,
        member=user.member_id or "",
        roles=tuple(
            Held(cast(kernel_actor.Role, role), organisation, path)
            for role, organisation, path in grants
        ),
    )


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role as the account's page tells it."""

    label: str
    place: str
    since: dt.date
    until: dt.date | None


def roles_of(*, actor: Actor, on: dt.date | None = None) -> list[RoleShown]:
    """The roles that the actor's account holds on the day, from the top of the tree down."""
    return [
        RoleShown(Role(grant.role).label, grant.organisation.name, grant.since, grant.until)
        for grant in _grants(actor.user, on or clock.today()).select_related("organisation")
    ]


def _grants(user: str, day: dt.date) -> QuerySet[RoleGrant]:
    found = RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    return found.filter(user=user).order_by("organisation__path", "role")


def user_get(*, actor: Actor, username: str) -> User:
    """An account by its user name, for the machine's keeper."""
    user = User.objects.filter(username=username).first() if actor.everything else None
    if user is None:
        raise NotFound(f"没有用户名是“{username}”的账号。zhibu accounts list 列出全部。")
    return user


def accounts_with_roles(*, actor: Actor) -> list[tuple[User, list[RoleShown]]]:
    """All accounts with the roles they hold today, for the machine's keeper."""
    if not actor.everything:
        return []
    shown: dict[str, list[RoleShown]] = {}
    day = clock.today()
    held = RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    for grant in held.select_related("organisation"):
        role = RoleShown(Role(grant.role).label, grant.organisation.name, grant.since, grant.until)
        shown.setdefault(grant.user_id, []).append(role)
    return [(user, shown.get(user.pk, [])) for user in User.objects.order_by("username")]
