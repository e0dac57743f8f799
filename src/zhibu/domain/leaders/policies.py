"""Who may enter what of leaders: the branch and clerks above; nobody for himself; a leader sees his group."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def may_select(actor: Actor, group: Organisation) -> bool:
    """Whether the actor keeps the branch of the group."""
    branch = group.parent
    return branch is not None and actor.reaches(branch.path, *KEEPERS)


def selection_change(actor: Actor, group: Organisation) -> None:
    """Open a selection, enter what was recommended, voted and decided. Deciding itself is a meeting's."""
    if not may_select(actor, group):
        raise NotAllowed(f"{group}的组长怎样产生，由支部的书记、委员或者管辖它的党务工作者登记，由支部开会决定。")


def may_read_gist(actor: Actor, group: Organisation, member: str) -> bool:
    """What was said in an interview: the branch's own secretary and commissioners, and the leader himself."""
    if actor.everything or (actor.member and actor.member == member):
        return True
    branch = group.parent_id
    return any(
        held.role in ("secretary", "commissioner") and held.organisation == branch for held in actor.roles
    )


def interview_change(actor: Actor, group: Organisation, member: str) -> None:
    """Record an interview, or what came of it; nobody records his own."""
    if actor.member and actor.member == member and not actor.everything:
        raise NotAllowed("约谈的是你本人，由别的支部委员登记。")
    if not may_read_gist(actor, group, ""):
        raise NotAllowed("约谈由支部的书记、委员登记，内容只有他们和本人看得到。")
