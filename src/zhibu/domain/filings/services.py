"""Writes of the room: a filing is drafted, sent, received, accepted, returned, withdrawn, replied to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhibu.domain.filings.models import Filing
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper that goes along: its title, its kind, and its id where it is one on record."""

    title: str
    kind: str = ""
    paper: str = ""


@transaction.atomic
def filing_draft(
    *,
    actor: Actor,
    kind: str,
    sender: Organisation,
    receiver: Organisation | None = None,
    subject: str,
    body: str = "",
    about_kind: str = "",
    about: str = "",
    case: Case | None = None,
    step: str = "",
    papers: Sequence[Enclosed] = (),
    due_on: dt.date | None = None,
    signed_by: str = "",
    contact: str = "",
    key: str = "",
) -> Filing:
    """Draft a filing; `receiver` empty: the level above the sender. The same `key` gives the same row."""
    raise NotImplementedError


@transaction.atomic
def filing_send(*, actor: Actor, filing: Filing, on: dt.date | None = None) -> Filing:
    """Send a draft: it gets its number of the year."""
    raise NotImplementedError


@transaction.atomic
def filing_receive(*, actor: Actor, filing: Filing, on: dt.date | None = None) -> Filing:
    """The receiver has it in hand (签收)."""
    raise NotImplementedError


@transaction.atomic
def filing_accept(
    *, actor: Actor, filing: Filing, on: dt.date | None = None, number: str = "", note: str = ""
) -> Filing:
    """The receiver accepts: 已阅, 已备案, 审核同意; `number`: under which it is filed there."""
    raise NotImplementedError


@transaction.atomic
def filing_return(*, actor: Actor, filing: Filing, reason: str, on: dt.date | None = None) -> Filing:
    """The receiver returns it with the reason; the sender may mend it and send again."""
    raise NotImplementedError


@transaction.atomic
def filing_withdraw(*, actor: Actor, filing: Filing, reason: str) -> Filing:
    """The sender takes it back before it is accepted; its number stays used."""
    raise NotImplementedError


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
    on: dt.date | None = None,
    key: str = "",
) -> Filing:
    """The receiver answers a request or review by a 批复 with a number of its own; gives the reply."""
    raise NotImplementedError
