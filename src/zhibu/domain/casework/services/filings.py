"""What becomes of a case when one of its filings is sent, accepted or answered."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import Announcement
from zhibu.domain.casework.selectors.roads import road_of
from zhibu.domain.casework.services.noting import locked, next_note
from zhibu.domain.casework.services.steps import PaperGiven, StepSaid, step_write
from zhibu.domain.filings.choices import FilingKind
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services import event_note
from zhibu.domain.procedures.models import Case
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

SENT_COUNTS = (FilingKind.REPORT, FilingKind.FILE, FilingKind.REQUEST)  # their step is done by sending in time


def filing_note(told: Announcement) -> None:
    """Record the step of a case that a filing stands for; what the gates refuse is noted on the filing.

    A report, filing or request counts from the day it was sent: what the receiver takes for it is not the
    sender's delay. A filing is recorded once the receiver has it on file, a review and a reply on their own day.
    """
    filing = Filing.objects.select_related("case__organisation", "receiver", "sender").filter(pk=told.subject).first()
    if filing is None or filing.case is None or not filing.step:
        return
    case = locked(filing.case)
    step = road_of(case).step(filing.step)
    if step is None or case.closed is not None:
        return
    _record(told, case, filing, step)
    next_note([case])


def _record(told: Announcement, case: Case, filing: Filing, step: MergedStep) -> None:
    here = not step.by or case.organisation.kind in step.by
    if told.action == "filing.send" and here and filing.kind in SENT_COUNTS:
        _write(told.actor, case, filing, step, filing.sent_on, filing.sender_id, filing.number)
    elif told.action == "filing.accept" and not here:
        day = filing.sent_on if filing.kind in SENT_COUNTS else filing.closed_on
        _write(told.actor, case, filing, step, day, filing.receiver_id, filing.filed_number or filing.number)
    elif told.action == "filing.reply":
        _reply(told.actor, case, filing, step, here=here, agrees=bool(told.details.get("agrees")))


def _reply(actor: Actor, case: Case, filing: Filing, step: MergedStep, *, here: bool, agrees: bool) -> None:
    """An agreeing reply is the step itself where the body above does it, else the reply's step behind it."""
    if not agrees:
        return
    answer = filing.replies.order_by("-pk").first()
    number = answer.number if answer is not None else filing.number
    if not here:
        _write(actor, case, filing, step, filing.closed_on, filing.receiver_id, number)
        return
    for later in road_of(case).steps:
        if later.filing == "reply" and any(step.code in after.steps for after in later.after):
            _write(actor, case, filing, later, filing.closed_on, filing.receiver_id, number)
            return


def _write(
    actor: Actor, case: Case, filing: Filing, step: MergedStep, on: dt.date | None, by: str, number: str
) -> None:
    papers = tuple(PaperGiven(one.kind, filing.sent_on) for one in filing.papers.all() if one.kind and not one.paper)
    said = StepSaid(outcome=number[:100], by=by, papers=papers, filing=filing.pk, reason=f"随 {filing.number} 一并登记")
    try:
        with transaction.atomic():
            step_write(actor, case, step.code, on or filing.created_on, said)
    except Refused as error:
        event_note(filing=filing, what="步骤没有登记", actor=actor, organisation=case.organisation, note=str(error))
