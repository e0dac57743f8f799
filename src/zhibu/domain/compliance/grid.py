"""How verdicts become the cells of a year: a cell is as wide as its period. Pure, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhibu.domain.compliance.choices import SEVERITY, Status

MONTHS = 12
PERIODIC = ("organisation", "member")  # subjects whose verdicts may span a period of the year


@dataclass(frozen=True, slots=True)
class Mark:
    """One verdict, as far as a grid needs it."""

    directive: str
    rule: str
    subject: str
    subject_kind: str
    period_start: dt.date
    period_end: dt.date
    status: str
    due: dt.date | None
    month: int  # yyyymm in which it counts
    evidence: str = ""
    actual: str = ""
    required: str = ""
    reason: str = ""

    @property
    def severity(self) -> int:
        return SEVERITY[Status(self.status)]


@dataclass(slots=True)
class Cell:
    """One cell: the worst of its marks; `status` is empty where nothing was judged (yet)."""

    first: int  # month 1-12
    span: int = 1
    status: str = ""
    count: int = 0
    marks: list[Mark] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.first + self.span - 1

    @property
    def worst(self) -> Mark | None:
        """The mark that gave the cell its status; of several the first in order."""
        return next((mark for mark in self.marks if mark.status == self.status), None)

    @property
    def begins_quarter(self) -> bool:
        return self.first % 3 == 1


def shown_month(
    period_start: dt.date, period_end: dt.date, due: dt.date | None, status: str, as_of: dt.date
) -> int:
    """The month (yyyymm) in which a verdict counts on the line of its branch.

    A miss counts in the month its due day came, everything else in the month its period ends;
    what has not ended counts now.
    """
    missed = status in (Status.UNMET, Status.DEVIATION, Status.ADVICE)
    day = due if missed and due and period_start <= due else period_end
    day = min(day, as_of)
    return day.year * 100 + day.month


def covered_months(mark: Mark, year: int) -> tuple[int, int]:
    """First and last month of the year that the cell of a mark covers."""
    if mark.subject_kind not in PERIODIC or mark.period_start == mark.period_end:
        month = mark.month % 100
        return month, month
    first = 1 if mark.period_start.year < year else mark.period_start.month
    last = MONTHS if mark.period_end.year > year else mark.period_end.month
    return first, last


def cells_of(marks: Iterable[Mark], year: int) -> list[Cell]:
    """Twelve months cut into cells without overlap; marks that cover the same months share one."""
    placed: list[Cell] = []
    ordered = sorted(marks, key=lambda mark: (*covered_months(mark, year), mark.subject))
    for mark in ordered:
        first, last = covered_months(mark, year)
        behind = placed[-1] if placed else None
        if behind and first <= behind.last:
            if last <= behind.last:
                _add(behind, mark)
                continue
            first = behind.last + 1
        cell = Cell(first, last - first + 1)
        _add(cell, mark)
        placed.append(cell)
    return _with_gaps(placed)


def _add(cell: Cell, mark: Mark) -> None:
    cell.marks.append(mark)
    if not cell.status or mark.severity > SEVERITY[Status(cell.status)]:
        cell.status = mark.status
    cell.count = sum(1 for other in cell.marks if other.status == cell.status)


def _with_gaps(placed: list[Cell]) -> list[Cell]:
    full: list[Cell] = []
    month = 1
    for cell in placed:
        full.extend(Cell(empty) for empty in range(month, cell.first))
        full.append(cell)
        month = cell.last + 1
    full.extend(Cell(empty) for empty in range(month, MONTHS + 1))
    return full
