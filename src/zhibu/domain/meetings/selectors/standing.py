"""What stands of meetings already, for pages that lead to doing what is asked; the caller has looked at who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity


def type_of(key: str) -> str:
    """The code of its type; "" where it is gone."""
    return Activity.objects.filter(pk=key).values_list("type", flat=True).first() or ""


def planned_in(organisation: str, types: Collection[str], since: dt.date, until: dt.date) -> list[Activity]:
    """The first two of these types that are planned from one day to another."""
    rows = Activity.objects.filter(
        organisation=organisation, type__in=types, status=ActivityStatus.PLANNED, on__gte=since, on__lte=until
    )
    return list(rows.order_by("on", "pk")[:2])
