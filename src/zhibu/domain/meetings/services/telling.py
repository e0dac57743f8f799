"""Telling members of a meeting: one, or a month's in one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.services.noting import (
    held,
    named,
    noted,
    require_day,
    require_open,
    step_put,
)
from zhibu.domain.rulebook.selectors import demanded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def meeting_notify(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", send: bool = True,
    base: int | None = None,
) -> Activity:  # fmt: skip
    """Tell those called of it: when, where, the agenda behind the link.

    `send=False`: they were told elsewhere (by telephone, on the wall), on the day `on`. Where a directive asks
    for the branch's consent first, nobody is told before.
    """
    found, sheet = held(activity, base=base, doing="通知")
    policies.require_runs(actor, found)
    require_open(found, "通知")
    if found.status == ActivityStatus.POSTPONED:
        raise Refused(f"{named(found)}延期以后还没有定日子，定了再通知。")
    _require_consent(found)
    day = on or clock.today()
    require_day(day, "通知")
    step_put(actor, found, StepCode.NOTIFY, day, word)
    changed = activity_change(actor=actor.entrusted(), activity=found, notice_on=day)
    for part in found.parts.filter(notice_on__isnull=True):
        activity_change(actor=actor.entrusted(), activity=part, notice_on=day)
    noted(actor, changed, sheet, "notify", {"sent": send})
    changed.meeting = sheet
    return changed


@transaction.atomic
def meetings_notify(*, actor: Actor, activities: Sequence[Activity]) -> list[Activity]:
    """Tell of several in one batch: each called person gets one notice of them all."""
    rows = [one for one in activities if one.notice_on is None]
    if not rows:
        raise Refused("选的这些都已经通知过了。")
    return [meeting_notify(actor=actor, activity=one) for one in sorted(rows, key=lambda one: one.pk)]


def _require_consent(found: Activity) -> None:
    if found.approved_on is not None or found.part_of_id:
        return
    for one in (found, *found.parts.all()):
        asked = demanded(found.organisation, one.type, found.on).goes("branch_consent")
        if asked is not None and asked.strength == "must":
            by = asked.citations[0]
            raise Refused(f"{named(one)}要支部同意以后才办（{by.title} {by.article}），支部还没有同意，先不能通知。")
