"""Who may do what with study and commitments.

| who | may |
|---|---|
| leader of the group; secretary, commissioners of the branch; clerk above | plan, add materials, record a study, see the hours of their own people, register them |
| secretary, commissioners of the branch; clerk above | publish or return a commitment, inspect, follow up; the branch's own commitment |
| member | note what he studied himself, write notes and share them, write his commitment |
"""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, body: Organisation) -> bool:
    """Whether he keeps the study of this body."""
    return works_for(actor, body)


def inspects(actor: Actor, body: Organisation) -> bool:
    """Whether he looks through the commitments of this branch."""
    return actor.reaches(body.path, *KEEPERS)


def study_keep(actor: Actor, body: Organisation) -> None:
    """Plan, add materials, record, register hours."""
    if not keeps(actor, body):
        raise NotAllowed(f"{body}的学习由它的组长、支部书记和委员，或者上级的党务工作者来办。")


def commitment_inspect(actor: Actor, body: Organisation) -> None:
    """Publish, return, inspect, follow up; write the body's own."""
    if not inspects(actor, body):
        raise NotAllowed(f"{body}的承诺由支部书记、委员或者上级的党务工作者来办。")


def own_write(actor: Actor, member: str) -> None:
    """What a member does himself; it may be entered for him (代办)."""
    if not actor.member or actor.member != member:
        raise NotAllowed("这是党员自己写的，由本人来写；没有手机的，由支部书记代办。")


def own_secret(actor: Actor, member: str) -> None:
    """What nobody enters for him: it is sealed for himself."""
    if not actor.in_person or not actor.member or actor.member != member:
        raise NotAllowed("学习笔记只有本人写、本人看，不能代写。")
