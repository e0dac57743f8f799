"""Who may open accounts, invite, give roles, enter for another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibu.domain.accounts.behalf import may_enter_for
from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.rights import Right
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def role_grant(actor: Actor, organisation: Organisation) -> None:
    """Give a role at an organisation, or end it."""
    if not actor.reaches(organisation.path, "clerk"):
        raise NotAllowed(f"{organisation}的角色，由管辖它的党务工作者来给。")


role_revoke = role_grant


def user_open(actor: Actor) -> None:
    """Open an account; it sees nothing until a role is granted."""
    if not (actor.everything or actor.holds("clerk")):
        raise NotAllowed("账号由党务工作者来开。")


def keeper_only(actor: Actor) -> None:
    """What only whoever runs commands on the machine may do."""
    if not actor.everything:
        raise NotAllowed("这一步在装着支部工作台的那台机器上，用 zhibu accounts 命令来做。")


def may_invite_anybody(actor: Actor) -> bool:
    """Whether pages should offer to invite."""
    return actor.everything or actor.holds("clerk", "secretary")


def member_invite(actor: Actor, bodies: Sequence[Organisation]) -> None:
    """Invite a member of these bodies: the clerk above them, or the secretary of the branch."""
    if not actor.everything and not any(
        actor.reaches(body.path, "clerk", "secretary") for body in bodies
    ):
        raise NotAllowed("邀请由他所在支部的书记，或者管辖这个支部的党务工作者来发。")


def answers_for(actor: Actor, rights: Iterable[Right]) -> bool:
    """Whether nothing that an account may do lies outside what the actor answers for.

    Who sets another's password anew can act as that person: so never for somebody who may do more.
    """
    return all(
        actor.reaches(right.path, "clerk")
        or (right.role != Role.CLERK and actor.reaches(right.path, "secretary"))
        for right in rights
    )


def invitation_send(
    actor: Actor, user: str, rights: Sequence[Right], bodies: Sequence[Organisation]
) -> None:
    """Invite the holder of an account (again): whoever answers for all that he may do."""
    if actor.everything:
        return
    if actor.user == user:
        raise NotAllowed("自己的密码在“我的账号”里改。")
    near = any(actor.reaches(body.path, "clerk", "secretary") for body in bodies)
    if not answers_for(actor, rights) or not (near or rights):
        raise NotAllowed("这个账号管到你的范围以外，由上级党组织的党务工作者来发。")


def user_close(actor: Actor, user: str, rights: Sequence[Right]) -> None:
    """Close an account, or open it again: a clerk who answers for all that it may do."""
    if actor.everything:
        return
    if actor.user == user:
        raise NotAllowed("自己的账号由别的党务工作者停用。")
    if not actor.holds("clerk") or not answers_for(actor, rights):
        raise NotAllowed("账号由管辖它全部范围的党务工作者停用和恢复。")


user_reopen = user_close


def behalf_begin(actor: Actor, member: str) -> None:
    """Enter for a member: the secretary of his branch, never for himself, never from within another's name."""
    if not may_enter_for(actor, member, clock.today()):
        raise NotAllowed("代办由他所在支部的书记来做。")


def stands_above_all(actor: Actor) -> bool:
    """The keeper, and the clerk of the body above all others."""
    if actor.everything:
        return True
    tops = Organisation.objects.filter(parent__isnull=True).values_list("path", flat=True)[:2]
    return len(tops) == 1 and actor.reaches(tops[0], "clerk")


def record_check(actor: Actor) -> None:
    """Go through the chain of the record, print its head: it holds the entries of everybody."""
    if not stands_above_all(actor):
        raise NotAllowed("操作日志的核对管到全部组织，由最上级组织的党务工作者或者管理员来做。")
