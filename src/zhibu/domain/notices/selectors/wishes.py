"""What the form of one's own settings begins with."""

from __future__ import annotations

from typing import Any

from zhibu.domain.notices.models import Wish
from zhibu.kernel.actor import Actor


def wish_first(actor: Actor) -> dict[str, Any]:
    """His own words so far; nothing of another's."""
    found = Wish.objects.filter(user=actor.user or None).first() if actor.user else None
    if found is None:
        return {"channels_wanted": []}
    hours = {name: f"{value:%H:%M}" for name in ("quiet_from", "quiet_until") if (value := getattr(found, name)) is not None}
    return {"channels_wanted": found.channels, "rhythm": found.rhythm, "mail": found.mail or "", "wecom": found.wecom or "", **hours}
