"""Lines and duties of a year, whether their verdicts come from the store or are judged anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhibu.domain.compliance.choices import BY_SEVERITY, Status
from zhibu.domain.compliance.grid import MONTHS, Cell, Mark, cells_of
from zhibu.domain.organisations.models import Organisation

Months = Iterable[tuple[int, int, int, int]]  # month, worst, how many unmet, how many deviations


@dataclass(slots=True)
class Duty:
    """One rule on one organisation through the year."""

    directive: str
    rule: str
    cells: list[Cell]

    @property
    def unmet(self) -> int:
        return _count(self.cells, Status.UNMET)

    @property
    def deviation(self) -> int:
        return _count(self.cells, Status.DEVIATION)


@dataclass(slots=True)
class Line:
    """An organisation's line: the worst of each month, and its duties where it is unfolded."""

    organisation: Organisation
    cells: list[Cell]
    unmet: int = 0
    deviation: int = 0
    is_open: bool = False
    duties: list[Duty] = field(default_factory=list)
    of_members: list[Duty] = field(default_factory=list)  # of a group that is looked at alone: its members' own
    groups: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the year is wanted."""

    year: int
    directive: str = ""
    rule: str = ""
    only_misses: bool = False
    past: dt.date | None = None  # a past day: judged anew, not read from the store


def duties_of(marks: Iterable[Mark], year: int) -> list[Duty]:
    """One row a rule, in the order of the marks."""
    by_rule: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_rule[mark.directive, mark.rule].append(mark)
    return [Duty(*key, cells_of(found, year)) for key, found in by_rule.items()]


def line_of(organisation: Organisation, months: Months) -> Line:
    line = Line(organisation, [Cell(month) for month in range(1, MONTHS + 1)])
    for month, worst, unmet, deviation in months:
        cell = line.cells[month - 1]
        cell.status = BY_SEVERITY[worst].value
        cell.count = {Status.UNMET: unmet, Status.DEVIATION: deviation}.get(BY_SEVERITY[worst], 0)
        line.unmet += unmet
        line.deviation += deviation
    return line


def _count(cells: Iterable[Cell], status: Status) -> int:
    return sum(1 for cell in cells for mark in cell.marks if mark.status == status)
