"""Shapes and inputs that several entries share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.establishment.given import Decision, NewBody, NewUnit
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actions import Given, Shape
from zhibu.kernel.actor import Actor

Kind = Literal["work_committee", "committee", "general_branch", "branch", "leading_body"]
FIRST = dt.date(1921, 7, 1)


class Paper(Given):
    """The decision paper of a change."""

    on: dt.date = Field(ge=FIRST)
    decided_by: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=100)
    decided_on: dt.date = Field(ge=FIRST)
    filing: str = ""
    reason: str = Field("", max_length=500)

    @property
    def decision(self) -> Decision:
        """As the services take it."""
        return Decision(self.on, self.decided_by, self.number, self.decided_on, self.filing, "", self.reason)


class UnitIn(Given):
    """A unit."""

    name: str = Field(min_length=1, max_length=200)
    nature: Literal["", "organ", "institution", "state_enterprise", "private_enterprise", "social", "village", "community", "school", "other"] = ""
    credit_code: str = Field("", max_length=24)
    party: Literal["", "own", "joint", "none"] = ""

    @property
    def unit(self) -> NewUnit:
        """As the services take it."""
        return NewUnit(self.name, self.nature, self.credit_code, self.party)


class BodyIn(Given):
    """An organisation to be founded."""

    kind: Kind
    name: str = Field(min_length=1, max_length=200)
    short_name: str = Field("", max_length=60)
    sector: Literal["", "organ", "institution", "enterprise", "rural", "community", "school", "social", "other"] = ""
    form: Literal["", "joint", "temporary", "floating"] = ""
    units: list[UnitIn] = Field(default_factory=list, max_length=50)

    @property
    def body(self) -> NewBody:
        """As the services take it."""
        units = tuple(one.unit for one in self.units)
        return NewBody(self.kind, self.name, self.short_name, self.sector, self.form, units)


class OrganisationTold(Shape):
    """One organisation as of a day (without one: today)."""

    id: str
    parent: str
    kind: str
    name: str
    short_name: str
    sector: str
    form: str
    established: dt.date | None
    dissolved: dt.date | None
    seat: str
    address: str
    contact: str
    unit_situation: str


class ChangeTold(Shape):
    """A change of the tree."""

    id: str
    kind: str
    on: dt.date
    decided_by: str
    number: str
    decided_on: dt.date
    filing: str
    reason: str
    organisations: dict[str, str]
    recorded_on: dt.date
    planned: bool  # its day is still to come
    refused: str
    undone_on: dt.date | None
    undone_reason: str


def organisation_told(one: Organisation) -> OrganisationTold:
    """One row; the phone of the office stays on its page."""
    return OrganisationTold(
        id=one.pk, parent=one.parent_id or "", kind=one.kind, name=one.name, short_name=one.short_name,
        sector=one.sector, form=one.form, established=one.established, dissolved=one.dissolved,
        seat=one.seat, address=one.address, contact=one.contact, unit_situation=one.unit_situation,
    )  # fmt: skip


def changes_told(actor: Actor, rows: Sequence[Change]) -> list[ChangeTold]:
    """Changes with the organisations in them that the actor may see."""
    parts = list(ChangePart.objects.filter(change__in=[row.pk for row in rows]))
    keys = {part.organisation_id for part in parts}
    known = set(scope.organisations(actor).filter(pk__in=keys).values_list("pk", flat=True))
    by_change: dict[str, dict[str, str]] = {}
    for part in parts:
        if part.organisation_id in known:
            by_change.setdefault(part.change_id, {})[part.organisation_id] = part.part
    return [
        ChangeTold(
            id=row.pk, kind=row.kind, on=row.on, decided_by=row.decided_by, number=row.number,
            decided_on=row.decided_on, filing=row.filing, reason=row.reason,
            organisations=by_change.get(row.pk, {}), recorded_on=row.recorded_on,
            planned=row.planned is not None and row.undone_on is None, refused=row.refused,
            undone_on=row.undone_on, undone_reason=row.undone_reason,
        )
        for row in rows
    ]  # fmt: skip
