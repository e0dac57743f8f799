"""Where a verdict stands in the tree: path of its organisation, and the line of the grid it is on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation's path, and the organisation on whose line it is shown."""

    path: str
    line: str


NOWHERE = Place("", "")


def places(wanted: Q | None = None) -> dict[str, Place]:
    """Every organisation's place, or that of some; a party group stands on the line of its branch."""
    found = {}
    rows = Organisation.objects.order_by().values_list("id", "path", "kind", "parent_id")
    for key, path, kind, parent in rows if wanted is None else rows.filter(wanted):
        is_group = kind == OrganisationKind.PARTY_GROUP and parent is not None
        found[key] = Place(path, parent if is_group else key)
    return found


def places_of(organisations: Iterable[str]) -> dict[str, Place]:
    """The places of these organisations."""
    return places(Q(pk__in=set(organisations)))
