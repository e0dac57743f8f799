"""Who may do what with talks.

| who | may |
|---|---|
| leader of the group; secretary, commissioners of the branch; clerk above | plan and record that two talked, see who talked with whom |
| somebody who talks himself | record his own talks, take back what is wrong, write down what was said |
| those who took part, in person | read what was said; nobody else, whatever he holds |
"""

from __future__ import annotations

from collections.abc import Collection

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, body: Organisation) -> bool:
    """Whether he keeps the list of this body's talks."""
    return works_for(actor, body)


def reads_reasons(actor: Actor, body: Organisation) -> bool:
    """Whether he may know for whose sake a talk is due that a leader is not told of (penalty, hardship)."""
    return actor.reaches(body.path, *KEEPERS)


def talk_record(actor: Actor, body: Organisation, people: Collection[str]) -> None:
    """Plan, record, change or take back a talk of these people."""
    if not keeps(actor, body) and not (actor.member and actor.member in people):
        raise NotAllowed("谈心谈话由谈的人自己记，或者由组长、支部书记和委员来记。")


def talk_note(actor: Actor, people: Collection[str]) -> None:
    """Write down or read what was said."""
    if not actor.in_person or not actor.member or actor.member not in people:
        raise NotAllowed("谈话内容只有谈的人自己写、自己看，别人看不到，也不能代写。")
