"""Writes of accounts: open one, change one's own password, grant and revoke a role."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from zhibu.domain.accounts import policies, scope
from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def user_open(
    *, actor: Actor, username: str, name: str, password: str, member: str = "", user_id: str = ""
) -> User:
    """Open an account. Who may: a clerk, and for a member in his range only: it shows him all his own.

    The password is checked as when one changes it.
    """
    policies.user_open(actor)
    if member:
        scope.member_get(actor, member)
    if User.objects.filter(username=username).exists():
        raise Refused(f"用户名 {username} 已经有人用了，换一个。")
    user = User(id=user_id or new_id("usr"), username=username, name=name, member_id=member or None)
    _set_password(user, password)
    user.save(force_insert=True)
    details = {"username": username, "member": member}
    entry_record(actor=actor, action="user.open", subject=user.pk, details=details)
    return user


@transaction.atomic
def password_change(*, actor: Actor, password: str) -> User:
    """Change one's own password; the door has asked for the old one."""
    if not actor.user:
        raise NotAllowed("登录以后才能改密码。")
    user = User.objects.select_for_update().get(pk=actor.user)
    _set_password(user, password)
    user.save(update_fields=["password"])
    entry_record(actor=actor, action="password.change", subject=user.pk)
    return user


@transaction.atomic
def password_reset(*, actor: Actor, user: User, password: str) -> User:
    """Give another's account a new password. Who may: the machine's keeper, at the command line."""
    policies.keeper_only(actor)
    _set_password(user, password)
    user.save(update_fields=["password"])
    entry_record(actor=actor, action="password.reset", subject=user.pk)
    return user


@transaction.atomic
def user_close(*, actor: Actor, user: User) -> User:
    """Close an account: no more signing in; what it did stays. Who may: the machine's keeper."""
    policies.keeper_only(actor)
    user.is_active = False
    user.save(update_fields=["is_active"])
    entry_record(actor=actor, action="user.close", subject=user.pk)
    return user


@transaction.atomic
def installation_begin(
    *, actor: Actor, organisation: str, username: str, password: str
) -> Organisation:
    """The first step in an empty database: the body at the top and the clerk who answers for it.

    Refused where there is an organisation or an account already.
    """
    policies.keeper_only(actor)
    if Organisation.objects.exists() or User.objects.exists():
        raise Refused(
            "库里已经有组织或账号；开账号用 zhibu accounts open，给角色用 zhibu accounts grant。"
        )
    top = Organisation(id=new_id("org"), kind=OrganisationKind.WORK_COMMITTEE, name=organisation)
    [body] = organisations_record(actor=actor, organisations=[top], action="installation.begin")
    user = user_open(actor=actor, username=username, name="党务工作者", password=password)
    role_grant(actor=actor, user=user, role=Role.CLERK, organisation=body, since=clock.today())
    return body


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


def _set_password(user: User, password: str) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from None
    user.set_password(password)


def _record(actor: Actor, action: str, grant: RoleGrant) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=grant.user_id,
        organisation=grant.organisation_id,
        details={"role": grant.role, "since": grant.since, "until": grant.until},
    )
