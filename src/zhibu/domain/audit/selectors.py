"""Reads of the record."""

from __future__ import annotations

from django.db.models import QuerySet

from zhibu.domain.audit.models import AuditEntry, AuditHead
from zhibu.kernel.actor import Actor


def entries(*, actor: Actor) -> QuerySet[AuditEntry]:
    """What the actor may read of the record: the keeper all, everybody else what he did himself."""
    found = AuditEntry.objects.order_by("-number")
    if actor.everything:
        return found
    return found.filter(user=actor.user) if actor.user else found.none()


def record_end() -> int:
    """The number of the last entry; it grows with everything that is done."""
    return AuditHead.objects.values_list("number", flat=True).first() or 0
