"""Who enters marks (the body above, or the unit itself where the card says so) and who keeps results."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.engine.language.scorecards import Item
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def is_above(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor is a clerk of a body above it: nobody gives marks to himself."""
    tops = actor.subtrees("clerk")
    return actor.everything or any(
        organisation.path.startswith(top) and top != organisation.path for top in tops
    )


def may_mark(actor: Actor, organisation: Organisation, item: Item) -> bool:
    """Whether a page should offer to enter this item."""
    if item.mark is None:
        return False
    if item.mark.by == "own":
        return actor.reaches(organisation.path, "clerk", "secretary")
    return is_above(actor, organisation)


def mark_enter(actor: Actor, organisation: Organisation, item: Item) -> None:
    """Enter a mark, correct it, withdraw it."""
    if not may_mark(actor, organisation, item):
        who = "本组织的书记或者党务工作者" if item.mark and item.mark.by == "own" else "上级党组织的党务工作者"
        raise NotAllowed(f"{organisation}的“{item.title}”由{who}录入。")


mark_correct = mark_enter
mark_withdraw = mark_enter


def may_keep(actor: Actor, top: Organisation) -> bool:
    """Whether a page should offer to keep the results of the units below a body."""
    return actor.reaches(top.path, "clerk")


def score_keep(actor: Actor, top: Organisation) -> None:
    """Keep the results of the units below a body."""
    if not may_keep(actor, top):
        raise NotAllowed(f"{top}下面各组织的考评结果，由{top}的党务工作者定稿。")
