"""Who may write of committees: results and extensions from above, the division of work by the body itself."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may enter results and ends of terms."""
    return actor.reaches(organisation.path, "clerk")


def term_begin(actor: Actor, organisation: Organisation) -> None:
    """Enter the result of an election: secretaries are approved from above."""
    if not may_keep(actor, organisation):
        raise NotAllowed(f"{organisation}的选举结果要报上级，由管辖它的党务工作者登记。")


def term_extend(actor: Actor, organisation: Organisation) -> None:
    """Extend or shorten a term: with approval from above."""
    if not may_keep(actor, organisation):
        raise NotAllowed("延期、提前换届由上级批准，由管辖它的党务工作者登记。")


def reminder_record(actor: Actor, organisation: Organisation) -> None:
    """Remind a body of its election."""
    if not may_keep(actor, organisation):
        raise NotAllowed(f"提醒{organisation}换届，由管辖它的党务工作者来做。")


def duty_set(actor: Actor, organisation: Organisation) -> None:
    """Say who answers for what in a committee."""
    if not actor.reaches(organisation.path, *KEEPERS):
        raise NotAllowed(f"{organisation}委员的分工，由它的书记、委员来定。")
