"""Organisations: lists as of a day, changes by decision, what is collected of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.db.models import DateField, Value
from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.establishment import services
from zhibu.domain.establishment.actions.shapes import (
    FIRST,
    BodyIn,
    ChangeTold,
    Kind,
    OrganisationTold,
    Paper,
    UnitIn,
    changes_told,
    organisation_told,
)
from zhibu.domain.establishment.given import Destination, NewPart
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.selectors import history
from zhibu.domain.organisations.grams import holding
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import then
from zhibu.domain.organisations.services import UnitGiven, organisation_describe, units_record
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor

ABOUT = ("organisation", "organisation")


class TreeAsked(Given):
    """Which organisations: below one, of a kind, as of a day, by a part of the name."""

    under: str = ""
    kind: str = ""
    name: str = Field("", max_length=60)
    on: dt.date | None = Field(None, ge=FIRST)


class Found(Paper, BodyIn):
    """Found an organisation below `parent`; `members`: member id -> his present branch."""

    parent: str
    members: dict[str, str] = Field(default_factory=dict)


class Renamed(Paper):
    """What is other from the day on; what is left out stays."""

    organisation: str
    name: str | None = Field(None, min_length=1, max_length=200)
    short_name: str | None = Field(None, max_length=60)
    kind: Kind | None = None
    sector: Literal["", "organ", "institution", "enterprise", "rural", "community", "school", "social", "other"] | None = None
    form: Literal["", "joint", "temporary", "floating"] | None = None


class Moved(Paper):
    """Under another superior."""

    organisation: str
    parent: str


class Merged(Paper):
    """Into one that is there (`into`), or into a new one (`new`)."""

    sources: list[str] = Field(min_length=1, max_length=200)
    into: str = ""
    new: BodyIn | None = None
    keep_groups: bool = False


class PartIn(Given):
    """A new body of a split: who goes there."""

    body: BodyIn
    members: list[str] = Field(default_factory=list, max_length=2000)
    groups: list[str] = Field(default_factory=list, max_length=200)
    bodies: list[str] = Field(default_factory=list, max_length=2000)


class Split(Paper):
    """Out of one, some new ones."""

    organisation: str
    new: list[PartIn] = Field(min_length=1, max_length=20)


class Dissolved(Paper):
    """Members go to the branch `to`, but for some (`but`: member id -> branch id)."""

    organisation: str
    to: str = ""
    but: dict[str, str] = Field(default_factory=dict)


class Undone(Given):
    """Which change is taken back, and why."""

    change: str
    reason: str = Field(min_length=1, max_length=500)


class Described(Given):
    """Seat, contact and how it stands to its unit; what is left out stays."""

    organisation: str
    unit_situation: Literal["", "as_superior", "legal_unit", "joint"] | None = None
    seat: str | None = Field(None, max_length=200)
    address: str | None = Field(None, max_length=300)
    contact: str | None = Field(None, max_length=60)
    phone: str | None = Field(None, max_length=40)


class Units(Given):
    """The units that it covers from a day on, all of them."""

    organisation: str
    units: list[UnitIn] = Field(max_length=50)
    on: dt.date = Field(ge=FIRST)


class UnitsTold(Shape):
    """The units of an organisation now."""

    organisation: str
    units: list[str]


class ChangesAsked(Given):
    """Which changes: of one organisation, or all in scope."""

    organisation: str = ""


def _find(actor: Actor, asked: TreeAsked) -> Any:
    day = asked.on or clock.today()
    was = then(day)
    found = scope.organisations(actor).filter(was.existing())
    if asked.under:
        found = found.filter(was.below(scope.organisation_get(actor, asked.under).path))
    if asked.kind:
        found = found.filter(was.of_kind(asked.kind))
    if asked.name:
        found = found.filter(holding(asked.name, "name", "short_name"))
    return found.annotate(shown_on=Value(day, output_field=DateField())).order_by("path")


def _told(actor: Actor, rows: Sequence[Organisation]) -> list[OrganisationTold]:
    was = then(rows[0].shown_on) if rows else None  # type: ignore[attr-defined]  # annotated: the day asked for
    places = {row.pk: number for number, row in enumerate(rows)}
    dressed = was.dressed(rows) if was is not None else []
    return [organisation_told(row) for row in sorted(dressed, key=lambda row: places[row.pk])]


def _get(actor: Actor, key: str) -> OrganisationTold:
    return organisation_told(scope.organisation_get(actor, key))


def _changes(actor: Actor, asked: ChangesAsked) -> Any:
    found = history.changes(actor)
    if asked.organisation:
        one = scope.organisation_get(actor, asked.organisation)
        found = found.filter(parts__organisation=one).distinct()
    return found.order_by("-on", "-pk")


def _one(actor: Actor, change: Change) -> ChangeTold:
    return changes_told(actor, [change])[0]


def _found(actor: Actor, given: Found) -> ChangeTold:
    parent = scope.organisation_get(actor, given.parent)
    for member in given.members:
        scope.member_get(actor, member)
    made = services.organisation_found(
        actor=actor, parent=parent, body=given.body, decision=given.decision, members=given.members
    )
    return _one(actor, made[1])


def _rename(actor: Actor, given: Renamed) -> ChangeTold:
    names = ("name", "short_name", "kind", "sector", "form")
    values: Mapping[str, Any] = {n: v for n in names if (v := getattr(given, n)) is not None}
    one = scope.organisation_get(actor, given.organisation)
    return _one(actor, services.organisation_rename(actor=actor, organisation=one, values=values, decision=given.decision))


def _move(actor: Actor, given: Moved) -> ChangeTold:
    one, parent = scope.organisation_get(actor, given.organisation), scope.organisation_get(actor, given.parent)
    return _one(actor, services.organisation_move(actor=actor, organisation=one, parent=parent, decision=given.decision))


def _merge(actor: Actor, given: Merged) -> ChangeTold:
    sources = [scope.organisation_get(actor, key) for key in given.sources]
    into = given.new.body if given.new is not None else scope.organisation_get(actor, given.into)
    made = services.organisation_merge(
        actor=actor, sources=sources, into=into, decision=given.decision, keep_groups=given.keep_groups
    )
    return _one(actor, made[1])


def _split(actor: Actor, given: Split) -> ChangeTold:
    one = scope.organisation_get(actor, given.organisation)
    new = [
        NewPart(part.body.body, frozenset(part.members), frozenset(part.groups), frozenset(part.bodies))
        for part in given.new
    ]
    return _one(actor, services.organisation_split(actor=actor, source=one, new=new, decision=given.decision)[1])


def _dissolve(actor: Actor, given: Dissolved) -> ChangeTold:
    one = scope.organisation_get(actor, given.organisation)
    for key in {given.to, *given.but.values()} - {""}:
        scope.organisation_get(actor, key)
    made = services.organisation_dissolve(
        actor=actor, organisation=one, decision=given.decision, destination=Destination(given.to, given.but)
    )
    return _one(actor, made)


def _undo(actor: Actor, given: Undone) -> ChangeTold:
    change = history.change_get(actor, given.change)
    return _one(actor, services.change_undo(actor=actor, change=change, reason=given.reason))


def _describe(actor: Actor, given: Described) -> OrganisationTold:
    one = scope.organisation_get(actor, given.organisation)
    values = given.model_dump(exclude={"organisation"}, exclude_none=True)
    return organisation_told(organisation_describe(actor=actor, organisation=one, values=values))


def _units(actor: Actor, given: Units) -> UnitsTold:
    one = scope.organisation_get(actor, given.organisation)
    units = [UnitGiven(u.name, u.nature, u.credit_code, u.party) for u in given.units]
    made = units_record(actor=actor, organisation=one, units=units, on=given.on)
    return UnitsTold(organisation=one.pk, units=[unit.name for unit in made])


ENTRIES = (
    Listing("organisation.list", "组织", TreeAsked, OrganisationTold, _find, _told),
    Single("organisation.get", "一个组织", OrganisationTold, _get),
    Action("organisation.found", "成立组织", Found, ChangeTold, _found),
    Action("organisation.rename", "更名或调整", Renamed, ChangeTold, _rename, ABOUT),
    Action("organisation.move", "改变隶属", Moved, ChangeTold, _move, ABOUT),
    Action("organisation.merge", "合并", Merged, ChangeTold, _merge),
    Action("organisation.split", "分设", Split, ChangeTold, _split, ABOUT),
    Action("organisation.dissolve", "撤销", Dissolved, ChangeTold, _dissolve, ABOUT),
    Action("organisation.describe", "改组织的资料", Described, OrganisationTold, _describe, ABOUT),
    Action("unit.record", "登记单位", Units, UnitsTold, _units, ABOUT),
    Listing("change.list", "组织变动", ChangesAsked, ChangeTold, _changes, changes_told),
    Single("change.get", "一次组织变动", ChangeTold, lambda actor, key: _one(actor, history.change_get(actor, key))),
    Action("change.undo", "撤回组织变动", Undone, ChangeTold, _undo, ("change", "change")),
)
