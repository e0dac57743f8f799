"""Who an account is today: the actor with his roles and their places in the tree."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from zhibu.domain.accounts.behalf import entering_for
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.rights import Right, rights_of, rights_of_many
from zhibu.domain.accounts.selectors.factors import (
    factor_get,
    factors_of,
    has_factor,
    has_passkey,
    has_totp,
    identities_of,
    recovery_left,
    sign_ins_of,
)
from zhibu.domain.accounts.selectors.handovers import handover_get, handovers_of
from zhibu.domain.accounts.selectors.listing import grant_get, grants_of, invitations_of
from zhibu.kernel import actor as kernel_actor
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Door, Held
from zhibu.kernel.errors import NotFound

NOBODY = "未登录"

__all__ = [
    "accounts_with_roles", "actor_of", "factor_get", "factors_of", "grant_get", "grants_of", "handover_get", "handovers_of", "has_factor",
    "has_passkey", "has_totp", "identities_of", "invitations_of", "recovery_left", "roles_of",
    "sign_ins_of", "user_get", "user_pending",
]  # fmt: skip


def actor_of(*, user: Any, door: Door, on: dt.date | None = None, behalf: str = "") -> Actor:
    """The actor behind a signed-in account, with the roles that he holds on the day.

    `behalf`: the member for whom he enters; heeded only while he is secretary of that member's branch.
    """
    if not user.is_authenticated:
        return Actor(name=NOBODY, door=door)
    day = on or clock.today()
    held = {
        (cast(kernel_actor.Role, str(right.role)), right.organisation, right.path)
        for right in rights_of(user, day)
    }
    actor = Actor(
        name=user.name,
        door=door,
        user=user.pk,
        member=user.member_id or "",
        roles=tuple(Held(*one) for one in sorted(held, key=lambda one: (one[2], one[0]))),
    )
    return entering_for(actor, behalf, day) if behalf else actor


def roles_of(*, actor: Actor, on: dt.date | None = None) -> list[Right]:
    """The roles that the actor's account holds on the day and why, from the top of the tree down."""
    user = User.objects.filter(pk=actor.user).first()
    return rights_of(user, on or clock.today()) if user else []


def user_pending(key: object) -> User | None:
    """The open account whose password was right a moment ago, as the session says."""
    return User.objects.filter(pk=str(key or ""), is_active=True).first()


def user_get(*, actor: Actor, username: str) -> User:
    """An account by its user name, for the machine's keeper."""
    user = User.objects.filter(username=username).first() if actor.everything else None
    if user is None:
        raise NotFound(f"没有用户名是“{username}”的账号。zhibu accounts list 列出全部。")
    return user


def accounts_with_roles(*, actor: Actor) -> list[tuple[User, list[Right]]]:
    """All accounts with the roles they hold today, for the machine's keeper."""
    if not actor.everything:
        return []
    users = list(User.objects.order_by("username"))
    shown = rights_of_many(users, clock.today())
    return [(user, shown[user.pk]) for user in users]
