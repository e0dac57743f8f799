"""How a transfer stands, as its page and the list tell it: whose turn, until when, what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.transfers import policies, selectors
from zhibu.domain.transfers.choices import State, Way
from zhibu.kernel.actor import KEEPERS, Actor

if TYPE_CHECKING:
    from zhibu.domain.transfers.models import Transfer


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    transfer: Transfer
    late: bool
    next: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done now: the address name, the words on the button, whether it is the main one."""

    url_name: str
    label: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what was done."""

    on: dt.date | None
    what: str
    more: str = ""


def rows(actor: Actor, found: list[Transfer], on: dt.date) -> list[Row]:
    """The lines of the list."""
    return [Row(one, selectors.is_late(one, on), next((d.label for d in deeds(actor, one) if d.main), "")) for one in found]


def may_register(actor: Actor) -> bool:
    """Whether he may note somebody from outside anywhere."""
    return actor.everything or actor.holds(*KEEPERS)


def deeds(actor: Actor, one: Transfer) -> list[Deed]:
    """What the actor can do with it now."""
    there = policies.keeps(actor, one.destination or one.origin)
    clerk = policies.is_clerk_of(actor, one.origin)
    found: list[Deed] = []
    if one.state in (State.REQUESTED, State.RETURNED) and clerk:
        found.append(Deed("transfer-send", "开介绍信" if one.state == State.REQUESTED else "重开介绍信", True))
    if one.state in (State.SENT, State.ARRIVED) and there:
        found.append(Deed("transfer-receive", "接收" if one.way != Way.OUT else "登记对方已接收", True))
        if one.state == State.SENT and one.way != Way.OUT:
            found.append(Deed("transfer-arrive", "登记报到"))
        found.append(Deed("transfer-return", "退回"))
    if one.state == State.RECEIVED and there:
        found.append(Deed("transfer-acknowledge", "登记回执", True))
    if one.state in (State.REQUESTED, State.RETURNED, State.SENT, State.ARRIVED):
        asked = policies.keeps(actor, one.origin or one.destination) or actor.member == one.member_id
        if asked and (one.state in (State.REQUESTED, State.RETURNED) or policies.is_clerk_of(actor, one.origin or one.destination)):
            found.append(Deed("transfer-withdraw", "撤销"))
    return found


def page(actor: Actor, one: Transfer, on: dt.date) -> dict[str, Any]:
    """What the page of a transfer shows."""
    return {
        "transfer": one,
        "late": selectors.is_late(one, on),
        "deeds": deeds(actor, one),
        "events": events(one),
        "posts": selectors.posts_left_behind(one, on) if one.state not in (State.WITHDRAWN, State.ACKNOWLEDGED) else [],
        "days_left": (one.valid_until - on).days if one.valid_until and one.state in (State.SENT, State.ARRIVED) else None,
        "turn": turn(one),
        "mend": mend(actor, one),
        "paper": paper(one),
    }


def mend(actor: Actor, one: Transfer) -> str:
    """What to do about a letter that ran out, for the side that reads it."""
    if one.way == Way.OUT:
        return "问清对方接收没有：接收了的登记，没有的登记退回再重开。"
    if policies.keeps(actor, one.destination):
        return "核对以后接收，写明过期的原因；不接收的退回。"
    return "联系转入的一方接收，或者退回重开。"


def paper(one: Transfer) -> str:
    """What the button of its paper says; empty where none is good any more."""
    if not one.letter_number or one.state in (State.RETURNED, State.WITHDRAWN):
        return ""
    return "回执" if one.way == Way.IN else "介绍信三联"


def turn(one: Transfer) -> str:
    """Whose turn it is, in words."""
    return {
        State.REQUESTED: f"等管{one.start_short}的上级党组织开介绍信",
        State.RETURNED: f"退回到{one.start_short}，改好以后重开介绍信",
        State.SENT: f"等{one.goal_short}接收；接收以前{one.start_short}仍然负责",
        State.ARRIVED: f"已报到，等{one.goal_short}接收；接收以前{one.start_short}仍然负责",
        State.RECEIVED: f"{one.goal_short}已接收，还差{_receipt(one)}",
        State.ACKNOWLEDGED: "办结",
        State.WITHDRAWN: "已退回或撤销，没有接收" if one.way == Way.IN else "已撤销",
    }[State(one.state)]


def _receipt(one: Transfer) -> str:
    return "收到对方的回执" if one.way == Way.OUT else "寄回回执"


def events(one: Transfer) -> list[Event]:
    """What was done, in the order of days."""
    dues = f"，党费交到 {one.dues_paid_to}" if one.dues_paid_to else ""
    ended = "退回" if one.state == State.RETURNED else "撤销或退回"
    found = [
        Event(one.requested_on, "提出" if one.way != Way.IN else "原组织开出介绍信", one.reason),
        Event(one.letter_on if one.way != Way.IN else None, "开介绍信", f"{one.letter_number}，有效期到 {one.valid_until}{dues}"),
        Event(one.arrived_on if one.way != Way.OUT else None, "报到"),
        Event(one.received_on, "接收" if one.way != Way.OUT else "对方接收", f"从这天起在{one.goal_short}"),
        Event(one.acknowledged_on, _receipt(one)),
        Event(one.ended_on, ended, one.ended_reason),
    ]
    return [event for event in found if event.on is not None]
