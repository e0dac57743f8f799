"""Who may hold a key: whoever signs in, for his own account."""

from __future__ import annotations

from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def key_open(actor: Actor) -> None:
    """Open a key; it can do what the account can do, no more."""
    if not actor.user:
        raise NotAllowed("接口密钥由账号本人登录后开。")


def key_revoke(actor: Actor, user: str) -> None:
    """Revoke a key: its holder, or the machine's keeper."""
    if not actor.everything and actor.user != user:
        raise NotAllowed("这把接口密钥是别人的，由本人停用。")
