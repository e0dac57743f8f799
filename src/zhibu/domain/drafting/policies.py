"""Who may write directives: a clerk, for organisations in his range."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def may_draft(actor: Actor, organisation: Organisation) -> bool:
    """Whether a page should offer it."""
    return actor.reaches(organisation.path, "clerk")


def draft_create(actor: Actor, organisation: Organisation) -> None:
    """Write a directive of an organisation."""
    if not may_draft(actor, organisation):
        raise NotAllowed(f"{organisation}的制度，由管辖它的党务工作者来写。")


draft_change = draft_restore = draft_publish = draft_retire = draft_remove = draft_create
