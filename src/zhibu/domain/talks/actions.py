"""What programs and the command line may do with talks: who and when. What was said is never told or taken here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.talks import selectors, services
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year, by_service
from zhibu.kernel.actor import Actor


class TalkTold(Shape):
    """One talk, without reason or contents."""

    id: str
    organisation: str
    on: dt.date
    status: str
    place: str
    people: list[str]
    names: list[str]


class Asked(Given):
    """Which talks."""

    organisation: str = ""
    member: str = ""
    year: Year | None = None
    planned: bool | None = None


class Write(Given):
    """A talk of these members on a day."""

    people: list[str]
    on: dt.date
    place: str = ""
    start: str = ""
    reason: str = ""


class Dated(Given):
    """A deed on a day."""

    talk: str
    on: dt.date
    place: str = ""


class Named(Given):
    """One talk."""

    talk: str


def _told(actor: Actor, rows: Sequence[Activity]) -> list[TalkTold]:
    return [
        TalkTold(
            id=one.activity.pk, organisation=one.activity.organisation_id, on=one.activity.on, status=one.activity.status,
            place=one.activity.place, people=[person.pk for person in one.people], names=[person.name for person in one.people],
        ) for one in selectors.told(actor, rows)
    ]  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    body = scope.organisation_get(actor, asked.organisation) if asked.organisation else None
    return selectors.talks_asked(actor, body=body, member=asked.member, year=asked.year, planned=asked.planned)


def _get(actor: Actor, key: str) -> TalkTold:
    return _told(actor, [selectors.talk_get(actor, key)])[0]


def _write(service: Any) -> Any:
    def do(actor: Actor, given: Write) -> TalkTold:
        people = [scope.member_get(actor, key) for key in given.people]
        made = service(actor=actor, **given.model_dump() | {"people": people})
        return _told(actor, [made])[0]

    return do


def _remove(actor: Actor, given: Named) -> TalkTold:
    found = selectors.talk_get(actor, given.talk)
    told = _told(actor, [found])[0]
    services.talk_remove(actor=actor, talk=found)
    return told


ABOUT = ("talk", "talk")
_by = by_service("talk", lambda actor, _, made: _told(actor, [made])[0], talk=selectors.talk_get)
ACTIONS = (
    Listing("talk.list", "谈心谈话", Asked, TalkTold, _find, _told),
    Single("talk.get", "一次谈心谈话", TalkTold, _get),
    Action("talk.plan", "安排谈心谈话", Write, TalkTold, _write(services.talk_plan)),
    Action("talk.record", "登记谈心谈话", Write, TalkTold, _write(services.talk_record)),
    Action("talk.hold", "谈过了", Dated, TalkTold, _by(services.talk_hold), ABOUT),
    Action("talk.move", "改日期地点", Dated, TalkTold, _by(services.talk_move), ABOUT),
    Action("talk.cancel", "取消", Named, TalkTold, _by(services.talk_cancel), ABOUT),
    Action("talk.remove", "没有谈过，删掉", Named, TalkTold, _remove, ABOUT),
)
