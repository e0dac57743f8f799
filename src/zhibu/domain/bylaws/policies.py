"""Who reads and who writes the unit's own rules.

They hold for everybody of the unit: members read those of their branch and group and of what is above. Written and decided
by those who keep the organisation; the decision itself is a meeting's, entered here.
"""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may write and decide them."""
    return actor.everything or actor.reaches(organisation.path, *KEEPERS)


def bylaw_write(actor: Actor, organisation: Organisation) -> None:
    """Write a version, decide on it, repeal, offer as a model."""
    if not keeps(actor, organisation):
        raise NotAllowed(f"{organisation}的规章制度，由它的书记、委员或者上级的党务工作者来写、来登记。")
