"""When one can sign in to a meeting with the code on its screen."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

from zhibu.domain.activities.choices import ActivityStatus, Form
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.models import Meeting
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused

BEFORE, AFTER = timedelta(minutes=60), timedelta(minutes=60)  # around the meeting, while its code holds
LASTS = timedelta(minutes=180)  # where nobody said how long it takes


def hours_of(activity: Activity) -> tuple[dt.datetime, dt.datetime]:
    """From when to when the code of a meeting holds: from an hour before; without a time the whole day."""
    midnight = dt.datetime.combine(activity.on, dt.time(), clock.SHANGHAI)
    if not activity.start:
        return midnight, midnight + timedelta(days=1)
    hour, minute = map(int, activity.start.split(":"))
    begins = midnight + timedelta(hours=hour, minutes=minute)
    planned = Meeting.objects.filter(activity=activity).values_list("minutes_long", flat=True).first()
    lasts = timedelta(minutes=planned) if planned else LASTS
    return begins - BEFORE, begins + lasts + AFTER


def require_open(activity: Activity, now: dt.datetime) -> None:
    """Whether one can sign in to this meeting now; Refused in words where not."""
    if activity.status in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED):
        raise Refused(f"这次会已经{activity.get_status_display()}，不用签到。")
    if activity.form in (Form.ONLINE, Form.WRITTEN):
        raise Refused("线上和书面的会不扫码，由组长在名单上登记。")
    first, last = hours_of(activity)
    if now < first:
        raise Refused(f"签到从 {first:%m月%d日 %H:%M} 开始，现在还早。")
    if now >= last:
        raise Refused(f"签到到 {last:%m月%d日 %H:%M} 为止，已经过了。到了会的，告诉组长，由他在名单上补。")


def closed_reason(activity: Activity, now: dt.datetime) -> str:
    """Why one cannot sign in now, in words; "" where one can."""
    try:
        require_open(activity, now)
    except Refused as error:
        return str(error)
    return ""
