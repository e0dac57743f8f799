"""Who may write in the file of a member: whoever works for the Party in his branch or above it."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def member_record(actor: Actor, branch: Organisation) -> None:
    """A new member of a branch."""
    _keeper(actor, branch, "登记党员")


def member_change(actor: Actor, branches: Iterable[Organisation]) -> None:
    """Anything recorded of a member: whoever keeps one of the branches to which he belongs."""
    if not any(actor.reaches(branch.path, *KEEPERS) for branch in branches) and not actor.everything:
        raise NotAllowed("党员的资料由他所在支部的书记、组织委员或者上级的党务工作者来改。")


def membership_change(actor: Actor, organisation: Organisation) -> None:
    """Who belongs to a branch or one of its groups."""
    _keeper(actor, organisation, "登记组织关系")


def member_move(actor: Actor, start: Organisation, to: Organisation) -> None:
    """From one branch to another: both must be his to keep; else it is a transfer with a letter."""
    if not (actor.reaches(start.path, *KEEPERS) and actor.reaches(to.path, *KEEPERS)):
        raise NotAllowed("两个支部不都在你的管理范围里，办组织关系转接。")


def group_assign(actor: Actor, branch: Organisation) -> None:
    """Who is in which group of a branch."""
    _keeper(actor, branch, "编党小组")


def _keeper(actor: Actor, body: Organisation, what: str) -> None:
    if not actor.reaches(body.path, *KEEPERS):
        raise NotAllowed(f"{what}由{body}的书记、支部委员或者上级的党务工作者来做。")
