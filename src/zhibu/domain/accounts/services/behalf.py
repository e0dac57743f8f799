"""Entering for another (代办): begun with a reason, ended; both stand in the record under both names."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.accounts import policies, scope
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def behalf_begin(*, actor: Actor, member: str, reason: str) -> Member:
    """Begin to enter for a member of one's branch; the door then acts as `behalf.entering_for` says.

    Who may: the secretary of his branch. The member sees it in the record with the reason.
    """
    found = scope.member_get(actor, member)
    policies.behalf_begin(actor, found.pk)
    if not reason.strip():
        raise Refused("还没有写为什么代办。")
    details = {"name": found.name, "reason": reason.strip()[:200]}
    entry_record(actor=actor, action="behalf.begin", subject=found.pk, details=details)
    return found


@transaction.atomic
def behalf_end(*, actor: Actor) -> None:
    """End it."""
    if actor.in_person:
        raise Refused("现在没有在代办。")
    entry_record(actor=actor, action="behalf.end", subject=actor.on_behalf)
