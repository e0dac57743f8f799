"""Who may do what with reports of a year: the body writes and hands in, the body above receives or returns."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.yearly.models import YearReport
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def receives(actor: Actor, report: YearReport) -> bool:
    """Whether he may receive it: he works for the body it goes to, and did not hand it in himself."""
    if actor.everything:
        return True
    return works_for(actor, report.receiver) and not (actor.user and report.submitted_user == actor.user)


def yearly_begin(actor: Actor, organisation: Organisation) -> None:
    """Write, change, hand in, take back the report of a body."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"{organisation}的报告由它的组长、书记、支部委员或者上级的党务工作者写。")


def yearly_receive(actor: Actor, report: YearReport) -> None:
    """Receive or return it."""
    if not receives(actor, report):
        raise NotAllowed("报告由上一级组织收：组里的交支部，支部的交上级；自己交的由另一个人收。")
