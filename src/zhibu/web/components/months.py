"""The months of a year: heads of the grid's columns, and the strip of one organisation's year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.selectors import Filter
from zhibu.kernel.actor import Actor
from zhibu.web.templatetags.links import list_address

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Month:
    """The head of a column, or a cell of a strip."""

    number: int
    is_now: bool
    begins_quarter: bool = False
    status: str = ""
    href: str = ""


def heads(year: int, today: dt.date) -> list[Month]:
    """The twelve heads of a year, the present month marked."""
    return [
        Month(number, (year, number) == (today.year, today.month), number % 3 == 1)
        for number in range(1, 13)
    ]


def strip(actor: Actor, organisation: Organisation, today: dt.date) -> list[Month]:
    """The worst of each month of this year for one organisation, from the stored verdicts."""
    line = selectors.lines_filled(actor, [organisation], Filter(today.year), frozenset())[0]
    return [
        Month(
            cell.first,
            cell.first == today.month,
            status=cell.status,
            href=list_address(at=organisation.pk, month=today.year * 100 + cell.first),
        )
        for cell in line.cells
    ]
