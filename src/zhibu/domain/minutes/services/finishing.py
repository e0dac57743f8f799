"""What one press of a button does at the end of a meeting: hand over, or confirm, check and report in one."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.selectors import steps_of
from zhibu.domain.meetings.services import meeting_check, meeting_report
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.services.settling import minutes_confirm, minutes_hand, minutes_lock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

TO = ("hand", "confirm", "report", "lock")


@transaction.atomic
def minutes_finish(*, actor: Actor, activity: Activity, to: str, why: str = "") -> Minutes:
    """As far as `to`: handed to the host; confirmed; confirmed, checked and reported; confirmed and locked.

    All or nothing; each part asks its own rights. A step that the type has not is left out.
    """
    if to not in TO:
        raise Refused("选“交主持人核对”“核对无误”或者“报支部”。")
    if to == "hand":
        return minutes_hand(actor=actor, activity=activity)
    made = minutes_confirm(actor=actor, activity=activity, why=why)
    activity.refresh_from_db()
    codes = {step.code for step in steps_of(activity) if step.open}
    if StepCode.CHECK in codes and to != "confirm":
        meeting_check(actor=actor, activity=activity)
    if to == "report" and activity.reported_on is None:
        meeting_report(actor=actor, activity=activity)
    elif to in ("report", "lock"):
        minutes_lock(actor=actor, activity=activity)
    made.refresh_from_db()
    return made
