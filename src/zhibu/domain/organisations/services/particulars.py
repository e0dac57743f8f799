"""Writes of what is collected of an organisation besides its place: seat, contact, its units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations import policies
from zhibu.domain.organisations.choices import UnitNature, UnitParty, UnitSituation
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.credit_code import require_code
from zhibu.domain.organisations.models import Organisation, Unit
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

DESCRIBED = ("unit_situation", "seat", "address", "contact", "phone")


@dataclass(frozen=True, slots=True)
class UnitGiven:
    """A unit as it is entered."""

    name: str
    nature: str = ""
    credit_code: str = ""
    party: str = ""


@transaction.atomic
def organisation_describe(
    *, actor: Actor, organisation: Organisation, values: Mapping[str, str]
) -> Organisation:
    """Seat, address, contact, phone, how it stands to its unit. The record names what changed, not the values."""
    policies.organisation_describe(actor, organisation)
    unknown = set(values) - set(DESCRIBED)
    if unknown:
        raise ValueError(f"not described here: {sorted(unknown)}")
    given = {name: value.strip() for name, value in values.items()}
    require_fits(Organisation, **given)
    if given.get("unit_situation"):
        given["unit_situation"] = UnitSituation(given["unit_situation"])
    changed = sorted(name for name, value in given.items() if getattr(organisation, name) != value)
    for name in changed:
        setattr(organisation, name, given[name])
    if changed:
        organisation.save(update_fields=changed)
        entry_record(
            actor=actor, action="organisation.describe", subject=organisation.pk,
            organisation=organisation.pk, details={"changed": changed},
        )  # fmt: skip
    return organisation


@transaction.atomic
def units_record(
    *, actor: Actor, organisation: Organisation, units: Sequence[UnitGiven], on: dt.date
) -> list[Unit]:
    """The units it covers from a day on: those not named any more end, new ones begin.

    The same name keeps its row. A credit code with a wrong check digit is refused.
    """
    policies.organisation_describe(actor, organisation)
    wanted: dict[str, UnitGiven] = {}
    for one in units:
        name = one.name.strip()
        if not name:
            raise Refused("单位名称没有填。")
        if name in wanted:
            raise Refused(f"单位“{name}”填了两次。")
        require_fits(Unit, name=name)
        wanted[name] = UnitGiven(name, one.nature, require_code(one.credit_code), one.party)
    there = {u.name: u for u in organisation.units.filter(Q(until__isnull=True) | Q(until__gt=on))}
    for name, unit in there.items():
        if name not in wanted:
            _end(unit, on)
    for name, one in wanted.items():
        unit = there.get(name) or Unit(organisation=organisation, name=name, since=on)
        unit.nature = UnitNature(one.nature) if one.nature else ""
        unit.party = UnitParty(one.party) if one.party else ""
        unit.credit_code = one.credit_code
        unit.save()
    entry_record(
        actor=actor, action="unit.record", subject=organisation.pk, organisation=organisation.pk,
        details={"on": on, "before": sorted(there), "after": sorted(wanted)},
    )  # fmt: skip
    return list(organisation.units.filter(Q(until__isnull=True) | Q(until__gt=on)))


def _end(unit: Unit, on: dt.date) -> None:
    if unit.since >= on:
        unit.delete()  # it never was
    else:
        unit.until = on
        unit.save(update_fields=["until"])
