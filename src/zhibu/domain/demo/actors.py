"""The accounts of the demo as actors: whoever makes something there makes it by his own rights."""

from __future__ import annotations

from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.kernel.actor import Actor


def demo_actor(role: str) -> Actor:
    """The actor of `county`, `organs`, `secretary`, `leader` or `member`."""
    return actor_of(user=User.objects.get(pk=f"demo-{role}"), door="cli")
