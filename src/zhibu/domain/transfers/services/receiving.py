"""The side of destination: arrival, receiving, the receipt, sending back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from zhibu.domain.casework.services import case_close
from zhibu.domain.members.choices import Entry, LeaveReason
from zhibu.domain.members.services import spans
from zhibu.domain.members.services.following import posts_end_with
from zhibu.domain.members.services.items import member_record
from zhibu.domain.members.services.standing import member_leave
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import locked
from zhibu.domain.transfers import policies
from zhibu.domain.transfers.choices import ON_THE_ROAD, State, Way
from zhibu.domain.transfers.models import Transfer
from zhibu.domain.transfers.services.noting import held, noted, stepped
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened


@transaction.atomic
def transfer_arrive(*, actor: Actor, transfer: Transfer, on: dt.date) -> Transfer:
    """He has come with the letter; the branch of origin still answers for him."""
    found = held(transfer, State.SENT, doing="登记报到")
    policies.transfer_receive(actor, found)
    require_happened(on, "报到", after=found.letter_on)
    stepped(actor, found, "arrival", on)
    found.state, found.arrived_on = State.ARRIVED, on
    found.save(update_fields=["state", "arrived_on"])
    noted(actor, found, "arrive", {"on": on})
    return found


@transaction.atomic
def transfer_receive(
    *,
    actor: Actor,
    transfer: Transfer,
    on: dt.date,
    group: Organisation | None = None,
    values: Mapping[str, str] | None = None,
    late_reason: str = "",
) -> Transfer:
    """Receive him: from this day he belongs to the branch of destination, from the day before to that of origin.

    One transaction moves the membership, so that on no day he is in two branches or in none, and ends his posts
    in the branch of origin. Of a way out it
    is the day on the receipt that came back: he leaves the system. Of a way in `values` are the texts of his
    items, and his row is made. A letter that has run out needs a reason.
    """
    found = held(transfer, *ON_THE_ROAD, doing="接收")
    policies.transfer_receive(actor, found)
    require_happened(on, "接收", after=found.arrived_on or found.letter_on)
    run_out = found.valid_until is not None and on > found.valid_until
    if run_out and not late_reason.strip():
        raise Refused(f"介绍信有效期到 {found.valid_until}，{on} 已经过期：退回重开，或者写明过期接收的原因。")
    if found.arrived_on is None:  # whoever is received has come: it is not entered twice
        stepped(actor, found, "arrival", on)
        found.arrived_on = on
    stepped(actor, found, "receipt", on, reason=late_reason.strip())
    _move(actor, found, on, group, values or {})
    found.state, found.received_on = State.RECEIVED, on
    found.save(update_fields=["state", "arrived_on", "received_on", "member"])
    noted(actor, found, "receive", {"on": on, "late": late_reason.strip()}, facts=True)
    return found


def _move(
    actor: Actor, found: Transfer, on: dt.date, group: Organisation | None, values: Mapping[str, str]
) -> None:
    if found.way == Way.INSIDE:
        assert found.member is not None  # the table's own constraint
        assert found.destination is not None
        # held before the member, as by merging and dissolving: a body that ends meanwhile takes nobody in
        goal = locked(found.destination.pk)[found.destination.pk]
        member = spans.member_lock(found.member.pk)
        home = spans.branch_on(spans.spans_of(member), on)
        if home is None or home.organisation_id != found.origin_id:
            raise Refused(f"{member.name} {on} 已经不在{found.start}，先弄清他的组织关系在哪里。")
        old, _ = spans.move(member, goal, on)
        posts_end_with(actor=actor, member=member.pk, on=on, why="组织关系转出", under=old.organisation)
        if group is not None:
            spans.place_in_group(member, group, on)
    elif found.way == Way.OUT:
        assert found.member is not None
        member_leave(
            actor=actor.entrusted(), member=found.member, on=on, reason=LeaveReason.TRANSFERRED,
            note=found.goal,
        )  # fmt: skip
    else:
        assert found.destination is not None
        made = member_record(
            actor=actor.entrusted(), branch=found.destination, how=Entry.TRANSFERRED, since=on,
            values={"name": found.name, **values}, group=group,
        )  # fmt: skip
        found.member = made


@transaction.atomic
def transfer_acknowledge(*, actor: Actor, transfer: Transfer, on: dt.date) -> Transfer:
    """The receipt went back to the side of origin: the transfer is done."""
    found = held(transfer, State.RECEIVED, doing="登记回执")
    policies.transfer_receive(actor, found)
    require_happened(on, "回执", after=found.received_on)
    stepped(actor, found, "acknowledgement", on, paper="transfer_receipt")
    found.state, found.acknowledged_on = State.ACKNOWLEDGED, on
    found.save(update_fields=["state", "acknowledged_on"])
    if found.case is not None:
        case_close(actor=actor.entrusted(), case=found.case, on=on, outcome="已转接")
    noted(actor, found, "acknowledge", {"on": on})
    return found


@transaction.atomic
def transfer_return(*, actor: Actor, transfer: Transfer, on: dt.date, reason: str) -> Transfer:
    """Send the letter back with the reason: he stays where he was, and a new letter may follow."""
    found = held(transfer, *ON_THE_ROAD, doing="退回")
    policies.transfer_receive(actor, found)
    require_happened(on, "退回", after=found.letter_on)
    if not reason.strip():
        raise Refused("还没有写为什么退回；没有正当理由不能拒收。")
    require_fits(Transfer, ended_reason=reason)
    stepped(actor, found, "returned", on, outcome=reason.strip()[:100])
    way_in = found.way == Way.IN
    found.state = State.WITHDRAWN if way_in else State.RETURNED  # nobody here writes him a new letter
    found.ended_on, found.ended_reason = on, reason.strip()
    found.save(update_fields=["state", "ended_on", "ended_reason"])
    noted(actor, found, "return", {"on": on, "reason": found.ended_reason})
    return found
