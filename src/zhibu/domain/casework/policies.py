"""Who may run cases: whoever keeps the organisation whose case it is, or works above it."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed

KEEPERS = ("clerk", "secretary", "commissioner")
OWN_ROOM = frozenset({"discipline"})  # a later room handles these, asks more, and comes here entrusted


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may open cases of this organisation and record their steps."""
    return actor.reaches(organisation.path, *KEEPERS)


def is_above(actor: Actor, organisation: Organisation) -> bool:
    """Whether he works for a body above it: then he may record what that body did without a paper."""
    if actor.everything:
        return True
    above = set(path_parents(organisation.path))
    return any(any(path.startswith(top) for path in above) for top in actor.subtrees("clerk"))


def case_open(actor: Actor, organisation: Organisation) -> None:
    """Open a case, record and withdraw its steps, close it."""
    if not may_keep(actor, organisation):
        raise NotAllowed(f"{organisation}的事由它的书记、支部委员或者上级的党务工作者来办。")


step_record = step_withdraw = case_close = case_reopen = case_abandon = case_open
