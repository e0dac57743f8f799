"""Writes of the room: keep a draft, hand in, answer; note who reported; the tally of a period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus, Form
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import (
    activity_record,
    activity_remove,
    attendance_set,
    paper_note,
    paper_withdraw,
)
from zhibu.domain.audit.services import entry_record
from zhibu.domain.letters.selectors import readers_of
from zhibu.domain.letters.services import letter_rewrite, letter_seal, letter_share
from zhibu.domain.members.models import Member
from zhibu.domain.notices.services import notice_send
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports import policies
from zhibu.domain.reports.choices import TYPE, Manner, State
from zhibu.domain.reports.models import Report
from zhibu.domain.reports.selectors import home_of, receiver_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.ids import new_id

PERIOD = re.compile(r"(?:19|20)\d{2}(-(0[1-9]|1[0-2]|Q[1-4]))?", re.ASCII)
TEXT = "member_report_text"


@transaction.atomic
def report_draft(*, actor: Actor, member: Member, period: str, text: str) -> Report:
    """Keep what he has written so far; nobody else can open it, nothing is counted."""
    policies.report_write(actor, member.pk)
    _require_period(period)
    found = Report.objects.select_for_update().filter(member=member, period=period, state=State.DRAFT).first()
    if found is not None and found.letter is not None:
        letter_rewrite(actor=actor, letter=found.letter, text=text)
        found.changed_at = clock.now()
        found.save(update_fields=["changed_at"])
    else:
        found = Report.objects.create(
            id=new_id("rep"), member=member, organisation=home_of(member, clock.today()), period=period, manner=Manner.WRITTEN,
            state=State.DRAFT, letter=letter_seal(noun="report", text=text, readers=[member.pk]), changed_at=clock.now(),
        )  # fmt: skip
    _noted(actor, "report.draft", found, {"period": period})
    return found


@transaction.atomic
def report_hand_in(*, actor: Actor, member: Member, period: str, text: str) -> Report:
    """Hand it in today: from now on also those read it whom `receiver_of` names; it counts as a written report."""
    draft = report_draft(actor=actor, member=member, period=period, text=text)
    today = clock.today()
    receiver = receiver_of(member, today)
    if not receiver.readers:
        raise Refused(f"{receiver.body}现在没有组长，支部也没有书记，没有人能收。草稿留着，先同支部说。")
    assert draft.letter is not None  # made with it
    letter_share(actor=actor, letter=draft.letter, readers=[one.pk for one in receiver.readers])
    draft.organisation = receiver.body
    return _given(actor, draft, member, today, Manner.WRITTEN, "report.hand_in")


@transaction.atomic
def report_note(
    *, actor: Actor, member: Member, on: dt.date, manner: str = Manner.ORAL, part_of: Activity | None = None
) -> Report:
    """A member reported on a day, by word of mouth (at a meeting: `part_of`) or on paper; without any contents.

    Called again for the same member, day and manner it gives the report that is there.
    """
    if manner not in Manner.values:
        raise Refused(f"汇报方式读到“{manner}”，应是口头（oral）或书面（written）。")
    body = home_of(member, on)
    policies.report_note(actor, body)
    there = Report.objects.filter(member=member, on=on, manner=manner, state=State.GIVEN).first()
    if there is not None:
        return there
    period = f"{on:%Y-%m}"
    made = Report(id=new_id("rep"), member=member, organisation=body, period=period, manner=manner, noted_by=actor.name[:100])
    return _given(actor, made, member, on, manner, "report.note", part_of)


@transaction.atomic
def reports_note(
    *, actor: Actor, members: Sequence[Member], on: dt.date, manner: str = Manner.ORAL, part_of: Activity | None = None
) -> list[Report]:
    """The same of several at one meeting, all or none."""
    if not members:
        raise Refused("还没有选谁汇报了。")
    return [report_note(actor=actor, member=one, on=on, manner=manner, part_of=part_of) for one in members]


@transaction.atomic
def report_withdraw(*, actor: Actor, report: Report) -> None:
    """It was noted by mistake: the record goes. A report that the member handed in himself only he takes back, unanswered."""
    found = Report.objects.select_for_update(of=("self",)).select_related("activity", "letter", "organisation").get(pk=report.pk)
    own = actor.member == found.member_id and actor.in_person
    if found.letter is not None and not own:
        raise NotAllowed("本人交来的书面汇报，只有他自己能收回。")
    if found.letter is None:
        policies.report_note(actor, found.organisation)
    if found.answer_id:
        raise Refused("已经答复过了，收不回；要更正的，再写一份。")
    _noted(actor, "report.withdraw", found, {"period": found.period, "on": found.on})
    letter, activity = found.letter, found.activity
    found.delete()
    if letter is not None:
        letter.delete()
    if activity is not None:
        for paper in Paper.objects.filter(about=activity.pk):
            paper_withdraw(actor=actor.entrusted(), organisation=activity.organisation, paper=paper)
        activity_remove(actor=actor.entrusted(), activity=activity)


@transaction.atomic
def report_answer(*, actor: Actor, report: Report, text: str) -> Report:
    """A word back, sealed for the same people; only somebody to whom the report was written."""
    found = Report.objects.select_for_update(of=("self",)).select_related("letter", "answer").get(pk=report.pk)
    letter = found.letter
    readers = readers_of(letter) if letter else set()
    if letter is None or not actor.in_person or actor.member not in readers or actor.member == found.member_id:
        raise NotAllowed("答复由汇报的对象来写。")
    if found.answer is not None:
        letter_rewrite(actor=actor, letter=found.answer, text=text)
    else:
        found.answer = letter_seal(noun="report_answer", text=text, readers=readers)
    found.answered_on = clock.today()
    found.save(update_fields=["answer", "answered_on"])
    _noted(actor, "report.answer", found, {"period": found.period})
    notice_send(
        actor=actor.entrusted(), organisation=found.organisation, to=[found.member_id], kind="report", about=("report", found.pk), when=None,
        text="汇报有了答复",
    )  # fmt: skip
    return found


@transaction.atomic
def tally_note(*, actor: Actor, organisation: Organisation, period: str) -> int:
    """The tally sheet of a body for a period is made: noted as the paper of each of its reports; how many."""
    policies.report_note(actor, organisation)
    _require_period(period)
    rows = Activity.objects.filter(organisation=organisation, type=TYPE, status=ActivityStatus.HELD, on__range=_span(period))
    done = 0
    for one in rows:
        paper_note(
            actor=actor.entrusted(), organisation=organisation, kind="report_tally", on=clock.today(), about=one.pk,
            for_period=period,
        )  # fmt: skip
        done += 1
    entry_record(actor=actor, action="tally.note", subject=organisation.pk, organisation=organisation.pk,
                 details={"period": period, "count": done})  # fmt: skip
    return done


def _given(
    actor: Actor, report: Report, member: Member, on: dt.date, manner: str, action: str, part_of: Activity | None = None
) -> Report:
    form = Form.WRITTEN if manner == Manner.WRITTEN else Form.IN_PERSON
    more: dict[str, Any] = {"part_of": part_of} if part_of is not None and part_of.organisation_id == report.organisation_id else {}
    made = activity_record(
        actor=actor.entrusted(), organisation=report.organisation, type=TYPE, on=on, status=ActivityStatus.HELD,
        form=form, speaker=member.pk, recorded_on=clock.today(), **more,
    )  # fmt: skip
    attendance_set(actor=actor.entrusted(), activity=made, rows={member.pk: (AttendanceStatus.PRESENT, "")})
    if manner == Manner.WRITTEN:
        paper_note(actor=actor.entrusted(), organisation=report.organisation, kind=TEXT, on=on, about=made.pk)
    report.state, report.on, report.activity, report.manner, report.changed_at = State.GIVEN, on, made, manner, clock.now()
    report.save()
    _noted(actor, action, report, {"period": report.period, "on": on, "manner": manner})
    return report


def _span(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of 2026-11, 2026-Q4 or 2026."""
    year, part = int(period[:4]), period[5:]
    first, months = (1, 12) if not part else (int(part[1]) * 3 - 2, 3) if part[0] == "Q" else (int(part), 1)
    since = dt.date(year, first, 1)
    return since, add_months(since, months) - dt.timedelta(days=1)


def _require_period(period: str) -> None:
    if not PERIOD.fullmatch(period):
        raise Refused(f"所属时期读到“{period}”，应写成 2026-11、2026-Q4 或 2026。")


def _noted(actor: Actor, action: str, report: Report, details: dict[str, Any]) -> None:
    entry_record(
        actor=actor, action=action, subject=report.member_id, organisation=report.organisation_id,
        details={"report": report.pk, **details},
    )  # fmt: skip

