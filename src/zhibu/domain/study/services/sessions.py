"""What was studied: the activity, who was there, content and hours for the ledger; hours registered at the year's end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import (
    activity_change,
    activity_lock,
    activity_record,
    attendance_set,
    paper_note,
)
from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.study import policies
from zhibu.domain.study.choices import TYPES
from zhibu.domain.study.models import Session, Topic
from zhibu.domain.study.selectors import entitled
from zhibu.domain.study.selectors.hours import PAPER
from zhibu.domain.study.services.planning import require_hours
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

MOST = 4000  # characters of content


@transaction.atomic
def session_record(
    *, actor: Actor, organisation: Organisation, type: str, on: dt.date, content: str, present: Collection[str],
    hours: Decimal | None = None, topic: Topic | None = None, part_of: Activity | None = None,
    excused: Collection[str] = (), place: str = "",
) -> Activity:  # fmt: skip
    """A study was held: its line of the ledger, its activity and attendance are written at once.

    `part_of`: the meeting at which it was done; it then counts as a study of its own. Whoever of those called is
    neither `present` nor `excused` was absent.
    """
    policies.study_keep(actor, organisation)
    _require(type, content)
    require_hours(hours)
    called = {one.pk for one in entitled(organisation, type, on)}
    odd = (set(present) | set(excused)) - called
    if odd:
        raise Refused(f"有 {len(odd)} 个到会的人 {on} 不在{organisation}，重新打开页面再选。")
    if not present:
        raise Refused("没有一个人到会，记不成一次学习。")
    more: dict[str, Any] = {"part_of": part_of} if part_of is not None else {}
    if topic is not None and topic.lead_id:
        more["speaker"] = topic.lead_id
    made = activity_record(
        actor=actor.entrusted(), organisation=organisation, type=type, on=on, status=ActivityStatus.HELD,
        theme=content.strip().splitlines()[0][:200], place=place, recorded_on=clock.today(), **more,
    )  # fmt: skip
    attendance_set(actor=actor.entrusted(), activity=made, rows=_rows(called, set(present), set(excused)))
    Session.objects.create(activity=made, hours=hours, content=content.strip())
    if topic is not None:
        topic.activity = made
        topic.save(update_fields=["activity"])
    _noted(actor, "session.record", made, {"on": on, "type": type, "hours": hours, "present": len(present)})
    return made


@transaction.atomic
def session_change(*, actor: Actor, session: Activity, content: str, hours: Decimal | None = None) -> Activity:
    """Put content and hours of a study right, or add them to one that was held as a meeting."""
    held = activity_lock(session.pk)
    policies.study_keep(actor, held.organisation)
    _require(held.type, content)
    require_hours(hours)
    kept, _ = Session.objects.get_or_create(activity=held)
    kept.content, kept.hours = content.strip(), hours
    kept.save()
    if held.recorded_on is None and held.status == ActivityStatus.HELD:
        held = activity_change(actor=actor.entrusted(), activity=held, recorded_on=clock.today())
    _noted(actor, "session.change", held, {"hours": hours})
    return held


@transaction.atomic
def hours_register(*, actor: Actor, organisation: Organisation, year: int) -> Paper:
    """The sheet of hours of a year is made and kept: noted as the paper that a directive asks of the branch."""
    policies.study_keep(actor, organisation)
    made = paper_note(
        actor=actor.entrusted(), organisation=organisation, kind=PAPER, on=clock.today(), about=organisation.pk,
        for_period=str(year),
    )  # fmt: skip
    entry_record(
        actor=actor, action="hours.register", subject=organisation.pk, organisation=organisation.pk, details={"year": year}
    )
    return made


def _rows(called: set[str], present: set[str], excused: set[str]) -> dict[str, tuple[str, str]]:
    return {
        key: (
            AttendanceStatus.PRESENT if key in present
            else AttendanceStatus.EXCUSED if key in excused else AttendanceStatus.ABSENT, "",
        ) for key in called
    }  # fmt: skip


def _require(type: str, content: str) -> None:
    if type not in TYPES:
        raise Refused(f"类型读到“{type}”，应是 {'、'.join(TYPES)} 里的一个。")
    if not content.strip():
        raise Refused("还没有写学了什么，台账上要有内容。")
    if len(content) > MOST:
        raise Refused(f"学习内容最多 {MOST} 个字，读到 {len(content)} 个字，写短一些。")


def _noted(actor: Actor, action: str, activity: Activity, details: dict[str, Any]) -> None:
    entry_record(actor=actor, action=action, subject=activity.pk, organisation=activity.organisation_id, details=details)
