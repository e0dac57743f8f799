"""Who may do what in a transfer.

A member asks for his own; his branch or a clerk above it asks for him. The letter is written by a clerk above the
branch of origin, which is how the bodies with the power to transfer are told here; the side of destination
notes the arrival, receives and sends the receipt.
"""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, body: Organisation | None) -> bool:
    """Whether he works for the Party in this branch or above it."""
    return actor.everything or (body is not None and actor.reaches(body.path, *KEEPERS))


def is_clerk_of(actor: Actor, body: Organisation | None) -> bool:
    """Whether he is a clerk above this branch."""
    return actor.everything or (body is not None and actor.reaches(body.path, "clerk"))


def transfer_request(actor: Actor, member: str, origin: Organisation) -> None:
    """Ask for a transfer: the member himself, his branch, a clerk above it."""
    if not (actor.member and actor.member == member) and not keeps(actor, origin):
        raise NotAllowed("转接由党员本人提出，或者由他的支部、上级的党务工作者代为提出。")


def transfer_register(actor: Actor, destination: Organisation) -> None:
    """Note somebody who comes from outside with a letter."""
    if not keeps(actor, destination):
        raise NotAllowed(f"转入由{destination}的书记、支部委员或者上级的党务工作者登记。")


def transfer_send(actor: Actor, transfer: Transfer) -> None:
    """Write the letter."""
    if not is_clerk_of(actor, transfer.origin):
        raise NotAllowed("介绍信由有转接权的上级党组织开，找管这个支部的党务工作者。")


def transfer_receive(actor: Actor, transfer: Transfer) -> None:
    """Note the arrival, receive, return, acknowledge."""
    body = transfer.destination or transfer.origin  # of a way out the receipt comes back by post
    if not keeps(actor, body):
        raise NotAllowed("接收、退回和回执由转入一方的支部或上级的党务工作者登记。")


def transfer_withdraw(actor: Actor, transfer: Transfer) -> None:
    """Give it up before it is received."""
    body = transfer.origin or transfer.destination
    if not keeps(actor, body) and not (actor.member and actor.member == transfer.member_id):
        raise NotAllowed("撤销由提出的一方办：党员本人、转出支部或上级的党务工作者。")
