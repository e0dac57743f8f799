"""Who may do what with reports.

| who | may |
|---|---|
| the member | write, keep a draft, hand in; read what he wrote and the answer |
| leader of the group; secretary, commissioners of the branch; clerk above | see who reported when, note an oral report or one on paper |
| leader of the group that receives it (and whoever the page names before it is handed in), in person | read it, answer |
"""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, body: Organisation) -> bool:
    """Whether he keeps the list of this body's reports."""
    return works_for(actor, body)


def report_write(actor: Actor, member: str) -> None:
    """Write a report: the member himself and nobody for him."""
    if not actor.in_person or not actor.member or actor.member != member:
        raise NotAllowed("书面汇报由本人写。没有手机的，收下纸质汇报以后点“收到纸质汇报”，内容不进系统。")


def report_note(actor: Actor, body: Organisation) -> None:
    """Note that somebody reported."""
    if not keeps(actor, body):
        raise NotAllowed(f"汇报由{body}的组长、支部书记和委员来登记。")
