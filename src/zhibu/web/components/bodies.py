"""Which branch or group a page is about: the one the address asks for, else the nearest that he works for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.choices import OrganisationKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.domain.organisations.models import Organisation
    from zhibu.web.layout.request import Request

WORKING = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The body of the page (None: he works for none), and those he can change to."""

    body: Organisation | None
    bodies: list[Organisation]

    @property
    def several(self) -> bool:
        """Whether there is a choice."""
        return len(self.bodies) > 1


def body_chosen(request: Request, kinds: Collection[str] = WORKING, name: str = "body") -> Chosen:
    """By `?body=` an organisation of these kinds in his scope; without it the first, which is his own where he has one.

    One that is not his is not found: the address answers 404 as for any row that is not his.
    """
    found: QuerySet[Organisation] = scope.organisations(request.actor).filter(kind__in=kinds, dissolved__isnull=True)
    bodies = list(found.select_related("parent")[:MOST])
    key = request.GET.get(name, "") or request.POST.get(name, "")
    if key:
        wanted = scope.row_get(found.select_related("parent"), key, "这个党组织")
        return Chosen(wanted, bodies)
    own = {held.organisation for held in request.actor.roles}
    return Chosen(next((one for one in bodies if one.pk in own), bodies[0] if bodies else None), bodies)
