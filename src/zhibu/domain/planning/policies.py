"""Who may open a calendar feed (whoever sees the agenda), and who may record a waiver (a body above)."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def feed_open(actor: Actor, member: str) -> None:
    """Open a feed: it belongs to an account, and a member's feed to that member alone."""
    if not actor.user:
        raise NotAllowed("日历订阅挂在账号上，登录以后再开。")
    if member and member != actor.member:
        raise NotAllowed("个人的日历只有本人能订阅。")


def feed_revoke(actor: Actor, user: str) -> None:
    """Revoke a feed: whoever opened it, or the machine's keeper."""
    if not actor.everything and actor.user != user:
        raise NotAllowed("日历订阅由开它的人停用。")


def may_waive(actor: Actor, body: Organisation, kind: str = "", person: str = "") -> bool:
    """Whether the actor may excuse a subject of this kind that this organisation answers for.

    `person`: the member whom it is about: himself, who holds the post, whose case it is. Nobody excuses
    himself: a clerk of a body above it; for a member also the clerk of his own branch.
    """
    if actor.everything:
        return True
    if person and person == actor.member:
        return False
    tops = actor.subtrees("clerk")
    of_member = kind == "member"
    return any(body.path.startswith(top) and (of_member or top != body.path) for top in tops)


def waiver_record(actor: Actor, body: Organisation, kind: str = "", person: str = "") -> None:
    """Record a waiver, or end it."""
    if actor.member and person == actor.member and not actor.everything:
        raise NotAllowed("这一项说的是你本人，豁免由别的党务工作者登记。")
    if not may_waive(actor, body, kind, person):
        raise NotAllowed(
            f"豁免由上级党组织的党务工作者登记，{body}不能豁免自己的要求："
            "没做到的和批准不用做的要分开，豁免才作数。"
        )


waiver_end = waiver_record
