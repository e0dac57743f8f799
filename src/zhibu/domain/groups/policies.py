"""Who may divide a branch: its secretary and commissioners, and clerks above; the committee decides."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def may_divide(actor: Actor, branch: Organisation) -> bool:
    """Whether the actor may draft and enter a division of the branch."""
    return actor.reaches(branch.path, *KEEPERS)


def division_change(actor: Actor, branch: Organisation) -> None:
    """Draft a division, change it, enter what the committee decided."""
    if not may_divide(actor, branch):
        raise NotAllowed(f"{branch}怎样分党小组，由它的书记、委员或者管辖它的党务工作者来拟，支部开会决定。")
