"""Who may change the tree: a clerk at the organisation above, whose decision it is."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.establishment.choices import Part
from zhibu.domain.establishment.models import ChangePart
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import SEGMENT
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def may_found_below(actor: Actor, parent: Organisation | None) -> bool:
    """Whether he may found something below it."""
    return actor.reaches(parent.path if parent else "", "clerk")


def may_change(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may change it: from above, or at the top of the tree, above which nobody is."""
    return actor.reaches(organisation.path[:-SEGMENT] or organisation.path, "clerk")


def organisation_found(actor: Actor, parent: Organisation | None) -> None:
    """Found something below a body."""
    if not may_found_below(actor, parent):
        raise NotAllowed("成立组织，由管辖那个上级组织的党务工作者登记。")


def may_withdraw(actor: Actor, parts: Iterable[ChangePart]) -> bool:
    """Whether a planned change is his to withdraw: its own bodies are, of a founding the superior."""
    rows = list(parts)
    own = [one.organisation for one in rows if one.part != Part.PARENT]
    if own:
        return all(may_change(actor, one) for one in own)
    return all(may_found_below(actor, one.organisation) for one in rows) and (bool(rows) or actor.everything)


def organisation_adjust(actor: Actor, *organisations: Organisation) -> None:
    """Rename, move, merge, split or dissolve: all that are concerned must be his."""
    for one in organisations:
        if not may_change(actor, one):
            raise NotAllowed(f"{one}的设置由上级决定，由{one}上级组织的党务工作者登记。")


def may_keep_calendar(actor: Actor) -> bool:
    """Whether he may enter school terms and working days: they hold for the whole site."""
    return actor.everything or any(len(path) == SEGMENT for path in actor.subtrees("clerk"))


def calendar_keep(actor: Actor) -> None:
    """Enter school terms and working days."""
    if not may_keep_calendar(actor):
        raise NotAllowed("学期和工作日全站共用，由最上一级党组织的党务工作者来改。")
