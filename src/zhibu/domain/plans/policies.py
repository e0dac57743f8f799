"""Who may write a plan: whoever works on the meetings of that organisation."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def plan_change(actor: Actor, organisation: Organisation) -> None:
    """Draft, change, decide, take back."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"{organisation}的年度计划由它的组长、书记、委员，或者上级的党务工作者来定。")
