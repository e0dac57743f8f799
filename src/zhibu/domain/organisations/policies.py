"""Who keeps an organisation and who works for it; who may change the tree: a clerk, below where he is one."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, body: Organisation | None) -> bool:
    """Whether he keeps this body: its secretary or a commissioner of it, or a clerk of it or above."""
    return actor.everything or (body is not None and actor.reaches(body.path, *KEEPERS))


def works_for(actor: Actor, body: Organisation | None) -> bool:
    """Whether he works for this body: its leader, or a keeper of it. Whoever enters for a member (代办) has no roles."""
    return keeps(actor, body) or (body is not None and body.pk in actor.bodies())


def organisation_record(actor: Actor, organisation: Organisation) -> None:
    """A new organisation: below his own, never beside it."""
    _clerk(actor, organisation.path, "新建")


def organisation_change(actor: Actor, organisation: Organisation) -> None:
    """Correct an organisation."""
    _clerk(actor, organisation.path, "修改")


def organisation_describe(actor: Actor, organisation: Organisation) -> None:
    """Seat, contact and units: whoever keeps it, or works above it."""
    if not keeps(actor, organisation):
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
