"""Opens and closes accounts, changes passwords, begins an installation."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from zhibu.domain.accounts import policies, scope
from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.models import Invitation, User
from zhibu.domain.accounts.rights import rights_of
from zhibu.domain.accounts.services.roles import role_grant
from zhibu.domain.accounts.services.signing import sign_ins_drop
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
    password_set(user, password)
    user.save(force_insert=True)
    details = {"username": username, "member": member}
    entry_record(actor=actor, action="user.open", subject=user.pk, details=details)
    return user


@transaction.atomic
def password_change(*, actor: Actor, password: str, session: str = "") -> User:
    """Change one's own password; the door has asked for the old one. Every sign-in but `session` ends."""
    if not actor.user:
        raise NotAllowed("登录以后才能改密码。")
    user = User.objects.select_for_update().get(pk=actor.user)
    password_set(user, password)
    user.save(update_fields=["password"])
    sign_ins_drop(user, session)
    entry_record(actor=actor, action="password.change", subject=user.pk)
    return user


@transaction.atomic
def password_reset(*, actor: Actor, user: User, password: str) -> User:
    """Give another's account a new password. Who may: the machine's keeper, at the command line."""
    policies.keeper_only(actor)
    password_set(user, password)
    user.save(update_fields=["password"])
    sign_ins_drop(user)
    entry_record(actor=actor, action="password.reset", subject=user.pk)
    return user


@transaction.atomic
def user_close(*, actor: Actor, user: User, reason: str = "") -> User:
    """Close an account: no more signing in, here and everywhere, and no invitation of it opens; what it
    did stays. Who may: a clerk who answers for all that the account may do; nobody closes his own.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    policies.user_close(actor, locked.pk, rights_of(locked, clock.today()))
    if not locked.is_active:
        raise Refused(f"{locked.username} 已经停用了。")
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    Invitation.objects.filter(user=locked, used_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
    sign_ins_drop(locked)
    entry_record(actor=actor, action="user.close", subject=user.pk, details={"reason": reason})
    return locked


@transaction.atomic
def user_reopen(*, actor: Actor, user: User) -> User:
    """Open a closed account again, with its password as it was. Who may: as for closing."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    policies.user_reopen(actor, locked.pk, rights_of(locked, clock.today()))
    if locked.is_active:
        raise Refused(f"{locked.username} 没有停用。")
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    entry_record(actor=actor, action="user.reopen", subject=user.pk)
    return locked


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


def password_set(user: User, password: str) -> None:
    """Put a password that the policy takes on an account at hand; the caller saves and records."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from None
    user.set_password(password)
