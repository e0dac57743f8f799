"""Activities: a new one, changes, one that was entered by mistake."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services.noting import activity_lock, activity_noted
from zhibu.domain.activities.services.shape import values_take
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def activity_record(
    *,
    actor: Actor,
    organisation: Organisation,
    type: str,
    on: dt.date,
    status: str = ActivityStatus.PLANNED,
    **values: Any,
) -> Activity:
    """A new activity of `organisation`; `values` by the names of the columns (`COLUMNS`).

    `host`, `recorder`, `speaker` take a text of ids, or members or ids in order. Refused where a held
    one lies ahead, a day is before the organisation was there, or a person is not known.
    """
    made = Activity(id=new_id("act"), organisation=organisation)
    values_take(made, {"type": type, "on": on, "status": status, **values})
    made.save(force_insert=True)
    activity_noted(
        actor, "activity.record", made, {"type": made.type, "on": made.on, "status": made.status}
    )
    return made


@transaction.atomic
def activity_change(*, actor: Actor, activity: Activity, **values: Any) -> Activity:
    """Change columns of an activity; what is not named stays. Nothing is written where nothing differs."""
    held = activity_lock(activity.pk)
    before = {name: getattr(held, f"{name}_id" if name == "part_of" else name) for name in values}
    values_take(held, values)
    after = {name: getattr(held, f"{name}_id" if name == "part_of" else name) for name in values}
    changed = sorted(name for name in values if before[name] != after[name])
    if not changed:
        return held
    held.save(update_fields=changed)
    told: dict[str, Any] = {"changed": changed}
    if "on" in changed:
        told |= {"from": before["on"], "on": held.on}
    if "status" in changed:
        told |= {"status": held.status}
    activity_noted(actor, "activity.change", held, told)
    return held


@transaction.atomic
def activity_remove(*, actor: Actor, activity: Activity) -> None:
    """Take away an activity that was entered by mistake, with its attendance; refused where papers hang on it."""
    held = activity_lock(activity.pk)
    if Paper.objects.filter(about=held.pk).exists():
        raise Refused("这次活动已经有材料，先撤回材料，再删活动。")
    if held.parts.exists():
        raise Refused("还有别的活动记在这一次里面，先把它们分开。")
    people = list(held.attendance.values_list("member", flat=True))
    held.attendance.all().delete()
    activity_noted(actor, "activity.remove", held, {"type": held.type, "on": held.on}, people)
    held.delete()
