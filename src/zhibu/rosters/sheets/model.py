"""A sheet: its values and the few looks (indent, strike, date format, hiding) that carry meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from zhibu.rosters.values.text import squash, text_of

Cell = tuple[int, int]
_OCTOBER = re.compile(r"\d{4}[.．]10")


class Merge(NamedTuple):
    """A merged range; rows from 1 as shown, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. Rows are numbered from 1 as the spreadsheet shows them, columns from 0.

    In a CSV file a row is a record and the sheet's name is "".
    """

    file: str
    name: str
    rows: list[list[object]]
    hidden: bool = False
    text_file: bool = False
    # Date or number cells whose format shows less than a day: "month" or "year".
    shown: dict[Cell, str] = field(default_factory=dict)
    indents: dict[Cell, int] = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    _filled: tuple[int, list[tuple[int, str]]] = (0, [])

    @property
    def height(self) -> int:
        """The number of the last row."""
        return len(self.rows)

    @cached_property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _merged_into(self) -> dict[Cell, Cell]:
        return {
            (row, column): (merge.top, merge.left)
            for merge in self.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
            if (row, column) != (merge.top, merge.left)
        }

    def value(self, row: int, column: int) -> object:
        """The cell as it stands ("" where nothing stands)."""
        cells = self.rows[row - 1]
        return cells[column] if 0 <= column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """The cell as text, untouched."""
        return text_of(self.value(row, column))

    def spread(self, row: int, column: int) -> object:
        """The cell's value; inside a merged range the value of its first cell."""
        cells = self.rows[row - 1]
        value = cells[column] if 0 <= column < len(cells) else ""
        if value != "" or not self.merges:
            return value
        head = self._merged_into.get((row, column))
        return self.value(*head) if head else ""

    def head_of(self, row: int, column: int) -> Cell:
        """The first cell of the merged range that a cell lies in; the cell itself outside one."""
        return self._merged_into.get((row, column), (row, column))

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that begins at a cell."""
        return self._merge_heads.get((row, column))

    @cached_property
    def _merge_heads(self) -> dict[Cell, Merge]:
        return {(merge.top, merge.left): merge for merge in self.merges}

    def is_blank(self, row: int) -> bool:
        """Nothing but blanks in the row."""
        for value in self.rows[row - 1]:
            if value != "" and (not isinstance(value, str) or squash(value)):
                return False
        return True

    def filled(self, row: int) -> list[tuple[int, str]]:
        """(column, text without blanks) of the cells that hold anything."""
        if self._filled[0] != row:  # asked several times of one row after the other
            cells = [(column, text) for column, value in enumerate(self.rows[row - 1])
                     if value != "" and (text := squash(text_of(value)))]  # fmt: skip
            self._filled = row, cells
        return self._filled[1]

    def may_lack_zero(self, column: int, value: object) -> bool:
        """Whether a text such as 1998.1 may be the number 1998.10 without its zero.

        A number is turned into such a text when its column is set to text later, or exported. Where
        somebody wrote 1998.10 in the column it was text from the beginning, and 1998.1 is January.
        """
        if not isinstance(value, str) or value.rstrip()[-1:] not in ("1", "１"):
            return False
        if self.text_file:
            return True
        kept: dict[int, bool] = vars(self).setdefault("lacking_zeros", {})
        if column not in kept:
            cells = (self.value(row, column) for row in self.numbers())
            kept[column] = not any(isinstance(cell, str) and _OCTOBER.fullmatch(squash(cell)) for cell in cells)
        return kept[column]

    def numbers(self) -> Iterator[int]:
        """All row numbers."""
        return iter(range(1, len(self.rows) + 1))
