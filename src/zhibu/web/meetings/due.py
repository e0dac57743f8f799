"""What the rules want of a body soon: said above the types where a meeting is planned, one tap each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.selectors.items import items_of, merged
from zhibu.domain.compliance.selectors.visible import verdicts_seen_by
from zhibu.domain.meetings.selectors import planned_ahead
from zhibu.kernel.actor import Actor
from zhibu.web.templatetags.links import Way, way_of

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

SOON, READ = dt.timedelta(days=31), 40


def due_now(actor: Actor, organisation: Organisation, today: dt.date) -> list[tuple[str, Way]]:
    """Each as what it is, and where it is planned or stands planned; the nearest first."""
    seen = verdicts_seen_by(actor).filter(subject=organisation.pk, status=Status.PENDING, due__lte=today + SOON)
    planned = planned_ahead(actor, today)
    found: dict[str, tuple[str, Way]] = {}
    for item in merged(items_of(seen.order_by("due", "-strength", "rule")[:READ])):
        way = way_of(actor, item, planned)
        if way is not None and item.due:
            found.setdefault(way.address, (f"{item.headline}，最迟 {item.due.month}月{item.due.day}日", way))
    return list(found.values())
