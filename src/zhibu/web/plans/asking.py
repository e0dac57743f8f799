"""The year that an address asks for, and who has no plan for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.domain.plans import selectors
from zhibu.kernel.actor import Actor
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

FIRST, LAST = 1990, 2100


def year_of(request: Request, usual: int) -> int:
    """The year of the address, else the usual one."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and FIRST <= int(text) <= LAST else usual


def bodies_without(actor: Actor, year: int) -> list[Organisation]:
    """Groups and branches that are the actor's own to plan for and have no plan for the year."""
    return selectors.own_without(actor, year)
