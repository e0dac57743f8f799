"""Lists of problems with measures: written, worked on, checked, extended, closed; carried into the next year's list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhibu.domain.activities.services import paper_note
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import Deed, Found, Level, MeasureState
from zhibu.domain.appraisals.models import Appraisal, LifeMeeting, Measure, MeasureNote
from zhibu.domain.appraisals.services.noting import (
    life_lock,
    life_noted,
    measure_lock,
    measure_noted,
)
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened
from zhibu.kernel.ids import new_id

MEASURES = "rectification_measures"


@transaction.atomic
def measure_add(
    *, actor: Actor, organisation: Organisation, problem: str, found: str = Found.SELF, member: Member | None = None,
    measure: str = "", owner: Member | None = None, due_on: dt.date | None = None,
    life: LifeMeeting | None = None, appraisal: Appraisal | None = None, before: Measure | None = None,
) -> Measure:  # fmt: skip
    """A problem, of a member or (None) of the unit; measure, who does it and the day may follow."""
    row = Measure(
        id=new_id("mea"), organisation=organisation, life=life, appraisal=appraisal, before=before,
        level=Level.PERSON if member else Level.UNIT, member=member, found=found, found_on=clock.today(),
    )  # fmt: skip
    policies.measure_change(actor, row)
    if found not in Found.values:
        raise Refused("问题来源从列表里选一项。")
    _fill(row, problem=problem, measure=measure, owner=owner, due_on=due_on)
    row.save(force_insert=True)
    measure_noted(actor, "measure.add", row, {"due_on": due_on, "found": found, "life": row.life_id or ""})
    return row


@transaction.atomic
def measure_change(
    *, actor: Actor, measure: Measure, problem: str, text: str, owner: Member | None, due_on: dt.date | None
) -> Measure:
    """Put problem, measure, who and day right. A day that was promised is moved by extending, with a reason."""
    row = _open(measure, "修改")
    policies.measure_change(actor, row)
    if row.due_on is not None and due_on != row.due_on:
        raise Refused(f"时限已经定在 {row.due_on}，要改用“延期”，写明原因。")
    _fill(row, problem=problem, measure=text, owner=owner, due_on=due_on)
    row.save()
    measure_noted(actor, "measure.change", row, {"due_on": due_on})
    return row


def _fill(row: Measure, *, problem: str, measure: str, owner: Member | None, due_on: dt.date | None) -> None:
    if not problem.strip():
        raise Refused("还没有写是什么问题。")
    if due_on is not None and due_on < row.found_on:
        raise Refused(f"整改时限 {due_on} 早于提出问题的 {row.found_on}。")
    require_fits(Measure, problem=problem.strip(), measure=measure.strip())
    row.problem, row.measure, row.owner, row.due_on = problem.strip(), measure.strip(), owner, due_on


@transaction.atomic
def measure_progress(*, actor: Actor, measure: Measure, text: str, on: dt.date, done: bool = False) -> Measure:
    """Say how it goes; `done`: it is put right, and waits for the check."""
    row = _open(measure, "记进展")
    policies.measure_work(actor, row)
    if done and not row.measure:
        raise Refused("还没有定整改措施，先把措施写上。")
    if done:
        row.state = MeasureState.DONE
        row.save(update_fields=["state"])
    return _note(actor, row, Deed.DONE if done else Deed.PROGRESS, on, text)


@transaction.atomic
def measure_check(*, actor: Actor, measure: Measure, text: str, on: dt.date, passed: bool) -> Measure:
    """Look at what was done: it is closed, or goes on."""
    row = _open(measure, "检查")
    policies.measure_change(actor, row)
    if actor.member and actor.member == row.owner_id and actor.in_person and not actor.everything and row.level == Level.UNIT:
        raise Refused("责任人是你自己，由别的委员或组长检查。")
    if passed and not row.measure:
        raise Refused("还没有定整改措施，先把措施写上，再销号。")
    if passed:
        row.state, row.closed_on = MeasureState.CLOSED, on
    else:
        row.state = MeasureState.OPEN
    row.save(update_fields=["state", "closed_on"])
    return _note(actor, row, Deed.CLOSED if passed else Deed.CHECKED, on, text)


@transaction.atomic
def measure_extend(*, actor: Actor, measure: Measure, due_on: dt.date, reason: str) -> Measure:
    """Move the day, with the reason; the old one stays on record."""
    row = _open(measure, "延期")
    policies.measure_change(actor, row)
    before = row.due_on
    if before is None:
        raise Refused("还没有定过时限，直接在修改里填。")
    if due_on <= before:
        raise Refused(f"延期以后的时限 {due_on} 要晚于原来的 {before}。")
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    return _note(actor, row, Deed.EXTENDED, clock.today(), reason, due_before=before)


@transaction.atomic
def measure_reopen(*, actor: Actor, measure: Measure, reason: str) -> Measure:
    """What was closed is not put right after all."""
    row = measure_lock(measure)
    policies.measure_change(actor, row)
    if row.state != MeasureState.CLOSED:
        raise Refused("这项整改没有销号，接着办。")
    row.state, row.closed_on = MeasureState.OPEN, None
    row.save(update_fields=["state", "closed_on"])
    return _note(actor, row, Deed.REOPENED, clock.today(), reason)


@transaction.atomic
def measure_remove(*, actor: Actor, measure: Measure) -> None:
    """Take away a problem entered by mistake, while nothing was done about it."""
    row = measure_lock(measure)
    policies.measure_change(actor, row)
    if row.notes.exists() or row.later.exists():
        raise Refused("已经有整改记录，不能删；不用再办的，写明情况销号。")
    measure_noted(actor, "measure.remove", row, {})
    row.delete()


@transaction.atomic
def measures_settle(*, actor: Actor, life: LifeMeeting, on: dt.date) -> None:
    """The list is complete: every problem has measure, person and day. It counts as the paper of that day."""
    locked = life_lock(life)
    policies.life_change(actor, locked.activity.organisation)
    require_happened(on, "整改清单", after=locked.activity.on)
    rows = list(Measure.objects.filter(life=locked))
    if not rows:
        raise Refused("清单上还没有问题，先把查摆出来的问题写上；没有问题的，写一条“没有查摆出问题”和以后怎么做。")
    lacking = sum(not (row.measure and row.owner_id and row.due_on) for row in rows)
    if lacking:
        raise Refused(f"还有 {lacking} 个问题缺措施、责任人或时限，补上再定清单。")
    paper_note(
        actor=actor.entrusted(), organisation=locked.activity.organisation, kind=MEASURES, on=on, about=locked.pk
    )
    life_noted(actor, "measure.settle", locked, {"on": on, "count": len(rows)})


@transaction.atomic
def measures_carry(*, actor: Actor, life: LifeMeeting) -> int:
    """Take what is open of earlier lists of the same body into this one; how many. Nothing is taken twice."""
    locked = life_lock(life)
    body = locked.activity.organisation
    policies.life_change(actor, body)
    rows = Measure.objects.filter(organisation=body, later__isnull=True).exclude(life=locked)
    rows = rows.filter(Q(life__isnull=True) | Q(life__activity__on__lt=locked.activity.on))
    earlier = list(rows.exclude(state=MeasureState.CLOSED).select_for_update(of=("self",)))
    for row in earlier:
        if not row.member_id or policies.is_unit(actor, body):
            _carried(actor, row, locked)
    life_noted(actor, "measure.carry", locked, {"count": len(earlier)})
    return len(earlier)


def _carried(actor: Actor, row: Measure, life: LifeMeeting) -> None:
    made = Measure.objects.create(
        id=new_id("mea"), organisation=row.organisation, life=life, before=row, level=row.level, member_id=row.member_id,
        found=Found.LAST, problem=row.problem, measure=row.measure, owner_id=row.owner_id, due_on=row.due_on,
        found_on=row.found_on, state=row.state,
    )  # fmt: skip
    row.state, row.closed_on = MeasureState.CLOSED, clock.today()
    row.save(update_fields=["state", "closed_on"])
    _note(actor, row, Deed.CLOSED, clock.today(), f"转入 {life.activity.on} 的整改清单，接着整改。", onward=made.pk)


def _open(measure: Measure, doing: str) -> Measure:
    row = measure_lock(measure)
    if row.state == MeasureState.CLOSED:
        raise Refused(f"这项整改 {row.closed_on} 已经销号，不能{doing}；没有改好的，重新整改。")
    return row


def _note(
    actor: Actor, row: Measure, deed: str, on: dt.date, text: str,
    due_before: dt.date | None = None, **details: Any,
) -> Measure:  # fmt: skip
    require_happened(on, "整改记录的", after=row.found_on)
    if not text.strip():
        raise Refused("还没有写情况或原因。")
    require_fits(MeasureNote, text=text.strip())
    MeasureNote.objects.create(
        measure=row, deed=deed, on=on, text=text.strip(), due_before=due_before, by=actor.name[:100]
    )
    measure_noted(actor, f"measure.{_VERBS[deed]}", row, {"on": on, "due_on": row.due_on, "deed": deed, **details})
    return row


_VERBS: dict[str, str] = {
    Deed.PROGRESS: "progress", Deed.DONE: "progress", Deed.CHECKED: "check", Deed.CLOSED: "check",
    Deed.EXTENDED: "extend", Deed.REOPENED: "reopen",
}  # fmt: skip
