"""Filings on their way out: sent with a number of the year, withdrawn; how numbers begin."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.filings import policies
from zhibu.domain.filings.choices import OPEN_STATES, FilingState
from zhibu.domain.filings.models import Filing, FilingPrefix, FilingSerial
from zhibu.domain.filings.selectors import prefix_of
from zhibu.domain.filings.services.noting import day_done, event_note, locked, record
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def filing_send(*, actor: Actor, filing: Filing, on: dt.date | None = None) -> Filing:
    """Send a draft: it gets its number of the year; one that was returned goes again under its number.

    Sending the same again (a second click) changes nothing.
    """
    found = locked(filing)
    policies.filing_send(actor, found.sender)
    if found.state == FilingState.SENT:
        return found
    if found.state not in (FilingState.DRAFT, FilingState.RETURNED):
        raise Refused(f"这件{found.get_state_display()}，不能再报。")
    day = day_done(on, None, "报送")
    again = found.state == FilingState.RETURNED
    if not found.number:
        number_give(found, day)
    found.state, found.sent_on, found.sent_user = FilingState.SENT, day, actor.user
    found.received_on = found.closed_on = None
    found.reason = ""
    found.save()
    event_note(filing=found, what="再次报送" if again else "报送", actor=actor, organisation=found.sender)
    record(actor, "filing.send", found, found.sender, {"on": day})
    found.refresh_from_db()
    return found


@transaction.atomic
def filing_withdraw(*, actor: Actor, filing: Filing, reason: str) -> Filing:
    """The sender takes it back before it is settled; its number stays used."""
    found = locked(filing)
    policies.filing_withdraw(actor, found.sender)
    if found.state == FilingState.WITHDRAWN:
        return found
    if found.state not in OPEN_STATES:
        raise Refused(f"这件{found.get_state_display()}，不能撤回。")
    if not reason.strip():
        raise Refused("还没有写为什么撤回。")
    require_fits(Filing, reason=reason.strip())
    found.state, found.reason, found.closed_on = FilingState.WITHDRAWN, reason.strip(), clock.today()
    found.save(update_fields=["state", "reason", "closed_on"])
    event_note(filing=found, what="撤回", actor=actor, organisation=found.sender, note=found.reason)
    record(actor, "filing.withdraw", found, found.sender, {"reason": found.reason})
    return found


@transaction.atomic
def prefix_set(*, actor: Actor, organisation: Organisation, text: str) -> FilingPrefix:
    """Say how the organisation's numbers begin; numbers given before stay as they are."""
    policies.prefix_set(actor, organisation)
    wanted = text.strip()
    if not wanted or any(mark in wanted for mark in "〔〕[]（）号"):
        raise Refused("发文代字是几个字，如 青水支；年份和“号”会自动加上。")
    require_fits(FilingPrefix, text=wanted)
    found, _ = FilingPrefix.objects.update_or_create(
        organisation=organisation, defaults={"text": wanted, "set_on": clock.today()})
    entry_record(actor=actor, action="prefix.set", subject=organisation.pk, organisation=organisation.pk,
                 details={"text": wanted})
    return found


def number_give(filing: Filing, day: dt.date) -> None:
    """The next number of the sender's year; the row of the year is locked, so that no two get the same."""
    FilingSerial.objects.get_or_create(organisation_id=filing.sender_id, year=day.year)
    row = FilingSerial.objects.select_for_update().get(organisation_id=filing.sender_id, year=day.year)
    row.last += 1
    row.save(update_fields=["last"])
    filing.year, filing.serial = day.year, row.last
    filing.number = f"{prefix_of(filing.sender)}〔{day.year}〕{row.last}号"
