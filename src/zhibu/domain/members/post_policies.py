"""Who may record that somebody came to a post or left it.

Rights follow from posts: who could make himself a secretary would give himself rights. A secretary and
a deputy are therefore recorded from where their appointment is approved, by a clerk; the rest by the
branch itself too. That no single person appoints is held by the meeting that is cited.
"""

from __future__ import annotations

from zhibu.domain.members.choices import PostKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed

APPROVED = frozenset({PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY})


def may_post(actor: Actor, organisation: Organisation, post: str) -> bool:
    """Whether the actor may record a post of this kind in this organisation."""
    roles = ("clerk",) if post in APPROVED else KEEPERS
    return actor.reaches(organisation.path, *roles)


def post_appoint(actor: Actor, organisation: Organisation, post: str) -> None:
    """Record an appointment, its end, its filing, or correct it."""
    if may_post(actor, organisation, post):
        return
    if post in APPROVED:
        raise NotAllowed(
            f"{organisation}的书记、副书记要由上级批准，由管辖它的党务工作者登记。"
        )
    raise NotAllowed(f"{organisation}的任职，由它的书记、委员或者管辖它的党务工作者登记。")


post_relieve = post_appoint
post_file = post_appoint
post_correct = post_appoint
post_withdraw = post_appoint
