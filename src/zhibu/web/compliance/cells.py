"""Lines of a year as rows of a table: where each cell leads, what it says, what its tip tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from zhibu.domain.compliance.choices import SIGNS, Status
from zhibu.domain.compliance.citations import cite
from zhibu.domain.compliance.grid import Cell, Mark
from zhibu.domain.compliance.selectors import names_of
from zhibu.domain.compliance.selectors.lines import Duty, Line
from zhibu.domain.compliance.wording import Said, headline
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.web.templatetags.links import finding_address, list_address

WIDE = 3  # a cell of so many months has room for a word
MISSES = (Status.UNMET, Status.DEVIATION, Status.ADVICE)


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as shown."""

    span: int
    status: str
    begins_quarter: bool
    href: str = ""
    label: str = ""
    text: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as shown: an organisation's line, a group's line, or a duty."""

    kind: str  # org | group | duty
    title: str
    sub: str
    cells: tuple[CellView, ...]
    unmet: int
    deviation: int
    key: str = ""
    href: str = ""
    is_open: bool = False
    depth: int = 0


class Painter:
    """Knows names and labels once for all rows of a page."""

    def __init__(
        self,
        lines: Iterable[Line],
        year: int,
        today: dt.date,
        on: str = "",
        sizes: Mapping[str, str] | None = None,
    ) -> None:
        self.year, self.today, self.on, self.sizes = year, today, on, sizes or {}
        self.labels = rulebook.activity_labels()
        marks = [mark for line in lines for mark in _marks(line)]
        self.names = names_of({(mark.subject_kind, mark.subject) for mark in marks})

    def rows(self, line: Line) -> list[Row]:
        """The line, and below it what is unfolded."""
        rows = [self._line(line, "org", 0)]
        rows += [self._duty(duty, line.organisation.pk, 1) for duty in line.duties]
        rows += [self._duty(duty, line.organisation.pk, 1, of_members=True) for duty in line.of_members]
        for group in line.groups:
            rows.append(self._line(group, "group", 1))
            rows += [self._duty(duty, group.organisation.pk, 2) for duty in group.duties]
        return rows

    def _line(self, line: Line, kind: str, depth: int) -> Row:
        name = str(line.organisation)
        cells = tuple(self._month(cell, line.organisation.pk, name) for cell in line.cells)
        return Row(
            kind, name, self.sizes.get(line.organisation.pk, ""), cells, line.unmet, line.deviation,
            key=line.organisation.pk, is_open=line.is_open, depth=depth,
        )  # fmt: skip

    def _month(self, cell: Cell, at: str, name: str) -> CellView:
        if not cell.status:
            return self._blank(cell)
        misses = [mark for mark in cell.marks if mark.status == cell.status]
        href = list_address(at=at, month=self.year * 100 + cell.first, on=self.on)
        if len(misses) == 1:
            href = self._finding(misses[0])
        label = f"{name} {cell.first}月 {Status(cell.status).label}"
        return CellView(
            cell.span, cell.status, cell.begins_quarter, href, label, tip=self._tip(misses)
        )

    def _duty(self, duty: Duty, at: str, depth: int, *, of_members: bool = False) -> Row:
        citation = cite(duty.directive, duty.rule)
        title = citation.sentence or duty.rule
        place = {"g": at} if of_members else {"at": at}
        cells = tuple(self._cell(cell, duty, place, title) for cell in duty.cells)
        of = "对组员本人 · " if of_members else ""
        return Row(
            "duty", title, f"{of}{citation.strength_word} · {citation.source}", cells,
            duty.unmet, duty.deviation, depth=depth,
        )  # fmt: skip

    def _cell(self, cell: Cell, duty: Duty, place: dict[str, str], title: str) -> CellView:
        worst = cell.worst
        if worst is None:
            return self._blank(cell)
        when = f"{cell.first}月" if cell.span == 1 else f"{cell.first}至{cell.last}月"
        text = self._text(cell, worst)
        label = f"{title} {when} {Status(cell.status).label} {text}".strip()
        if len(cell.marks) == 1:
            href = self._finding(worst)
        else:
            month = worst.month if cell.span == 1 else 0
            href = list_address(**place, d=duty.directive, r=duty.rule, month=month, on=self.on)
        is_miss = cell.status in MISSES
        misses = [mark for mark in cell.marks if is_miss and mark.status == cell.status]
        return CellView(
            cell.span, cell.status, cell.begins_quarter, href, label, text, self._tip(misses)
        )

    def _blank(self, cell: Cell) -> CellView:
        began = (self.year, cell.first) <= (self.today.year, self.today.month)
        return CellView(cell.span, "none" if began else "", cell.begins_quarter)

    def _text(self, cell: Cell, worst: Mark) -> str:
        """A word where the cell has room for it, a bare number of persons or cases where not."""
        if cell.span < WIDE:
            return str(cell.count) if cell.count > 1 else ""
        if cell.count > 1:
            return f"{cell.count} {'人' if worst.subject_kind == 'member' else '件'}"
        if cell.status == Status.PENDING and worst.due:
            return f"{worst.due.month}月{worst.due.day}日前"
        if cell.status in MISSES:
            return "没有记录" if worst.actual == "0" else ""
        return f"{worst.actual} 次" if worst.actual.isdigit() and worst.actual != "0" else ""

    def _finding(self, mark: Mark) -> str:
        return finding_address(mark.directive, mark.rule, mark.subject, mark.period_start, self.on)

    def _tip(self, marks: list[Mark]) -> str:
        """The first misses of a cell in words; the rest are counted."""
        said = []
        for mark in marks[:3]:
            citation = cite(mark.directive, mark.rule)
            what = headline(cast(Said, mark), citation.spec, self.labels, self.today.year)
            name = self.names.get(mark.subject, mark.subject)
            said.append(f"{SIGNS[Status(mark.status)]} {name} {what}\n{citation.source}")
        if len(marks) > 3:
            said.append(f"还有 {len(marks) - 3} 条")
        return "\n".join(said)


def _marks(line: Line) -> Iterable[Mark]:
    cells = [*line.cells, *(cell for duty in (*line.duties, *line.of_members) for cell in duty.cells)]
    for cell in cells:
        yield from cell.marks
    for group in line.groups:
        yield from _marks(group)
