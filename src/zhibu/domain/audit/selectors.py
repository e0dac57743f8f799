"""Reads of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhibu.domain.audit.models import AuditEntry, AuditHead
from zhibu.kernel.actor import Actor


def entries(*, actor: Actor) -> QuerySet[AuditEntry]:
    """What the actor may read of the record: the keeper all, everybody else what he did himself."""
    found = AuditEntry.objects.order_by("-number")
    if actor.everything:
        return found
    return found.filter(user=actor.user) if actor.user else found.none()


def done_on(action: str, subjects: Sequence[str]) -> dict[str, dt.date]:
    """Subject -> the day on which an action was first done to it, as the record says."""
    found: dict[str, dt.date] = {}
    rows = AuditEntry.objects.filter(action=action, subject__in=subjects).order_by("number")
    for subject, at in rows.values_list("subject", "at"):
        found.setdefault(subject, localdate(dt.datetime.fromisoformat(at)))
    return found


def record_end() -> int:
    """The number of the last entry; it grows with everything that is done."""
    return AuditHead.objects.values_list("number", flat=True).first() or 0
