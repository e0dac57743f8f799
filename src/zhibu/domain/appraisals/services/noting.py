"""What every write of the room does: lock the row, check the day, write the entry.

No text of outlines, criticism, appraisals, problems or objections, and no grade, ever stands in an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.appraisals.models import Appraisal, LifeMeeting, Measure
from zhibu.domain.audit.services import entry_record
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


def life_lock(life: LifeMeeting) -> LifeMeeting:
    """The package, held against every other writing of it."""
    found = LifeMeeting.objects.select_for_update(of=("self",)).select_related("activity__organisation").filter(
        pk=life.pk).first()
    if found is None:
        raise NotFound("没有这次生活会的材料，重新打开会议页面。")
    if found.activity.status == ActivityStatus.CANCELLED:
        raise Refused("这次会已经取消，材料不再改。")
    return found


def measure_lock(measure: Measure) -> Measure:
    """The measure, held against every other writing of it."""
    found = Measure.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=measure.pk).first()
    if found is None:
        raise NotFound("没有这项整改，重新打开整改清单。")
    return found


def appraisal_lock(appraisal: Appraisal, *states: str, doing: str) -> Appraisal:
    """The appraisal, held; Refused where it is not in one of these states any more."""
    rows = Appraisal.objects.select_for_update(of=("self",)).select_related("organisation", "case", "activity")
    found = rows.filter(pk=appraisal.pk).first()
    if found is None:
        raise NotFound("没有这次评议，重新打开评议列表。")
    if states and found.state not in states:
        raise Refused(f"{found}现在是“{found.get_state_display()}”，不能{doing}。")
    return found


def life_noted(actor: Actor, action: str, life: LifeMeeting, details: Mapping[str, Any], subject: str = "") -> None:
    """The entry of something done to a package."""
    entry_record(
        actor=actor, action=action, subject=subject or life.pk, organisation=life.activity.organisation_id,
        details={"activity": life.pk, **details},
    )  # fmt: skip


def measure_noted(actor: Actor, action: str, measure: Measure, details: Mapping[str, Any]) -> None:
    """The entry of something done to a measure."""
    entry_record(
        actor=actor, action=action, subject=measure.member_id or measure.pk, organisation=measure.organisation_id,
        details={"measure": measure.pk, "level": measure.level, **details},
    )  # fmt: skip


def appraisal_noted(
    actor: Actor, action: str, appraisal: Appraisal, details: Mapping[str, Any], subject: str = ""
) -> None:
    """The entry of something done in an appraisal."""
    entry_record(
        actor=actor, action=action, subject=subject or appraisal.pk, organisation=appraisal.organisation_id,
        details={"appraisal": appraisal.pk, "year": appraisal.year, **details},
    )  # fmt: skip
