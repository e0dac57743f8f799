"""Who may enter checks: whoever keeps the organisation, or works above it."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def may_check(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may enter what was looked at in this organisation."""
    return actor.reaches(organisation.path, *KEEPERS)


def check_record(actor: Actor, organisation: Organisation) -> None:
    """Enter checks, or take one back."""
    if not may_check(actor, organisation):
        raise NotAllowed(f"{organisation}的清单，由它的书记、委员或者管辖它的党务工作者来填。")
