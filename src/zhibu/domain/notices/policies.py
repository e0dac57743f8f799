"""Who may send notices for an organisation, and who looks after its robots and settings.

Rooms that tell of their own things ask their own rights first and pass `actor.entrusted()`.
"""

from __future__ import annotations

from zhibu.domain.notices.models import Batch
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def notice_send(actor: Actor, organisation: Organisation) -> None:
    """Send to persons in the name of an organisation, or take it back."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"通知由{organisation}的组长、书记、委员或者上级的党务工作者发。")


def notice_again(actor: Actor, batch: Batch) -> None:
    """Send again what did not get out: only whoever sent it."""
    if not (actor.everything or (actor.user and actor.user == batch.made_by_id)):
        raise NotAllowed("谁发的通知，由谁重新发。")


def channel_keep(actor: Actor, organisation: Organisation) -> None:
    """Robots and defaults of an organisation."""
    if not (actor.everything or actor.reaches(organisation.path, "clerk", "secretary")):
        raise NotAllowed(f"群机器人和通知的设置由{organisation}的书记或者上级的党务工作者管。")
