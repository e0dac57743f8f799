"""What programs and the command line may do with transfers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.transfers import selectors, services
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

States = Literal["", "requested", "sent", "arrived", "returned", "received", "acknowledged", "withdrawn"]


class TransferTold(Shape):
    """One transfer."""

    id: str
    way: str
    state: str
    member: str
    name: str
    origin: str
    origin_name: str
    destination: str
    destination_name: str
    reason: str
    requested_on: dt.date
    letter_number: str
    letter_on: dt.date | None
    valid_until: dt.date | None
    dues_paid_to: str
    arrived_on: dt.date | None
    received_on: dt.date | None
    acknowledged_on: dt.date | None
    ended_on: dt.date | None
    ended_reason: str
    late: bool


class Asked(Given):
    """Which transfers."""

    state: States = ""
    name: str = ""
    late: bool = False


class Request(Given):
    """Ask for a transfer: to a branch of the system, or to a place outside."""

    member: str
    on: dt.date
    reason: str
    destination: str = ""
    destination_name: str = ""


class Register(Given):
    """Somebody comes from outside with a letter."""

    name: str
    destination: str
    origin_name: str
    letter_number: str
    letter_on: dt.date
    valid_until: dt.date
    on: dt.date
    dues_paid_to: str = ""


class Send(Given):
    """Write the letter; `number` empty: the issuer's next."""

    transfer: str
    on: dt.date
    dues_paid_to: str
    issuer: str
    valid_days: int | None = None
    number: str = ""


class Dated(Given):
    """A deed on a day."""

    transfer: str
    on: dt.date


class Receive(Dated):
    """Receive him; `items` are the texts of somebody who comes from outside, by the names of the items."""

    group: str = ""
    items: dict[str, str] = {}
    late_reason: str = ""


class Return(Dated):
    """Send the letter back."""

    reason: str


class Withdraw(Given):
    """Give it up."""

    transfer: str
    reason: str


def _told(transfer: Transfer) -> TransferTold:
    columns: dict[str, Any] = {
        name: getattr(transfer, name) for name in TransferTold.model_fields
        if name not in ("member", "origin", "destination", "late", "origin_name", "destination_name")
    }  # fmt: skip
    return TransferTold(
        **columns, member=transfer.member_id or "", origin=transfer.origin_id or "", origin_name=transfer.start,
        destination=transfer.destination_id or "", destination_name=transfer.goal,
        late=selectors.is_late(transfer, clock.today()),
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    late_on = clock.today() if asked.late else None
    return selectors.transfers_asked(actor, state=asked.state, name=asked.name, late_on=late_on)


def _shape(actor: Actor, rows: Sequence[Transfer]) -> list[TransferTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> TransferTold:
    return _told(selectors.transfer_get(actor, key))


def _request(actor: Actor, given: Request) -> TransferTold:
    goal = selectors.branch_meant(given.destination, clock.today()) if given.destination else None
    return _told(services.transfer_request(
        actor=actor, member=scope.member_get(actor, given.member), on=given.on, reason=given.reason,
        destination=goal, destination_name=given.destination_name,
    ))  # fmt: skip


def _register(actor: Actor, given: Register) -> TransferTold:
    said = given.model_dump() | {"destination": scope.organisation_get(actor, given.destination)}
    return _told(services.transfer_register(actor=actor, **said))


def _send(actor: Actor, given: Send) -> TransferTold:
    found = selectors.transfer_get(actor, given.transfer)
    days = given.valid_days or selectors.letter_days(found, given.on)
    return _told(services.transfer_send(
        actor=actor, transfer=found, on=given.on, dues_paid_to=given.dues_paid_to, valid_days=days,
        issuer=scope.organisation_get(actor, given.issuer), number=given.number,
    ))  # fmt: skip


ABOUT = ("transfer", "transfer")
_by = by_service(
    "transfer", lambda actor, _, made: _told(made), transfer=selectors.transfer_get, group=scope.organisation_get
)
ACTIONS = (
    Listing("transfer.list", "组织关系转接", Asked, TransferTold, _find, _shape),
    Single("transfer.get", "一件转接", TransferTold, _get),
    Action("transfer.request", "提出转接", Request, TransferTold, _request),
    Action("transfer.register", "登记外来转入", Register, TransferTold, _register),
    Action("transfer.send", "开介绍信", Send, TransferTold, _send, ABOUT),
    Action("transfer.arrive", "登记报到", Dated, TransferTold, _by(services.transfer_arrive), ABOUT),
    Action("transfer.receive", "接收", Receive, TransferTold, _by(services.transfer_receive, items="values"), ABOUT),
    Action("transfer.acknowledge", "登记回执", Dated, TransferTold, _by(services.transfer_acknowledge), ABOUT),
    Action("transfer.return", "退回", Return, TransferTold, _by(services.transfer_return), ABOUT),
    Action("transfer.withdraw", "撤销转接", Withdraw, TransferTold, _by(services.transfer_withdraw), ABOUT),
)
