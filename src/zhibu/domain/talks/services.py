"""Writes of the room: plan, record, hold, cancel, take back a talk; write down what was said, sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import (
    activity_change,
    activity_lock,
    activity_record,
    activity_remove,
    attendance_set,
)
from zhibu.domain.audit.services import entry_record
from zhibu.domain.letters.services import letter_rewrite, letter_seal
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.talks import policies
from zhibu.domain.talks.choices import TYPE
from zhibu.domain.talks.models import Talk, TalkNote, TalkPerson
from zhibu.domain.talks.reasons import reasons
from zhibu.domain.talks.selectors import body_of
from zhibu.domain.talks.selectors.talks import people_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

MOST = 30  # people in one talk
STILL = (ActivityStatus.PLANNED, ActivityStatus.POSTPONED)


@transaction.atomic
def talk_plan(
    *, actor: Actor, people: Sequence[Member], on: dt.date, place: str = "", start: str = "", reason: str = ""
) -> Activity:
    """A talk is to be held on a day, today or later."""
    if on < clock.today():
        raise Refused(f"{on} 已经过了：谈过的，直接记下来；没谈的，改成今天以后的日子。")
    return _write(actor, people, on, ActivityStatus.PLANNED, place, start, reason)


@transaction.atomic
def talk_record(
    *, actor: Actor, people: Sequence[Member], on: dt.date, place: str = "", start: str = "", reason: str = ""
) -> Activity:
    """These people talked on a day; what was said is written by themselves (`talk_note`) or not at all."""
    made = _write(actor, people, on, ActivityStatus.HELD, place, start, reason)
    _attended(actor, made, [one.pk for one in people])
    return made


@transaction.atomic
def talks_plan(*, actor: Actor, pairs: Sequence[tuple[Sequence[Member], dt.date]], reason: str = "") -> list[Activity]:
    """Several talks planned at once, all or none."""
    if not pairs:
        raise Refused("还没有选要谈的人。")
    return [talk_plan(actor=actor, people=people, on=on, reason=reason) for people, on in pairs]


@transaction.atomic
def talk_hold(*, actor: Actor, talk: Activity, on: dt.date, place: str = "") -> Activity:
    """A planned talk was held."""
    held, people = _held(actor, talk)
    if held.status not in STILL:
        raise Refused(f"这次谈话已经是“{held.get_status_display()}”。")
    changed = {"place": place} if place.strip() else {}
    held = activity_change(
        actor=actor.entrusted(), activity=held, status=ActivityStatus.HELD, on=on, recorded_on=clock.today(), **changed
    )
    _attended(actor, held, people)
    _noted(actor, "talk.hold", held, {"on": on, "people": len(people)})
    return held


@transaction.atomic
def talk_move(*, actor: Actor, talk: Activity, on: dt.date, place: str = "") -> Activity:
    """Another day or place."""
    held, people = _held(actor, talk)
    if held.status in STILL and on < clock.today():
        raise Refused(f"{on} 已经过了：谈过的，点“谈过了”。")
    if held.status == ActivityStatus.CANCELLED:
        raise Refused("这次谈话已经取消，另记一次。")
    held = activity_change(actor=actor.entrusted(), activity=held, on=on, place=place)
    _noted(actor, "talk.move", held, {"on": on, "people": len(people)})
    return held


@transaction.atomic
def talk_cancel(*, actor: Actor, talk: Activity) -> Activity:
    """A planned talk is not held."""
    held, _ = _held(actor, talk)
    if held.status not in STILL:
        raise Refused("只有还没谈的可以取消；记错的，点“没有谈过，删掉”。")
    held = activity_change(actor=actor.entrusted(), activity=held, status=ActivityStatus.CANCELLED)
    _noted(actor, "talk.cancel", held, {})
    return held


@transaction.atomic
def talk_remove(*, actor: Actor, talk: Activity) -> None:
    """It never took place: the record goes, and with it what was written down."""
    held, people = _held(actor, talk)
    notes = list(TalkNote.objects.filter(talk=held.pk).select_related("letter"))
    if {note.writer_id for note in notes} - ({actor.member} if actor.in_person else set()):
        raise Refused("谈的人已经写了内容，只有写的人能删掉内容；都删了，才能删这次谈话。")
    _noted(actor, "talk.remove", held, {"on": held.on, "people": len(people)})
    for note in notes:
        note.delete()
        note.letter.delete()
    Talk.objects.filter(pk=held.pk).delete()
    activity_remove(actor=actor.entrusted(), activity=held)


@transaction.atomic
def talk_note(*, actor: Actor, talk: Activity, text: str) -> TalkNote:
    """Write down what was said, or write it anew: sealed for those who took part and for nobody else."""
    held = activity_lock(talk.pk)
    people = [one.pk for one in people_of([held.pk]).get(held.pk, ())]
    policies.talk_note(actor, people)
    sidecar, new = Talk.objects.get_or_create(activity=held, defaults={"made_at": clock.now()})
    if new:  # it came with an import: from now on its people are fixed
        TalkPerson.objects.bulk_create(TalkPerson(talk=sidecar, member_id=key) for key in people)
    note = TalkNote.objects.filter(talk=sidecar, writer=actor.member).select_related("letter").first()
    if note is None:
        letter = letter_seal(noun="talk", text=text, readers=people)
        note = TalkNote.objects.create(talk=sidecar, writer_id=actor.member, letter=letter)
    else:
        letter_rewrite(actor=actor, letter=note.letter, text=text)
    _noted(actor, "talk.note", held, {})
    return note


@transaction.atomic
def talk_note_burn(*, actor: Actor, talk: Activity) -> None:
    """Destroy what oneself wrote; that the talk took place stays."""
    held = activity_lock(talk.pk)
    note = TalkNote.objects.filter(talk=held.pk, writer=actor.member or None).select_related("letter").first()
    if note is None or not actor.in_person:
        raise Refused("你没有写过这次谈话的内容。")
    note.delete()
    note.letter.delete()
    _noted(actor, "talk.note_burn", held, {})


def _write(
    actor: Actor, people: Sequence[Member], on: dt.date, status: str, place: str, start: str, reason: str
) -> Activity:
    known = {one.pk: one for one in people}
    if len(known) < 2:
        raise Refused("谈心谈话至少两个人，再选一个。")
    if len(known) > MOST:
        raise Refused(f"一次谈话最多记 {MOST} 个人，读到 {len(known)} 个；人多的开会记。")
    if reason and reason not in reasons():
        raise Refused(f"谈话原因读到“{reason}”，应是 {'、'.join(reasons())} 里的一个。")
    body: Organisation = body_of(actor, list(known.values()), on)
    policies.talk_record(actor, body, known)
    _require_new(known, on, body)
    first = actor.member if actor.member in known else next(iter(known))
    told: dict[str, Any] = {"recorded_on": clock.today()} if status == ActivityStatus.HELD else {}
    made = activity_record(
        actor=actor.entrusted(), organisation=body, type=TYPE, on=on, status=status, place=place, start=start, host=first, **told
    )
    sidecar = Talk.objects.create(activity=made, reason=reason, made_by=actor.member, made_at=clock.now())
    order = sorted(known, key=lambda key: key != first)
    TalkPerson.objects.bulk_create(TalkPerson(talk=sidecar, member_id=key) for key in order)
    _noted(actor, "talk.plan" if status == ActivityStatus.PLANNED else "talk.record", made, {"on": on, "people": len(known)})
    return made


def _require_new(people: dict[str, Member], on: dt.date, body: Organisation) -> None:
    """Both of a pair may enter the same talk: the second is told."""
    same = Activity.objects.filter(type=TYPE, on=on, organisation__path__under=(body.parent or body).path)
    keys = list(same.exclude(status=ActivityStatus.CANCELLED).values_list("pk", flat=True))
    if any({one.pk for one in there} == set(people) for there in people_of(keys).values()):
        raise Refused(f"这几个人 {on} 的谈话已经记过了，不用再记。")


def _attended(actor: Actor, activity: Activity, people: Sequence[str]) -> None:
    attendance_set(actor=actor.entrusted(), activity=activity, rows=dict.fromkeys(people, (AttendanceStatus.PRESENT, "")))


def _held(actor: Actor, talk: Activity) -> tuple[Activity, list[str]]:
    """The row, locked, and who talks; the right is asked."""
    held = activity_lock(talk.pk)
    people = [one.pk for one in people_of([held.pk]).get(held.pk, ())]
    policies.talk_record(actor, held.organisation, people)
    return held, people


def _noted(actor: Actor, action: str, activity: Activity, details: dict[str, Any]) -> None:
    entry_record(
        actor=actor, action=action, subject=activity.pk, organisation=activity.organisation_id, details=details
    )  # fmt: skip

