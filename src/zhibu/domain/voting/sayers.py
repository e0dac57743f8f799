"""Which directives would say by what a matter is decided, where none in force does: what to adopt, and who may."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.policies import may_adopt
from zhibu.domain.rulebook.selectors import in_force, local_owner, rulebook
from zhibu.domain.voting.choices import Kind
from zhibu.domain.voting.terms import Cited, Terms, citation, says_majority
from zhibu.kernel.actor import Actor

DECIDING = (Kind.ELECTION, Kind.APPROVAL)  # cannot be opened without a share that is enough


@dataclass(frozen=True, slots=True)
class Lacking:
    """A matter that cannot be opened yet: the articles that would say how many votes are enough."""

    label: str
    sayers: tuple[Cited, ...]
    may_adopt: bool  # the reader may put one in force himself
    body: Organisation


def lacking(actor: Actor, organisation: Organisation, terms: Terms, on: dt.date) -> Lacking | None:
    """What is to be adopted before this matter can be voted on; None where it can."""
    if terms.winners != "rule" or terms.majority or Kind(terms.poll) not in DECIDING:
        return None
    bound = {one.directive.id for one in in_force(organisation, on) if one.directive is not None}
    found = []
    for directive in rulebook().directives.values():
        spec = says_majority(directive, terms.matter, organisation.kind)
        if spec is None or directive.id in bound:
            continue
        owner = local_owner(directive.id)
        if owner is None or organisation.path.startswith(owner.path):
            found.append(citation(directive, spec.article))
    return Lacking(terms.label, tuple(found), may_adopt(actor, organisation), organisation)
