"""Who may change the tree: a clerk, below the organisation at which he is one."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def organisation_record(actor: Actor, organisation: Organisation) -> None:
    """A new organisation: below his own, never beside it."""
    _clerk(actor, organisation.path, "新建")


def organisation_change(actor: Actor, organisation: Organisation) -> None:
    """Correct an organisation."""
    _clerk(actor, organisation.path, "修改")


def may_describe(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may change seat, contact and units."""
    return actor.reaches(organisation.path, "clerk", "secretary", "commissioner")


def organisation_describe(actor: Actor, organisation: Organisation) -> None:
    """Seat, contact and units: whoever keeps it, or works above it."""
    if not may_describe(actor, organisation):
        raise NotAllowed(f"{organisation}的联系方式和单位，由它的书记、委员或者管辖它的党务工作者来改。")


def organisation_move(
    actor: Actor, organisation: Organisation, parent: Organisation | None
) -> None:
    """Move an organisation: both ends must lie in his range."""
    _clerk(actor, organisation.path, "移动")
    _clerk(actor, parent.path if parent else "", "移到那里")


def _clerk(actor: Actor, path: str, what: str) -> None:
    if not actor.reaches(path, "clerk"):
        raise NotAllowed(f"{what}党组织要由管辖它的党务工作者来做。")
