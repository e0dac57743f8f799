"""Filings at the receiver: signed for, accepted, returned with the reason, replied to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.filings import policies
from zhibu.domain.filings.choices import (
    ACCEPTED_WORDS,
    OPEN_STATES,
    FilingAbout,
    FilingKind,
    FilingState,
)
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services.drafting import Enclosed, filing_draft
from zhibu.domain.filings.services.noting import day_done, event_note, locked, record
from zhibu.domain.filings.services.sending import filing_send
from zhibu.domain.members.models import Post
from zhibu.domain.members.services.posts import post_file
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import chinese_day
from zhibu.kernel.errors import NotAllowed, Refused


@transaction.atomic
def filing_receive(*, actor: Actor, filing: Filing, on: dt.date | None = None) -> Filing:
    """The receiver has it in hand (签收); a second click changes nothing."""
    found = locked(filing)
    policies.filing_receive(actor, found)
    if found.state == FilingState.RECEIVED:
        return found
    if found.state != FilingState.SENT:
        raise Refused(f"这件{found.get_state_display()}，不用签收。")
    found.state, found.received_on = FilingState.RECEIVED, day_done(on, found.sent_on, "签收")
    found.save(update_fields=["state", "received_on"])
    event_note(filing=found, what="签收", actor=actor, organisation=found.receiver)
    record(actor, "filing.receive", found, found.receiver, {"on": found.received_on})
    return found


@transaction.atomic
def filing_accept(
    *, actor: Actor, filing: Filing, on: dt.date | None = None, number: str = "", note: str = ""
) -> Filing:
    """The receiver accepts: 已阅, 已备案, 审核同意; `number`: under which it is filed there.

    What it is about is settled with it: a post gets its day and number of filing, a case its step.
    """
    found = locked(filing)
    policies.filing_accept(actor, found)
    if found.state == FilingState.ACCEPTED:
        return found
    _require_open(found)
    if found.kind == FilingKind.REQUEST:
        raise Refused("请示要写批复来答复，不能直接办结。")
    day = day_done(on, found.sent_on, "办结")
    require_fits(Filing, filed_number=number.strip())
    found.state, found.closed_on, found.agreed = FilingState.ACCEPTED, day, True
    found.received_on, found.filed_number = found.received_on or day, number.strip()
    found.save(update_fields=["state", "closed_on", "received_on", "filed_number", "agreed"])
    event_note(filing=found, what=ACCEPTED_WORDS[FilingKind(found.kind)], actor=actor, organisation=found.receiver,
               note="；".join(part for part in (found.filed_number, note.strip()) if part))
    _file_post(actor, found)
    record(actor, "filing.accept", found, found.receiver, {"on": day, "filed_number": found.filed_number})
    return found


@transaction.atomic
def filing_return(*, actor: Actor, filing: Filing, reason: str, on: dt.date | None = None) -> Filing:
    """The receiver returns it with the reason; the sender may mend it and send it again."""
    found = locked(filing)
    policies.filing_return(actor, found)
    if found.state == FilingState.RETURNED:
        return found
    _require_open(found)
    if not reason.strip():
        raise Refused("还没有写为什么退回、要改什么。")
    require_fits(Filing, reason=reason.strip())
    found.state, found.reason = FilingState.RETURNED, reason.strip()
    found.closed_on = day_done(on, found.sent_on, "退回")
    found.save(update_fields=["state", "reason", "closed_on"])
    event_note(filing=found, what="退回", actor=actor, organisation=found.receiver, note=found.reason)
    record(actor, "filing.return", found, found.receiver, {"reason": found.reason})
    return found


@transaction.atomic
def filing_reply(
    *,
    actor: Actor,
    filing: Filing,
    agrees: bool,
    subject: str = "",
    body: str = "",
    papers: Sequence[Enclosed] = (),
    signed_by: str = "",
    copies_to: str = "",
    on: dt.date | None = None,
    key: str = "",
) -> Filing:
    """The receiver answers a request or a review by a 批复 with a number of its own; gives the reply.

    A second click gives the reply that is there.
    """
    found = locked(filing)
    policies.filing_reply(actor, found)
    if found.state == FilingState.ANSWERED:
        return found.replies.latest("pk")
    _require_open(found)
    if found.kind not in (FilingKind.REQUEST, FilingKind.REVIEW):
        raise Refused(f"{found.get_kind_display()}不用批复，直接办结或者退回。")
    day = day_done(on, found.sent_on, "批复")
    word = "同意" if agrees else "不同意"
    said = chinese_day(found.sent_on) if found.sent_on else ""
    answer = filing_draft(
        actor=actor, kind=FilingKind.REPLY, sender=found.receiver, receiver=found.sender,
        subject=subject.strip() or f"关于《{found.subject}》的批复",
        body=body.strip() or f"你们{said}报来的《{found.subject}》（{found.number}）收到。经研究，{word}。",
        about_kind=found.about_kind, about=found.about, papers=papers, signed_by=signed_by,
        copies_to=copies_to, key=key,
    )  # fmt: skip
    Filing.objects.filter(pk=answer.pk).update(answers=found)
    filing_send(actor=actor, filing=answer, on=day)
    found.state, found.closed_on, found.agreed = FilingState.ANSWERED, day, agrees
    found.received_on = found.received_on or day
    found.save(update_fields=["state", "closed_on", "received_on", "agreed"])
    answer.refresh_from_db()
    event_note(filing=found, what=f"批复{word}", actor=actor, organisation=found.receiver, note=answer.number)
    record(actor, "filing.reply", found, found.receiver, {"on": day, "agrees": agrees, "reply": answer.pk})
    return answer


def _require_open(filing: Filing) -> None:
    if filing.state not in OPEN_STATES:
        raise Refused(f"这件{filing.get_state_display()}，不能再答复。")


def _file_post(actor: Actor, filing: Filing) -> None:
    """A post that was filed bears day and number: it counts from the day on which it was sent in time."""
    if filing.about_kind != FilingAbout.POST or filing.kind != FilingKind.FILE:
        return
    post = Post.objects.filter(pk=filing.about).first()
    if post is None or filing.sent_on is None:
        return
    try:
        with transaction.atomic():
            post_file(actor=actor, post=post, on=filing.sent_on, number=filing.filed_number or filing.number)
    except (Refused, NotAllowed) as error:
        event_note(filing=filing, what="任职没有登记", actor=actor, organisation=filing.receiver, note=str(error))
