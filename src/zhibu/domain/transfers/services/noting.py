"""What every write of the room does: lock the row, note the step of the case, write the entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.casework.services.noting import locked as case_locked
from zhibu.domain.casework.services.steps import PaperGiven, StepSaid, step_write
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

PROCEDURE = "transfer"


def held(transfer: Transfer, *states: str, doing: str) -> Transfer:
    """The row, locked; Refused where it is not in one of these states any more."""
    found = Transfer.objects.select_for_update(of=("self",)).select_related("origin", "destination", "member").get(pk=transfer.pk)
    if found.state not in states:
        raise Refused(f"{found.name}的转接现在是“{found.get_state_display()}”，不能再{doing}。")
    return found


def noted(
    actor: Actor, transfer: Transfer, verb: str, details: Mapping[str, Any], *, facts: bool = False
) -> None:
    """The entry; with `facts`, that the rolls of both branches changed."""
    bodies = [body for body in (transfer.origin_id, transfer.destination_id) if body]
    touched = Touch(frozenset(bodies), frozenset({transfer.member_id} if transfer.member_id else ()))
    entry_record(
        actor=actor,
        action=f"transfer.{verb}",
        subject=transfer.member_id or transfer.pk,
        organisation=bodies[0],
        details={"transfer": transfer.pk, **details},
        touched=touched if facts else None,
    )


def stepped(
    actor: Actor, transfer: Transfer, step: str, on: dt.date, *, paper: str = "", outcome: str = "", reason: str = ""
) -> None:
    """Note the step in the case, where there is one; the rights of the transfer were asked already."""
    if transfer.case is None:
        return
    papers = (PaperGiven(paper, on),) if paper else ()
    body = transfer.destination_id if step in ("arrival", "receipt", "acknowledgement", "returned") else transfer.origin_id
    said = StepSaid(outcome=outcome, by=body or "", papers=papers, reason=reason)
    step_write(actor, case_locked(transfer.case), step, on, said)
