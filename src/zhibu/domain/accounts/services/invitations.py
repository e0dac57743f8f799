"""Accounts by invitation (邀请): opened for members, handed out as one-time codes, taken up by the invited."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhibu.domain.accounts import policies, scope
from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.invitations import LIFETIME, code_digest, invitation_find
from zhibu.domain.accounts.models import Invitation, User
from zhibu.domain.accounts.rights import rights_of_many
from zhibu.domain.accounts.services.opening import password_set
from zhibu.domain.accounts.services.roles import role_grant
from zhibu.domain.accounts.services.signing import sign_ins_drop
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.ids import new_id
from zhibu.kernel.pinyin import pinyin_full

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
GROUPS = 4  # of four letters: 79 bits
MOST = 500  # invitations in one go: a branch at its largest


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation as it is told once: to whom, the code, until when."""

    user: User
    code: str
    expires_at: dt.datetime


@transaction.atomic
def members_invite(*, actor: Actor, members: Sequence[str]) -> list[Issued]:
    """Open an account for each of these members who has none, and invite all of them.

    Who may: the clerk of a body above, or the secretary of their branch. User names are the pinyin of the
    names, with a number where one is taken. NotFound where one of them is not in range.
    """
    wanted = list(dict.fromkeys(members))
    if not wanted:
        raise Refused("还没有选人。")
    if len(wanted) > MOST:
        raise Refused(f"一次最多邀请 {MOST} 人，选了 {len(wanted)} 人，分几次发。")
    found = {row.pk: row for row in scope.members(actor).filter(pk__in=wanted, left=None)}
    if len(found) < len(wanted):
        raise NotFound("选的人里有的已经不在，或者不在你的管理范围里。没有发出邀请。")
    known = {user.member_id: user for user in User.objects.filter(member__in=wanted)}
    for member in found.values():
        policies.member_invite(actor, _branches(member))
    fresh = [found[key] for key in wanted if key not in known]
    for member, username in zip(fresh, usernames_for([m.name for m in fresh]), strict=True):
        known[member.pk] = _opened(actor, username, member.name, member)
    return invitations_send(actor=actor, users=[known[key] for key in wanted])


@transaction.atomic
def clerk_invite(*, actor: Actor, name: str, username: str, organisation: Organisation) -> Issued:
    """Open an account for a clerk (who need not be a member), grant him his role, and invite him.

    Who may: a clerk at or above that organisation.
    """
    policies.role_grant(actor, organisation)
    name, username = name.strip(), username.strip() or usernames_for([name])[0]
    if not name:
        raise Refused("还没有写姓名。")
    if User.objects.filter(username=username).exists():
        raise Refused(f"用户名 {username} 已经有人用了，换一个。")
    user = _opened(actor, username, name, None, organisation.pk)
    role_grant(
        actor=actor, user=user, role=Role.CLERK, organisation=organisation, since=clock.today()
    )
    return invitations_send(actor=actor, users=[user])[0]


@transaction.atomic
def invitations_send(*, actor: Actor, users: Sequence[User]) -> list[Issued]:
    """Give each of these accounts a new code; the codes they had before open nothing any more.

    Who may: whoever answers for all that the account may do. It replaces the password only: what else
    guards the account (one-time codes, passkeys) stays.
    """
    now = clock.now()
    rights = rights_of_many(users, now.date())
    for user in users:
        policies.invitation_send(actor, user.pk, rights[user.pk], _branches(user.member))
        if not user.is_active:
            raise Refused(f"{user.username} 停用了，先恢复再邀请。")
    Invitation.objects.filter(user__in=users, used_at=None, revoked_at=None).update(revoked_at=now)
    issued = [Issued(user, new_code(), now + LIFETIME) for user in users]
    Invitation.objects.bulk_create(
        Invitation(
            user=one.user, digest=code_digest(one.code), made_by_id=actor.user or None, made_at=now,
            expires_at=one.expires_at,
        )
        for one in issued
    )  # fmt: skip
    subject = users[0].pk if len(users) == 1 else ""
    details = {"count": len(users), "users": [user.pk for user in users], "expires_at": now + LIFETIME}
    entry_record(actor=actor, action="invitation.send", subject=subject, details=details)
    return issued


@transaction.atomic
def invitation_revoke(*, actor: Actor, user: User) -> None:
    """The code that an account was given opens nothing any more."""
    rights = rights_of_many([user], clock.today())[user.pk]
    policies.invitation_send(actor, user.pk, rights, _branches(user.member))
    found = Invitation.objects.filter(user=user, used_at=None, revoked_at=None)
    if not found.update(revoked_at=clock.now()):
        raise Refused("没有还能用的邀请。")
    entry_record(actor=actor, action="invitation.revoke", subject=user.pk)


@transaction.atomic
def invitation_accept(*, code: str, password: str, actor: Actor) -> User:
    """The invited person sets his password; the code opens nothing from then on.

    Whatever was signed in with that account before is signed out. NotFound says nothing of why.
    """
    invitation = invitation_find(code, lock=True)
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    password_set(user, password)
    user.save(update_fields=["password"])
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    sign_ins_drop(user)
    himself = Actor(name=user.name, door=actor.door, user=user.pk, member=user.member_id or "")
    entry_record(actor=himself, action="invitation.accept", subject=user.pk)
    return user


def new_code() -> str:
    """A code to be typed by hand: four groups of four letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))


def usernames_for(names: Sequence[str]) -> list[str]:
    """A free user name for each of these: the pinyin, with the first number that is free."""
    bases = [pinyin_full(name)[:50] or "user" for name in names]
    chosen: dict[int, str] = {}
    numbers = dict.fromkeys(range(len(names)), 1)
    while len(chosen) < len(names):
        asked = {
            at: bases[at] if number == 1 else f"{bases[at]}{number}"
            for at, number in numbers.items()
            if at not in chosen
        }
        rows = User.objects.filter(username__in=set(asked.values()))
        taken = set(rows.values_list("username", flat=True)) | set(chosen.values())
        for at, username in asked.items():
            if username in taken:
                numbers[at] += 1
            else:
                chosen[at] = username
                taken.add(username)
    return [chosen[at] for at in range(len(names))]


def _opened(
    actor: Actor, username: str, name: str, member: Member | None, organisation: str = ""
) -> User:
    user = User(id=new_id("usr"), username=username, name=name, member=member)
    user.password = make_password(None)  # nobody signs in until the invitation is taken up
    user.save(force_insert=True)
    where = organisation or next((body.pk for body in _branches(member)), "")
    details = {"username": username, "member": member.pk if member else ""}
    entry_record(
        actor=actor, action="user.open", subject=user.pk, organisation=where, details=details
    )
    return user


def _branches(member: Member | None) -> list[Organisation]:
    """The branches (and groups) to which he belongs today."""
    if member is None:
        return []
    return list(
        Organisation.objects.filter(
            memberships__in=member.memberships.filter(until=None)
        ).order_by("path")
    )
