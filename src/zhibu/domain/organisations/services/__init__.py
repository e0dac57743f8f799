"""Writes of the tree: record, correct and move organisations, and change them from a day on."""

from zhibu.domain.organisations.services.dated import (
    establish,
    locked,
    past_restore,
    relocate,
    state_change,
)
from zhibu.domain.organisations.services.particulars import (
    UnitGiven,
    organisation_describe,
    units_record,
)
from zhibu.domain.organisations.services.tree import (
    organisation_change,
    organisation_move,
    organisations_record,
    place,
)

__all__ = [
    "UnitGiven",
    "establish",
    "locked",
    "organisation_change",
    "organisation_describe",
    "organisation_move",
    "organisations_record",
    "past_restore",
    "place",
    "relocate",
    "state_change",
    "units_record",
]
