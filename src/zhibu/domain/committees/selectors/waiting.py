"""A committee whose term ends within half a year: on the desk of its secretary and commissioners (换届)."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.committees.selectors.due import due_bodies, due_rows
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

ROLES = ("secretary", "commissioner")
SHOWN = 4


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """His own committees that are due, unless the election is going on: then the case itself waits for him.

    The clerk above has the list of all that are due (换届到期).
    """
    own = sorted({held.organisation for held in actor.roles if held.role in ROLES})
    if actor.everything or not own:
        return []
    found = due_rows(list(due_bodies(actor, today).filter(pk__in=own)[:SHOWN]), today)
    return [
        OpenItem("换届", f"{one.organisation}的班子快届满了，向上级请示换届" if one.days >= 0
                 else f"{one.organisation}的班子届满了，还没有换届",
                 reverse("committee", args=[one.organisation.pk]), one.due)
        for one in found if one.due is not None and one.case is None
    ]  # fmt: skip
