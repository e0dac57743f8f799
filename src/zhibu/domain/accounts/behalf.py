"""On behalf (代办): a secretary enters for a member of his branch who has no phone or cannot use one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zhibu.domain.accounts.rights import current
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel.actor import Actor


def may_enter_for(actor: Actor, member: str, day: dt.date) -> bool:
    """Whether the actor is secretary of the branch to which the member belongs on the day."""
    if not actor.in_person or not member or member == actor.member:
        return False
    there = Membership.objects.filter(
        current(day), member=member, organisation__kind="branch", member__left__isnull=True
    )
    paths = there.values_list("organisation__path", flat=True)
    return any(actor.reaches(path, "secretary") for path in paths) and not actor.everything


def entering_for(actor: Actor, member: str, day: dt.date) -> Actor:
    """The actor as he acts for the member: nothing but what the member himself may see and do.

    The same actor where he may not (any more): the right is looked at on every request.
    """
    if not may_enter_for(actor, member, day):
        return actor
    name = Member.objects.values_list("name", flat=True).get(pk=member)
    return replace(actor, member=member, roles=(), on_behalf=member, behalf_name=name)
