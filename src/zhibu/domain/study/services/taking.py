"""What the minutes of a study say already: content and hours are taken over into the ledger, not entered twice."""

from __future__ import annotations

import re
from decimal import Decimal

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Announcement
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.selectors.reading import texts_now
from zhibu.domain.study.choices import TYPES
from zhibu.domain.study.models import Session
from zhibu.domain.study.services.planning import MOST_HOURS

HOURS, CONTENT = "field.hours", ("field.study", "field.contents")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d)?")


def minutes_take(announcement: Announcement) -> None:
    """Heard when minutes are confirmed or corrected: of a study its hours, and its content where the ledger has none.

    Hours are the first number that stands there ("2", "2 学时"); words without one are left to whoever keeps the ledger.
    """
    minutes = Minutes.objects.filter(pk=announcement.subject).first()
    activity = Activity.objects.filter(pk=minutes.activity_id, type__in=TYPES).first() if minutes else None
    if minutes is None or activity is None:
        return
    said = texts_now(minutes)
    hours = _hours(said.get(HOURS, ""))
    content = next((said[name].strip() for name in CONTENT if said.get(name, "").strip()), "")
    if hours is None and not content:
        return
    kept, _ = Session.objects.get_or_create(activity=activity)
    kept.hours = kept.hours if hours is None else hours
    kept.content = kept.content or content
    kept.save(update_fields=["hours", "content"])


def _hours(text: str) -> Decimal | None:
    found = _NUMBER.search(text)
    hours = Decimal(found[0]) if found else None
    return hours if hours is not None and 0 < hours <= MOST_HOURS else None
