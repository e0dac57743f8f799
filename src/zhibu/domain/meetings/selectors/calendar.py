"""Meetings to come for calendar feeds: of an organisation and what is above it, or of one member."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.selectors.reading import meetings, sheet_of
from zhibu.domain.organisations.models import Organisation
from zhibu.engine.forecasting.calendars import USUAL, Appointment
from zhibu.kernel.actor import Actor

MOST = 200


def appointments(actor: Actor, organisation: str, member: str, today: dt.date) -> list[Appointment]:
    """What is planned from today on and the actor may see: of an organisation all, of a member those that call him.

    What, when, where; no theme and no names, since whoever has the address of a feed reads it.
    """
    who = Actor(name=actor.name, door=actor.door, member=member) if member else actor
    found = meetings(who).filter(status=ActivityStatus.PLANNED, on__gte=today, part_of__isnull=True)
    if organisation:
        body = Organisation.objects.get(pk=organisation)
        found = found.filter(organisation__path__under=body.path)
    rows = found.order_by("on", "start", "pk")[:MOST]
    return [
        Appointment(
            one.pk, f"{label_of(one.type)}（{one.organisation}）", one.on,
            dt.time.fromisoformat(one.start) if one.start else None, one.place, sheet_of(one).minutes_long or USUAL,
        )
        for one in rows
    ]  # fmt: skip

