"""The steps of a meeting, from asking the branch to the archive, and taking one back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import Move, StepCode
from zhibu.domain.meetings.models import Meeting, MeetingMove
from zhibu.domain.meetings.selectors import gathering
from zhibu.domain.meetings.services.noting import (
    held,
    named,
    noted,
    require_held,
    require_open,
    step_put,
    steps_drop,
)
from zhibu.domain.meetings.services.telling import told_answered, told_asked
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened


@transaction.atomic
def meeting_consult(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", base: int | None = None
) -> Activity:
    """Ask the branch and settle the contents (请示支部); its answer is the branch's step."""
    found, sheet = held(activity, base=base, doing="请示")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "请示")
    day = on or clock.today()
    require_happened(day, "请示")
    require_fits(Meeting, asked_word=word)
    if sheet.returned_on is not None:  # asked anew after it was returned
        steps_drop(found, StepCode.CONSULT)
    step_put(actor, found, StepCode.CONSULT, day, word)
    sheet.asked_word, sheet.returned_on = word.strip(), None
    told_asked(actor, found)
    return _dated(actor, found, sheet, "consult", consulted_on=day)


@transaction.atomic
def meeting_approve(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", base: int | None = None
) -> Activity:
    """The branch (of a branch: the body above) consents (支部同意), with or without a word."""
    made = _approve(actor, activity, on, word, base)
    told_answered(actor, [made], consented=True)
    return made


def _approve(actor: Actor, activity: Activity, on: dt.date | None, word: str, base: int | None) -> Activity:
    found, sheet = held(activity, base=base, doing="同意")
    policies.meeting_answer(actor, found)
    require_open(found, "同意")
    day = on or clock.today()
    require_happened(day, "同意", after=found.consulted_on, before="请示日期")
    require_fits(Meeting, answer_word=word)
    step_put(actor, found, StepCode.APPROVE, day, word)
    days: dict[str, Any] = {"approved_on": day}
    if found.consulted_on is None:  # whoever consented was spoken with: it is not entered twice
        days["consulted_on"] = day
        step_put(actor, found, StepCode.CONSULT, day)
    sheet.answer_word, sheet.returned_on = word.strip(), None
    return _dated(actor, found, sheet, "approve", **days)


@transaction.atomic
def meeting_return(
    *, actor: Actor, activity: Activity, word: str, on: dt.date | None = None, base: int | None = None
) -> Activity:
    """The branch gives the plan back with a word on what to change; it can be asked again."""
    found, sheet = held(activity, base=base, doing="退回")
    policies.meeting_answer(actor, found)
    require_open(found, "退回")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不能再退回。")
    if found.approved_on is not None:
        raise Refused(f"已经在 {found.approved_on} 同意过；要改主意，先撤回同意。")
    if not word.strip():
        raise Refused("还没有写退回要改什么。")
    require_fits(Meeting, answer_word=word)
    sheet.returned_on, sheet.answer_word = on or clock.today(), word.strip()
    told_answered(actor, [found], consented=False)
    noted(actor, found, sheet, "return")
    return found


@transaction.atomic
def meeting_hold(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, start: str | None = None, place: str | None = None,
    base: int | None = None,
) -> Activity:  # fmt: skip
    """It was held: with all that was held in the same gathering; another day than planned is kept as a move."""
    found, sheet = held(activity.part_of or activity, base=base, doing="登记召开")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "登记召开")
    if found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经登记召开过了。")
    day = on or found.on
    if day > clock.today():
        raise Refused(f"{named(found)}的日子 {day} 还没到，开过以后再登记。")
    if day != found.on:
        _moved(actor, found, day, "实际在这一天开")
    said: dict[str, Any] = {"on": day, "status": ActivityStatus.HELD, "start": start, "place": place}
    said = {name: value for name, value in said.items() if value is not None}
    for part in found.parts.all():
        if part.status != ActivityStatus.CANCELLED:
            activity_change(actor=actor.entrusted(), activity=part, **said)
    return _dated(actor, found, sheet, "hold", **said)


@transaction.atomic
def meeting_check(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", base: int | None = None
) -> Activity:
    """The leader has checked the minutes (核对记录)."""
    found, sheet = held(activity, base=base, doing="核对")
    policies.meeting_keep(actor, found.organisation)
    require_held(found, "核对记录")
    if found.recorded_on is None:
        raise Refused(f"{named(found)}的记录还没有写完，写完再核对。")
    day = on or clock.today()
    require_happened(day, "核对", after=found.on, before="开会日期")
    step_put(actor, found, StepCode.CHECK, day, word)
    noted(actor, found, sheet, "check", {"day": day})
    return found


@transaction.atomic
def meeting_report(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", base: int | None = None
) -> Activity:
    """Report it to the branch (报支部), with what was held in the same gathering."""
    found, sheet = held(activity, base=base, doing="上报")
    policies.meeting_keep(actor, found.organisation)
    require_held(found, "上报")
    day = on or clock.today()
    require_happened(day, "上报", after=found.on, before="开会日期")
    step_put(actor, found, StepCode.REPORT, day, word)
    for part in gathering(found)[1:] if found.part_of_id is None else ():
        if part.reported_on is None:
            activity_change(actor=actor.entrusted(), activity=part, reported_on=day)
    return _dated(actor, found, sheet, "report", reported_on=day)


@transaction.atomic
def meeting_receive(*, actor: Actor, activity: Activity, word: str = "", base: int | None = None) -> Activity:
    """The branch has read the report (支部收到), also of what the group has filed meanwhile: its desk asks for it until then."""
    found, sheet = held(activity, base=base, doing="接收", archived=True)
    policies.meeting_answer(actor, found)
    if found.reported_on is None:
        raise Refused(f"{named(found)}还没有报上来。")
    step_put(actor, found, StepCode.RECEIVE, clock.today(), word)
    noted(actor, found, sheet, "receive")
    return found


@transaction.atomic
def meeting_follow(*, actor: Actor, activity: Activity, word: str = "", base: int | None = None) -> Activity:
    """What came out of it was followed up (跟进落实)."""
    found, sheet = held(activity, base=base, doing="跟进")
    policies.meeting_keep(actor, found.organisation)
    require_held(found, "跟进落实")
    step_put(actor, found, StepCode.FOLLOW, clock.today(), word)
    noted(actor, found, sheet, "follow")
    return found


@transaction.atomic
def meeting_archive(*, actor: Actor, activity: Activity, base: int | None = None) -> Activity:
    """Put it away (归档): from now on nothing of it is changed, unless this is taken back."""
    found, sheet = held(activity, base=base, doing="归档")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "归档")
    require_held(found, "归档")
    step_put(actor, found, StepCode.ARCHIVE, clock.today())
    noted(actor, found, sheet, "archive")
    return found


@transaction.atomic
def meeting_step(
    *, actor: Actor, activity: Activity, code: str, on: dt.date | None = None, word: str = "", base: int | None = None
) -> Activity:
    """A step that only its type knows: ticked with its day and a word."""
    if code in StepCode.values:
        raise Refused(f"“{StepCode(code).label}”有自己的办法，不在这里登记。")
    found, sheet = held(activity, base=base, doing="登记步骤")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "登记步骤")
    day = on or clock.today()
    require_happened(day, "这一步的")
    step_put(actor, found, code, day, word)
    noted(actor, found, sheet, "step", {"step": code, "day": day})
    return found


COLUMNS = {
    StepCode.CONSULT: "consulted_on", StepCode.APPROVE: "approved_on", StepCode.NOTIFY: "notice_on",
    StepCode.REPORT: "reported_on",
}  # fmt: skip


@transaction.atomic
def meeting_undo(*, actor: Actor, activity: Activity, code: str, base: int | None = None) -> Activity:
    """Take back a step that was made by mistake; the record keeps that it was made. The minutes have their own way."""
    found, sheet = held(activity, base=base, archived=True, doing="撤回")
    if code in (StepCode.APPROVE, StepCode.RECEIVE):
        policies.meeting_answer(actor, found)
    else:
        policies.meeting_keep(actor, found.organisation)
    if code != StepCode.ARCHIVE and found.steps_done.filter(code=StepCode.ARCHIVE).exists():
        raise Refused(f"{named(found)}已经归档，先撤回归档，再撤回这一步。")
    if code in (StepCode.PLAN, StepCode.RECORD):
        raise Refused("这一步不在这里撤回：记录在记录页上改，计划错了就改或者删。")
    if code == StepCode.HOLD:
        return _unhold(actor, found, sheet)
    made = found.steps_done.filter(code=code).first()
    column = COLUMNS.get(StepCode(code)) if code in StepCode.values else None
    if made is None and (column is None or getattr(found, column) is None):
        raise Refused("这一步还没有办，没有可撤回的。")
    steps_drop(found, code, *((StepCode.RECEIVE,) if code == StepCode.REPORT else ()))
    noted_as = {"step": code, "day": made.on if made else None}
    if column is not None:
        return _dated(actor, found, sheet, "undo", told=noted_as, **{column: None})
    noted(actor, found, sheet, "undo", noted_as)
    return found


@transaction.atomic
def meetings_approve(
    *, actor: Actor, activities: Iterable[Activity], on: dt.date | None = None, word: str = ""
) -> list[Activity]:
    """The branch consents to several at once: a month's plans of all its groups; those that have its consent are left."""
    rows = [one for one in activities if one.approved_on is None]
    if not rows:
        raise Refused("选的这些都已经同意过了。")
    made = [_approve(actor, one, on, word, None) for one in sorted(rows, key=lambda one: one.pk)]
    told_answered(actor, made, consented=True)
    return made


@transaction.atomic
def meetings_receive(*, actor: Actor, activities: Sequence[Activity]) -> list[Activity]:
    """The branch has read several reports."""
    return [meeting_receive(actor=actor, activity=one) for one in sorted(activities, key=lambda one: one.pk)]


def _unhold(actor: Actor, found: Activity, sheet: Meeting) -> Activity:
    if found.status != ActivityStatus.HELD:
        raise Refused(f"{named(found)}还没有登记召开。")
    if found.recorded_on is not None or Attendance.objects.filter(activity=found).exists():
        raise Refused(f"{named(found)}已经有到会或者记录，不能撤回召开。登错了日子的，改日期。")
    for part in found.parts.filter(status=ActivityStatus.HELD):
        activity_change(actor=actor.entrusted(), activity=part, status=ActivityStatus.PLANNED)
    return _dated(actor, found, sheet, "undo", told={"step": StepCode.HOLD.value}, status=ActivityStatus.PLANNED)


def _moved(actor: Actor, found: Activity, day: dt.date, reason: str) -> None:
    MeetingMove.objects.create(
        activity=found, what=Move.POSTPONED, before=found.on, after=day, reason=reason, on=clock.today(), by=actor.name[:150]
    )


def _dated(
    actor: Actor, found: Activity, sheet: Meeting, verb: str, told: Mapping[str, Any] | None = None, **columns: Any
) -> Activity:
    """Write the columns that rules read, and the entry of the step."""
    changed = activity_change(actor=actor.entrusted(), activity=found, **columns)
    noted(actor, changed, sheet, verb, told)
    changed.meeting = sheet
    return changed
