"""Grants of roles (授权): given and ended by hand; what follows from posts needs none."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.accounts import policies
from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def role_grant(
    *,
    actor: Actor,
    user: User,
    role: str,
    organisation: Organisation,
    since: dt.date,
    until: dt.date | None = None,
) -> RoleGrant:
    """Give an account a role at an organisation from a day on. Who may: a clerk above it."""
    policies.role_grant(actor, organisation)
    if until is not None and until <= since:
        raise Refused(f"止的日期 {until} 不在起的日期 {since} 以后。")
    same = RoleGrant.objects.filter(user=user, role=role, organisation=organisation, since=since)
    if same.exists():
        raise Refused(f"{user.name} 从 {since} 起已经有这个授权。要改止的日期，收回它。")
    grant = RoleGrant.objects.create(
        user=user, role=Role(role), organisation=organisation, since=since, until=until
    )
    _record(actor, "role.grant", grant)
    return grant


@transaction.atomic
def role_revoke(*, actor: Actor, grant: RoleGrant, until: dt.date) -> RoleGrant:
    """End a role, or end it earlier: `until` is the first day on which it is no longer held."""
    locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("organisation")
    held = locked.get(pk=grant.pk)
    policies.role_grant(actor, held.organisation)
    if until <= held.since:
        raise Refused(f"结束的日期要晚于开始的日期 {held.since}，读到 {until}。")
    if held.until is not None and until >= held.until:
        raise Refused(f"这个角色到 {held.until} 已经结束；要接着担任，重新授权。")
    held.until = until
    held.save(update_fields=["until"])
    _record(actor, "role.revoke", held)
    return held


def _record(actor: Actor, action: str, grant: RoleGrant) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=grant.user_id,
        organisation=grant.organisation_id,
        details={"role": grant.role, "since": grant.since, "until": grant.until},
    )
