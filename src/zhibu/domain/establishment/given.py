"""What a change is made from: the decision, a new body, where members go. Plain shapes, no rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision paper: effective day, whose decision, number and day of the paper, what it answers."""

    on: dt.date
    decided_by: str
    number: str
    decided_on: dt.date
    filing: str = ""
    case: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that a new body covers."""

    name: str
    nature: str = ""
    credit_code: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class NewBody:
    """An organisation to be founded."""

    kind: str
    name: str
    short_name: str = ""
    sector: str = ""
    form: str = ""
    units: tuple[NewUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPart:
    """One part of a split: the new body, and who goes there (ids): members, groups as a whole, lower bodies."""

    body: NewBody
    members: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where members of a body that ends go: all to one branch, but for some (member id -> branch id)."""

    to: str = ""
    but: Mapping[str, str] = field(default_factory=dict)

    def of(self, member: str) -> str:
        """The branch of one member; empty where nothing is said."""
        return self.but.get(member, self.to)
