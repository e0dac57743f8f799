"""What a member keeps about his study: hours by himself, notes and reflections that are his until he shares them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import paper_note, paper_withdraw
from zhibu.domain.audit.services import entry_record
from zhibu.domain.letters.selectors import letter_open
from zhibu.domain.letters.services import letter_rewrite, letter_seal
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.selectors import home_of
from zhibu.domain.study import policies
from zhibu.domain.study.choices import NoteKind
from zhibu.domain.study.models import Note, SelfStudy
from zhibu.domain.study.services.planning import require_hours
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def self_study_note(*, actor: Actor, member: Member, on: dt.date, what: str, hours: Decimal) -> SelfStudy:
    """He studied something himself; counted for him, seen by him, his group's leader and his branch."""
    policies.own_write(actor, member.pk)
    _require_past(on)
    if not what.strip():
        raise Refused("还没有写学了什么。")
    require_hours(hours)
    require_fits(SelfStudy, what=what)
    made = SelfStudy.objects.create(id=new_id("sst"), member=member, on=on, what=what.strip(), hours=hours)
    _noted(actor, "self_study.note", member, {"on": on, "hours": hours})
    return made


@transaction.atomic
def self_study_remove(*, actor: Actor, row: SelfStudy) -> None:
    """It was noted by mistake."""
    policies.own_write(actor, row.member_id)
    _noted(actor, "self_study.remove", row.member, {"on": row.on, "hours": row.hours})
    row.delete()


@transaction.atomic
def note_write(
    *, actor: Actor, member: Member, kind: str, text: str, note: Note | None = None, period: str = "",
    activity: Activity | None = None,
) -> Note:  # fmt: skip
    """Write notes or a reflection, or write them anew: sealed for himself; that they are there counts."""
    policies.own_secret(actor, member.pk)
    if kind not in NoteKind.values:
        raise Refused(f"种类读到“{kind}”，应是 {'、'.join(NoteKind.values)} 里的一个。")
    today = clock.today()
    if note is not None:
        held = Note.objects.select_for_update(of=("self",)).select_related("letter").get(pk=note.pk, member=member)
        if held.letter is None:
            raise Refused("这篇已经公开，要改先收回公开。")
        letter_rewrite(actor=actor, letter=held.letter, text=text)
    else:
        letter = letter_seal(noun="study_note", text=text, readers=[member.pk])
        held = Note.objects.create(
            id=new_id("nte"), member=member, kind=kind, on=today, period=period or str(today.year), activity=activity, letter=letter
        )
        home = _branch(member, today)
        for about, for_period in [(member.pk, held.period)] + ([(activity.pk, "")] if activity else []):
            paper_note(actor=actor.entrusted(), organisation=home, kind=kind, on=today, about=about, for_period=for_period)
    _noted(actor, "note.write", member, {"kind": kind, "period": held.period})
    return held


@transaction.atomic
def note_share(*, actor: Actor, note: Note) -> Note:
    """Let his branch read it."""
    policies.own_secret(actor, note.member_id)
    held = Note.objects.select_for_update(of=("self",)).select_related("letter", "member").get(pk=note.pk)
    if held.letter is None:
        return held
    letter = held.letter
    held.shared_text, held.shared_on, held.letter = letter_open(actor, letter), clock.today(), None
    held.save(update_fields=["shared_text", "shared_on", "letter"])
    letter.delete()
    _noted(actor, "note.share", held.member, {"kind": held.kind, "period": held.period})
    return held


@transaction.atomic
def note_unshare(*, actor: Actor, note: Note) -> Note:
    """Take it back: sealed for himself again."""
    policies.own_secret(actor, note.member_id)
    held = Note.objects.select_for_update(of=("self",)).select_related("member").get(pk=note.pk)
    if held.shared_on is None:
        return held
    held.letter = letter_seal(noun="study_note", text=held.shared_text, readers=[held.member_id])
    held.shared_text, held.shared_on = "", None
    held.save(update_fields=["shared_text", "shared_on", "letter"])
    _noted(actor, "note.unshare", held.member, {"kind": held.kind, "period": held.period})
    return held


@transaction.atomic
def note_remove(*, actor: Actor, note: Note) -> None:
    """Throw it away, and that it was there."""
    policies.own_secret(actor, note.member_id)
    held = Note.objects.select_related("letter", "member").get(pk=note.pk)
    letter = held.letter
    _noted(actor, "note.remove", held.member, {"kind": held.kind, "period": held.period})
    others = Note.objects.filter(kind=held.kind).exclude(pk=held.pk)
    gone: list[Paper] = []
    if not others.filter(member=held.member, period=held.period, on=held.on).exists():
        gone += Paper.objects.filter(kind=held.kind, about=held.member_id, on=held.on, for_period=held.period)
    if held.activity_id and not others.filter(activity=held.activity_id).exists():
        gone += Paper.objects.filter(kind=held.kind, about=held.activity_id)
    for paper in gone:
        paper_withdraw(actor=actor.entrusted(), organisation=_branch(held.member, clock.today()), paper=paper)
    held.delete()
    if letter is not None:
        letter.delete()


def _branch(member: Member, on: dt.date) -> Organisation:
    home = home_of(member, on)
    return home.parent if home.kind == "party_group" and home.parent else home


def _require_past(on: dt.date) -> None:
    if on > clock.today():
        raise Refused(f"{on} 还没到，学过了再记。")


def _noted(actor: Actor, action: str, member: Member, details: dict[str, Any]) -> None:
    entry_record(
        actor=actor, action=action, subject=member.pk, organisation=_branch(member, clock.today()).pk, details=details
    )
