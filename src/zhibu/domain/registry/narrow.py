"""What programs and the command line may do with the narrow part of a member's file: rewards, hardship, care,
full values against a reason, clearing of what is due. Rights are those of the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.registry import selectors, services
from zhibu.domain.registry.models import Care, Clearing, Hardship, Reward
from zhibu.kernel.actions import Action, Given, Listing, Shape, by_service
from zhibu.kernel.actor import Actor

Key = Field(ge=1, le=2**62)
Secret = Literal["id_number", "phone", "address"]


class AskedOf(Given):
    """Of one member; empty: of all for whose branch one answers."""

    member: str = Field("", max_length=100)


class AskedClearings(AskedOf):
    """Which clearings."""

    state: Literal["", "due", "cleared", "kept"] = ""


class RewardTold(Shape):
    """A reward."""

    id: int
    member: str
    title: str
    granted_by: str
    on: dt.date
    number: str


class HardshipTold(Shape):
    """A member in need, and since when; what exactly stays on his page."""

    id: int
    member: str
    kind: str
    since: dt.date
    until: dt.date | None


class CareTold(Shape):
    """What was done for a member; what exactly stays on his page."""

    id: int
    member: str
    kind: str
    on: dt.date
    by: str
    amount: Decimal | None


class ClearingTold(Shape):
    """A class of records of somebody who left that is due to be cleared."""

    id: int
    member: str
    record_class: str
    due_on: dt.date
    state: str
    keep_until: dt.date | None
    why: str


class Revealed(Shape):
    """Full values by the names of their items; kept nowhere, and told again only against a reason."""

    member: str
    values: dict[str, str]


class Gone(Shape):
    """Taken out, or done: which row."""

    id: int


class Cleared(Shape):
    """How many were cleared."""

    cleared: int


class RewardGiven(Given):
    """A reward that a member was given."""

    member: str = Field(max_length=100)
    title: str = Field(min_length=1, max_length=100)
    granted_by: str = Field(min_length=1, max_length=100)
    on: dt.date
    number: str = Field("", max_length=60)


class HardshipGiven(Given):
    """A member in need from a day on."""

    member: str = Field(max_length=100)
    kind: Literal["income", "illness", "disability", "alone", "disaster", "veteran", "other"]
    since: dt.date
    details: str = Field("", max_length=500)


class CareGiven(Given):
    """What was done for a member."""

    member: str = Field(max_length=100)
    kind: Literal["visit", "money", "pairing", "help", "other"]
    on: dt.date
    by: str = Field(min_length=1, max_length=100)
    amount: Decimal | None = Field(None, gt=0, lt=10**8, decimal_places=2)
    details: str = Field("", max_length=500)


class RewardOne(Given):
    """A reward by its number."""

    reward: int = Key


class HardshipEnd(Given):
    """No longer in need from the day on."""

    hardship: int = Key
    until: dt.date


class CareOne(Given):
    """A record of care by its number."""

    care: int = Key


class Reveal(Given):
    """Full values against a reason, which the member can read."""

    member: str = Field(max_length=100)
    items: list[Secret] = Field(min_length=1, max_length=3)
    why: str = Field("", max_length=200, description="为什么要看；本人看自己的可以不写")


class Approve(Given):
    """Clear what is due, all or nothing."""

    clearings: list[int] = Field(min_length=1, max_length=500)
    why: str = Field("", max_length=300)


class Keep(Given):
    """Keep what is due until a later day."""

    clearing: int = Key
    until: dt.date
    why: str = Field(min_length=1, max_length=300)


def _of(rows: Callable[[Actor], Any]) -> Callable[[Actor, AskedOf], Any]:
    """Rows in his range, of one member where he is named, in a fixed order."""

    def find(actor: Actor, asked: AskedOf) -> Any:
        found = rows(actor).order_by("-pk")
        if asked.member:
            found = found.filter(member=scope.member_get(actor, asked.member))
        state = getattr(asked, "state", "")
        return found.filter(state=state) if state else found

    return find


def _shaped(shape: type[Any]) -> Callable[[Actor, Sequence[Any]], list[Any]]:
    return lambda actor, rows: [_told(shape, row) for row in rows]


def _told(shape: type[Any], row: Any) -> Any:
    values = {name: getattr(row, name) for name in shape.model_fields if name not in ("id", "member")}
    return shape(id=row.pk, member=row.member_id, **values)


def _reveal(actor: Actor, given: Reveal) -> Revealed:
    member = scope.member_get(actor, given.member)
    values = services.member_reveal(actor=actor, member=member, items=given.items, why=given.why)
    return Revealed(member=member.pk, values=values)


def _approve(actor: Actor, given: Approve) -> Cleared:
    found: list[Clearing] = [selectors.clearing_get(actor, key) for key in dict.fromkeys(given.clearings)]
    return Cleared(cleared=services.clearings_approve(actor=actor, clearings=found, why=given.why))


def _made(shape: type[Any]) -> Callable[..., Any]:
    return by_service("member", lambda actor, member, made: _told(shape, made), member=scope.member_get)


def _gone(field: str, get: Callable[[Actor, int], Any]) -> Callable[..., Any]:
    """An action on a row by its number; afterwards the row may be no more."""

    def of(service: Callable[..., Any]) -> Callable[[Actor, Any], Gone]:
        def do(actor: Actor, given: Given) -> Gone:
            said = given.model_dump()
            key = said.pop(field)
            service(actor=actor, **{field: get(actor, key)}, **said)
            return Gone(id=key)

        return do

    return of


_REWARD: Callable[..., Any] = _gone("reward", selectors.reward_get)
_HARDSHIP: Callable[..., Any] = _gone("hardship", selectors.hardship_get)
_CARE: Callable[..., Any] = _gone("care", selectors.care_get)
_CLEARING: Callable[..., Any] = _gone("clearing", selectors.clearing_get)
ENTRIES: tuple[Action[Any, Any] | Listing[Any, Any], ...] = (
    Listing("reward.list", "奖励", AskedOf, RewardTold, _of(lambda actor: selectors.kept(actor, Reward)), _shaped(RewardTold)),
    Action("reward.record", "登记奖励", RewardGiven, RewardTold, _made(RewardTold)(services.reward_record)),
    Action("reward.withdraw", "撤回奖励", RewardOne, Gone, _REWARD(services.reward_withdraw)),
    Listing("hardship.list", "困难党员", AskedOf, HardshipTold, _of(lambda actor: selectors.kept(actor, Hardship)),
            _shaped(HardshipTold)),
    Action("hardship.record", "登记困难情况", HardshipGiven, HardshipTold, _made(HardshipTold)(services.hardship_record)),
    Action("hardship.end", "困难情况结束", HardshipEnd, Gone, _HARDSHIP(services.hardship_end)),
    Listing("care.list", "关怀记录", AskedOf, CareTold, _of(lambda actor: selectors.kept(actor, Care)), _shaped(CareTold)),
    Action("care.record", "登记关怀", CareGiven, CareTold, _made(CareTold)(services.care_record)),
    Action("care.withdraw", "撤回关怀记录", CareOne, Gone, _CARE(services.care_withdraw)),
    Action("member.reveal", "看完整号码或住址", Reveal, Revealed, _reveal, fresh=True),
    Listing("clearing.list", "到期清除", AskedClearings, ClearingTold, _of(selectors.clearings), _shaped(ClearingTold)),
    Action("clearing.approve", "批准清除", Approve, Cleared, _approve),
    Action("clearing.keep", "继续保存", Keep, Gone, _CLEARING(services.clearing_keep)),
)  # fmt: skip
