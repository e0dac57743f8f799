"""What programs and the command line may do with activity types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.rulebook import selectors, services
from zhibu.domain.rulebook.models import OwnType
from zhibu.engine.language.activity_types import ActivityType
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor


class FieldTold(Shape):
    """One field of a record."""

    code: str
    label: str
    kind: str
    when: str
    choices: list[str]


class TypeTold(Shape):
    """One activity type, as the packs or an organisation say it."""

    code: str
    label: str
    short: str
    gist: str
    held_by: list[str]
    called: str
    guests: bool
    fields: list[str]
    minutes: list[FieldTold]
    papers: list[str]
    steps: list[str]
    confidential: bool


class OwnTold(TypeTold):
    """An invented type: of which organisation, in which version, from when to when."""

    organisation: str
    version: int
    since: dt.date
    until: dt.date | None


class Asked(Given):
    """Which types: those that an organisation may hold on a day; all, where none is named."""

    organisation: str = ""
    on: dt.date | None = None


class FieldGiven(Given):
    """A field of the record: `code` alone names one of minutes_fields.yaml."""

    code: str
    label: str = ""
    kind: str = "text"
    help: str = ""
    when: str = "during"
    choices: list[str] = []


class Content(Given):
    """What a type is."""

    label: str
    since: dt.date
    short: str = ""
    gist: str = ""
    held_by: list[str] = []
    called: str = "members"
    guests: bool = False
    fields: list[str] = []
    minutes: list[FieldGiven] = []
    papers: list[str] = []
    steps: list[str] = []
    confidential: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.model_dump(exclude={"since", "organisation", "type"})
        return said | {"minutes": [one.code if not one.label else one.model_dump() for one in self.minutes]}


class Record(Content):
    """A new type of an organisation and all below it."""

    organisation: str


class Change(Content):
    """Another version of it."""

    type: str


class Retire(Given):
    """The first day on which it is offered no longer."""

    type: str
    until: dt.date


class Undo(Given):
    """Its last step is taken back."""

    type: str


def _told(kind: ActivityType) -> dict[str, Any]:
    minutes = [FieldTold(code=one.code, label=one.label, kind=one.kind, when=one.when, choices=list(one.choices))
               for one in kind.minutes]
    return {
        "code": kind.code, "label": kind.label, "short": kind.short, "gist": kind.gist, "held_by": list(kind.held_by),
        "called": kind.called, "guests": kind.guests, "fields": list(kind.fields), "minutes": minutes,
        "papers": list(kind.papers), "steps": list(kind.life), "confidential": kind.confidential,
    }  # fmt: skip


def _own(row: OwnType) -> OwnTold:
    kind = selectors.activity_type(row.code)
    return OwnTold(**_told(kind), organisation=row.owner_id, version=row.version, since=row.since, until=row.until)


def _find(actor: Actor, asked: Asked) -> list[ActivityType]:
    if asked.organisation:
        body = scope.organisation_get(actor, asked.organisation)
        return selectors.activity_types_for(body, asked.on or clock.today())
    foreign = set(selectors.own_type_codes()) - {row.code for row in selectors.own_types(actor)}
    kinds = [kind for kind in selectors.rulebook().activity_types.values() if kind.code not in foreign]
    return sorted(kinds, key=lambda kind: (kind.order, kind.code))


def _shape(actor: Actor, kinds: Sequence[ActivityType]) -> list[TypeTold]:
    return [TypeTold(**_told(kind)) for kind in kinds]


def _find_own(actor: Actor, asked: Given) -> list[OwnType]:
    return selectors.own_types(actor)


def _record(actor: Actor, given: Record) -> OwnTold:
    body = scope.organisation_get(actor, given.organisation)
    return _own(services.own_type_record(actor=actor, organisation=body, content=given.content, since=given.since))


def _change(actor: Actor, given: Change) -> OwnTold:
    found = selectors.own_type_get(actor, given.type)
    return _own(services.own_type_change(actor=actor, own_type=found, content=given.content, since=given.since))


def _retire(actor: Actor, given: Retire) -> OwnTold:
    found = selectors.own_type_get(actor, given.type)
    return _own(services.own_type_retire(actor=actor, own_type=found, until=given.until))


def _undo(actor: Actor, given: Undo) -> OwnTold:
    return _own(services.own_type_undo(actor=actor, own_type=selectors.own_type_get(actor, given.type)))


ABOUT = ("type", "own_type")
ACTIONS = (
    Listing("activity_type.list", "活动类型", Asked, TypeTold, _find, _shape),
    Listing("own_type.list", "自己定的活动类型", Given, OwnTold, _find_own, lambda actor, rows: [_own(row) for row in rows]),
    Single("own_type.get", "一种自己定的活动类型", OwnTold, lambda actor, key: _own(selectors.own_type_get(actor, key))),
    Action("own_type.record", "定一种活动类型", Record, OwnTold, _record),
    Action("own_type.change", "改活动类型", Change, OwnTold, _change, ABOUT),
    Action("own_type.retire", "停用活动类型", Retire, OwnTold, _retire, ABOUT),
    Action("own_type.undo", "撤回活动类型的上一步", Undo, OwnTold, _undo, ABOUT),
)
