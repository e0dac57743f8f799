"""What the JSON door and the command line may do and read of accounts, rights and the record.

Codes and passwords never pass here: an invitation's code is told on the page and on paper only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import record, scope
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.rights import Right
from zhibu.domain.accounts.selectors import grant_get, listing
from zhibu.domain.accounts.services import (
    invitation_revoke,
    role_grant,
    role_revoke,
    user_close,
    user_reopen,
)
from zhibu.domain.audit.models import AuditEntry
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor


class RightShape(Shape):
    """A role held today: where, from when to when, by what."""

    role: str = Field(title="角色")
    organisation: str = Field(title="组织编号")
    place: str = Field(title="组织")
    since: dt.date = Field(title="起")
    until: dt.date | None = Field(title="止")
    by: str = Field(title="凭什么")


class UserShape(Shape):
    """An account; nothing that opens it."""

    id: str = Field(title="编号")
    username: str = Field(title="用户名")
    name: str = Field(title="姓名")
    member: str = Field(title="党员编号")
    place: str = Field(title="所在支部")
    state: str = Field(title="状态")
    last_on: dt.date | None = Field(title="最近登录")
    rights: list[RightShape] = Field(title="今天的角色")


class UsersAsked(Given):
    """What is looked for among the accounts."""

    find: str = Field("", title="姓名、拼音、用户名", max_length=60)
    state: str = Field("", title="状态：waiting、used、closed", pattern="^(|waiting|used|closed)$")


class UserGiven(Given):
    """An account."""

    user: str = Field(title="账号编号", max_length=100)


class ClosingGiven(UserGiven):
    """An account, and why it is closed."""

    reason: str = Field(title="原因", min_length=1, max_length=200)


class GrantGiven(UserGiven):
    """A role for an account."""

    role: str = Field(title="角色", pattern="^(clerk|secretary|commissioner|leader|member)$")
    organisation: str = Field(title="组织编号", max_length=100)
    since: dt.date = Field(title="起")
    until: dt.date | None = Field(None, title="止")


class RevokeGiven(UserGiven):
    """The end of a grant."""

    grant: int = Field(title="授权编号", ge=1, le=2**62)
    until: dt.date = Field(title="从哪天起不再有")


class EntryShape(Shape):
    """An entry of the record as it is read."""

    number: int = Field(title="编号")
    at: dt.datetime = Field(title="时间")
    actor: str = Field(title="经办人")
    door: str = Field(title="入口")
    label: str = Field(title="做了什么")
    subject: str = Field(title="对象")
    organisation: str = Field(title="组织")
    said: str = Field(title="内容")
    on_behalf: bool = Field(title="代办")


class EntriesAsked(Given):
    """What is looked for in the record."""

    since: dt.date | None = Field(None, title="从哪天")
    until: dt.date | None = Field(None, title="到哪天（含）")
    action: str = Field("", title="操作名", max_length=60)
    person: str = Field("", title="经办人", max_length=60)
    organisation: str = Field("", title="组织编号，连同它下面的", max_length=100)
    about: str = Field("", title="me：和我本人有关的", pattern="^(|me)$")


def _right(one: Right) -> RightShape:
    return RightShape(
        role=one.role, organisation=one.organisation, place=one.place, since=one.since,
        until=one.until, by=one.by,
    )  # fmt: skip


def _users(actor: Actor, rows: Sequence[Any]) -> list[UserShape]:
    return [
        UserShape(
            id=line.user.pk, username=line.user.username, name=line.user.name,
            member=line.user.member_id or "", place=line.place, state=line.state,
            last_on=line.last_on, rights=[_right(right) for right in line.rights],
        )
        for line in listing.account_lines(actor, list(rows))
    ]  # fmt: skip


def _one(actor: Actor, user: User) -> UserShape:
    return _users(actor, [listing.account_get(actor, user.pk)])[0]


def _close(actor: Actor, given: ClosingGiven) -> UserShape:
    user = listing.account_get(actor, given.user)
    return _one(actor, user_close(actor=actor, user=user, reason=given.reason))


def _reopen(actor: Actor, given: UserGiven) -> UserShape:
    return _one(actor, user_reopen(actor=actor, user=listing.account_get(actor, given.user)))


def _revoke_invitation(actor: Actor, given: UserGiven) -> UserShape:
    user = listing.account_get(actor, given.user)
    invitation_revoke(actor=actor, user=user)
    return _one(actor, user)


def _grant(actor: Actor, given: GrantGiven) -> UserShape:
    user = listing.account_get(actor, given.user)
    body = scope.organisation_get(actor, given.organisation)
    role_grant(
        actor=actor, user=user, role=given.role, organisation=body, since=given.since, until=given.until
    )
    return _one(actor, user)


def _revoke(actor: Actor, given: RevokeGiven) -> UserShape:
    user = listing.account_get(actor, given.user)
    role_revoke(actor=actor, grant=grant_get(actor, user, given.grant), until=given.until)
    return _one(actor, user)


def _entries(actor: Actor, asked: EntriesAsked) -> Any:
    return record.entries(actor, record.EntryFilter(**asked.model_dump()))


def _entry_shapes(actor: Actor, rows: Sequence[AuditEntry]) -> list[EntryShape]:
    return [EntryShape.model_validate(line) for line in record.entry_lines(rows)]


ACTIONS = (
    Listing(
        "user.list", "账号", UsersAsked, UserShape,
        lambda actor, asked: listing.accounts(actor, find=asked.find, state=asked.state), _users,
    ),
    Single("user.get", "账号", UserShape, lambda actor, key: _users(actor, [listing.account_get(actor, key)])[0]),
    Action("user.close", "停用账号", ClosingGiven, UserShape, _close, ("user", "user")),
    Action("user.reopen", "恢复账号", UserGiven, UserShape, _reopen, ("user", "user")),
    Action("invitation.revoke", "作废邀请码", UserGiven, UserShape, _revoke_invitation, ("user", "user")),
    Action("role.grant", "授权", GrantGiven, UserShape, _grant, ("user", "user")),
    Action("role.revoke", "收回授权", RevokeGiven, UserShape, _revoke, ("user", "user")),
    Listing("entry.list", "操作日志", EntriesAsked, EntryShape, _entries, _entry_shapes),
)  # fmt: skip
