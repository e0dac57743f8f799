"""Who sends (the sender's keepers), who answers (the receiver's clerk), and that nobody answers his own."""

from __future__ import annotations

from zhibu.domain.filings.models import Filing
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed

BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)


def may_send(actor: Actor, sender: Organisation) -> bool:
    """Whether he may write and send for this organisation."""
    return actor.reaches(sender.path, *KEEPERS)


def may_answer(actor: Actor, receiver: Organisation) -> bool:
    """Whether he takes in what comes for this organisation: its clerk, of a branch its secretary or commissioner."""
    roles = KEEPERS if receiver.kind in BRANCHES else ("clerk",)
    return actor.reaches(receiver.path, *roles)


def filing_draft(actor: Actor, sender: Organisation) -> None:
    """Write, change, send, withdraw or throw away what this organisation sends."""
    if not may_send(actor, sender):
        raise NotAllowed(f"{sender}的报送件由它的书记、支部委员或者上级的党务工作者来报。")


filing_change = filing_send = filing_withdraw = filing_discard = filing_draft


def filing_receive(actor: Actor, filing: Filing) -> None:
    """Sign for what came."""
    if not may_answer(actor, filing.receiver):
        raise NotAllowed(f"报给{filing.receiver}的由它的党务工作者办。")


def filing_answer(actor: Actor, filing: Filing) -> None:
    """Accept, return or reply: the receiver's, and not the one who sent it."""
    filing_receive(actor, filing)
    if actor.user and actor.user == filing.sent_user and not actor.everything:
        raise NotAllowed("这一件是你自己报送的，由另一个人答复。")


filing_accept = filing_return = filing_reply = filing_answer


def prefix_set(actor: Actor, organisation: Organisation) -> None:
    """Say how the organisation's numbers begin."""
    if not may_send(actor, organisation):
        raise NotAllowed(f"{organisation}的发文代字由它的书记、支部委员或者党务工作者来定。")
