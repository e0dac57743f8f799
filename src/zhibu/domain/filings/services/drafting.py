"""Filings before they go out: written, changed, thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhibu.domain.filings import policies
from zhibu.domain.filings.choices import FilingAbout, FilingKind, FilingState
from zhibu.domain.filings.models import Filing, FilingPaper
from zhibu.domain.filings.selectors import receiver_usual
from zhibu.domain.filings.services.noting import locked, record
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

CHANGEABLE = (FilingState.DRAFT, FilingState.RETURNED)
MOST_PAPERS = 30


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper that goes along: its title, its kind (rule packs), and its id where it is one on record."""

    title: str
    kind: str = ""
    paper: str = ""


@transaction.atomic
def filing_draft(
    *,
    actor: Actor,
    kind: str,
    sender: Organisation,
    subject: str,
    receiver: Organisation | None = None,
    body: str = "",
    about_kind: str = "",
    about: str = "",
    case: Case | None = None,
    step: str = "",
    papers: Sequence[Enclosed] = (),
    due_on: dt.date | None = None,
    signed_by: str = "",
    contact: str = "",
    copies_to: str = "",
    key: str = "",
) -> Filing:
    """Draft a filing; `receiver` empty: the level above the sender. The same `key` gives the same row.

    `case` and `step`: the step of a case for which it stands. Refused where sender and receiver are not one
    above the other, or one of them is a group: a group is no level, its branch files for it.
    """
    policies.filing_draft(actor, sender)
    if key:
        known = Filing.objects.filter(key=key, sender=sender).first()
        if known is not None:
            return known
    to = receiver or receiver_usual(sender)
    if to is None:
        raise Refused(f"{sender}上面没有党组织，写明报给谁。")
    _require_levels(sender, to, kind)
    made = Filing(
        id=new_id("fil"), kind=FilingKind(kind), sender=sender, receiver=to, state=FilingState.DRAFT,
        subject=subject.strip(), body=body.strip(), about_kind=FilingAbout(about_kind), about=about, case=case,
        step=step, created_on=clock.today(), due_on=due_on, signed_by=signed_by.strip(), contact=contact.strip(),
        copies_to=copies_to.strip(), drafted_by=actor.name[:100], key=key,
    )  # fmt: skip
    _check(made)
    made.save(force_insert=True)
    _enclose(made, papers)
    record(actor, "filing.draft", made, sender, {"case": case.pk if case else "", "step": step})
    return made


@transaction.atomic
def filing_change(
    *,
    actor: Actor,
    filing: Filing,
    subject: str,
    body: str = "",
    papers: Sequence[Enclosed] | None = None,
    due_on: dt.date | None = None,
    signed_by: str = "",
    contact: str = "",
    copies_to: str | None = None,
) -> Filing:
    """Change a draft, or one that was returned; `papers` and `copies_to` None leave them."""
    found = locked(filing)
    policies.filing_change(actor, found.sender)
    if found.state not in CHANGEABLE:
        raise Refused(f"这件{found.get_state_display()}，不能再改；还没有办结的，先撤回。")
    found.subject, found.body, found.due_on = subject.strip(), body.strip(), due_on
    found.signed_by, found.contact = signed_by.strip(), contact.strip()
    if copies_to is not None:
        found.copies_to = copies_to.strip()
    _check(found)
    found.save(update_fields=["subject", "body", "due_on", "signed_by", "contact", "copies_to"])
    if papers is not None:
        FilingPaper.objects.filter(filing=found).delete()
        _enclose(found, papers)
    record(actor, "filing.change", found, found.sender, {})
    return found


@transaction.atomic
def filing_discard(*, actor: Actor, filing: Filing) -> None:
    """Throw away a draft: it has no number yet, so that none is missing."""
    found = locked(filing)
    policies.filing_discard(actor, found.sender)
    if found.state != FilingState.DRAFT:
        raise Refused("已经报送过的不能删去，只能撤回。")
    record(actor, "filing.discard", found, found.sender, {"subject_line": found.subject})
    found.delete()


def _require_levels(sender: Organisation, to: Organisation, kind: str) -> None:
    for body in (sender, to):
        if body.kind == OrganisationKind.PARTY_GROUP:
            raise Refused(f"{body}是党小组，不是一级组织，由它的支部报送。")
        if body.dissolved is not None and body.dissolved <= clock.today():
            raise Refused(f"{body}在 {body.dissolved} 已经撤销。")
    if sender.pk == to.pk:
        raise Refused("不能报给自己。")
    upward = sender.path.startswith(to.path)
    if not upward and not to.path.startswith(sender.path):
        raise Refused(f"{sender}和{to}没有上下级关系，报送件只在上下级之间走。")
    if kind == FilingKind.REPLY and upward:
        raise Refused("批复由上级发给下级。")
    if kind != FilingKind.REPLY and not upward:
        raise Refused(f"{FilingKind(kind).label}由下级报给上级；上级发给下级的是批复。")


def _check(filing: Filing) -> None:
    if not filing.subject:
        raise Refused("还没有写标题。")
    require_fits(Filing, subject=filing.subject, signed_by=filing.signed_by, contact=filing.contact, copies_to=filing.copies_to)
    if len(filing.body) > 20_000:
        raise Refused(f"正文最多 20000 个字，读到 {len(filing.body)} 个字；长的材料作附件。")
    if filing.due_on is not None and filing.due_on < filing.created_on:
        raise Refused(f"办理期限 {filing.due_on} 早于今天。")


def _enclose(filing: Filing, papers: Sequence[Enclosed]) -> None:
    if len(papers) > MOST_PAPERS:
        raise Refused(f"附件最多 {MOST_PAPERS} 件。")
    titles = [one.title.strip() for one in papers]
    require_fits(FilingPaper, **{"title": max(titles, key=len, default="")})
    FilingPaper.objects.bulk_create(
        FilingPaper(filing=filing, place=place, kind=one.kind, title=title, paper=one.paper)
        for place, (one, title) in enumerate(zip(papers, titles, strict=True), start=1) if title
    )
