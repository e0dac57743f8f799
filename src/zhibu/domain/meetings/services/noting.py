"""What every write of the room does: hold the rows, look at the version, write the entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_lock
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.models import Meeting, StepDone
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def held(activity: Activity, *, base: int | None = None, doing: str = "", archived: bool = False) -> tuple[Activity, Meeting]:
    """The activity and the work on it, locked.

    `base`: the version that the actor has seen; Refused where somebody changed it meanwhile. What was archived
    is not changed any more, unless `archived`.
    """
    found = activity_lock(activity.pk)
    sheet, _ = Meeting.objects.get_or_create(activity=found)
    if base is not None and base and sheet.version != base:
        raise Refused("你打开这一页以后，这次会议别人改过。重新看一遍，再办一次；你写的还在下面。")
    if not archived and StepDone.objects.filter(activity=found, code=StepCode.ARCHIVE).exists():
        raise Refused(f"{named(found)}已经归档，不能再{doing or '改'}。要改，先撤回归档。")
    found.meeting = sheet
    return found, sheet


def noted(actor: Actor, activity: Activity, sheet: Meeting, verb: str, details: Mapping[str, Any] | None = None) -> None:
    """The entry, and the next version. The facts that changed are told by the room of activities."""
    sheet.version += 1
    sheet.save()
    entry_record(
        actor=actor, action=f"meeting.{verb}", subject=activity.pk, organisation=activity.organisation_id,
        details={"type": activity.type, "on": activity.on, **(details or {})}, touched=Touch(),
    )  # fmt: skip


def named(activity: Activity) -> str:
    """11月3日的党小组会."""
    return f"{activity.on.month}月{activity.on.day}日的{label_of(activity.type)}"


def require_open(activity: Activity, doing: str) -> None:
    """Refused where it was cancelled."""
    if activity.status == ActivityStatus.CANCELLED:
        raise Refused(f"{named(activity)}已经取消，不能再{doing}。还要开的，先恢复。")


def require_held(activity: Activity, doing: str) -> None:
    """Refused where it was not held yet."""
    require_open(activity, doing)
    if activity.status != ActivityStatus.HELD:
        raise Refused(f"{named(activity)}还没有登记召开，不能{doing}。先点“登记召开”。")


def step_put(actor: Actor, activity: Activity, code: str, on: dt.date, word: str = "") -> None:
    """Note that a step was made; Refused where it was made already, with by whom."""
    require_fits(StepDone, word=word)
    there = StepDone.objects.filter(activity=activity, code=code).first()
    if there is not None:
        who = f"{there.by}在" if there.by else ""
        label = StepCode(code).label if code in StepCode.values else "这一步"
        raise Refused(f"{label}{who} {there.on} 已经办过了。")
    StepDone.objects.create(activity=activity, code=code, on=on, by=actor.name[:150], word=word.strip())


def steps_drop(activity: Activity, *codes: str) -> None:
    """Take made steps back."""
    StepDone.objects.filter(activity=activity, code__in=codes).delete()
