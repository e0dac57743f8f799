"""What the published truth says: as knowledge to read one workbook with, and as what must come out."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zhibu.rosters import Reading

Row = dict[str, str]
PEOPLE = {"organisation", "branch", "member", "host", "recorder", "speaker"}


@cache
def truth(shared: Path, name: str) -> list[Row]:
    """One table of the truth."""
    path = shared / "data" / "rosters" / "truth" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def known_of(shared: Path) -> dict[str, list[Row]]:
    """Organisations and people as if the register and the roster had been mended and taken in."""
    return {"organisations": truth(shared, "organisations"), "members": truth(shared, "people")}


class Place(NamedTuple):
    """Where a row stands."""

    file: str
    sheet: str
    row: str


def place(row: object) -> Place:
    """The place of a row of a table, of a fate or of an issue."""
    if isinstance(row, dict):
        return Place(str(row["file"]), str(row["sheet"]), str(row["row"]))
    return Place(row.file, row.sheet, str(row.row))  # type: ignore[attr-defined]  # a fate or issue


class Compared:
    """A reading beside the truth of one file; keys of people and bodies translated."""

    def __init__(self, shared: Path, reading: Reading, file: str) -> None:
        self.shared, self.reading, self.file = shared, reading, file
        self.keys = self._keys()

    def _keys(self) -> dict[str, str]:
        """The reading's key -> the key of the truth, by the rows of register and roster."""
        theirs = {place(row): row["key"] for row in truth(self.shared, "rows")}
        rosters = ("党组织名册.xlsx", "党员花名册.xlsx")
        return {
            fate.key: theirs[place(fate)]
            for fate in reversed(self.reading.rows)
            if fate.file in rosters and fate.key and theirs.get(place(fate))
        }

    def table(self, name: str, columns: list[str]) -> Counter[tuple[object, ...]]:
        """Rows of a table of the reading: place and columns."""
        rows = self.reading.tables.get(name, [])
        return Counter(
            (place(row), *(self._value(column, row) for column in columns))
            for row in rows
            if row["file"] == self.file
        )

    def _value(self, column: str, row: dict[str, object]) -> str:
        text = str(row.get(column, ""))
        if column not in PEOPLE:
            return text
        return " ".join(self.keys.get(key, key) for key in text.split(" "))

    def expected(self, name: str, columns: list[str]) -> Counter[tuple[object, ...]]:
        """The same of the truth."""
        rows = [row for row in truth(self.shared, name) if row["file"] == self.file]
        return Counter((place(row), *(row[column] for column in columns)) for row in rows)

    def columns(self, name: str) -> list[str]:
        """The columns of a table of the truth besides place and key."""
        return [c for c in truth(self.shared, name)[0] if c not in ("file", "sheet", "row", "key")]

    def differences(self, name: str) -> list[object]:
        """Rows of the truth that are not there, then rows that are too many."""
        columns = self.columns(name)
        mine, theirs = self.table(name, columns), self.expected(name, columns)
        return [*(theirs - mine), *(mine - theirs)]

    def outcomes(self) -> list[object]:
        """Rows of the sheets with another fate than in the truth."""
        mine = {place(fate): fate.outcome for fate in self.reading.rows}
        return [
            (place(row), row["outcome"], mine.get(place(row)))
            for row in truth(self.shared, "rows")
            if row["file"] == self.file and mine.get(place(row)) != row["outcome"]
        ]

    def issues(self) -> list[object]:
        """Issues missing, and issues too many, by place, column, severity and code."""
        mine = Counter(
            (place(one), one.column, one.severity, one.code)
            for one in self.reading.issues
            if one.file == self.file
        )
        theirs = Counter(
            (place(one), one["column"], one["severity"], one["code"])
            for one in truth(self.shared, "issues")
            if one["file"] == self.file
        )
        return [*(theirs - mine), *(mine - theirs)]

    def candidates(self, code: str) -> list[object]:
        """Issues of a code whose clean value or choices are not those of the truth."""
        mine = {
            place(one): "|".join(
                self.keys.get(key, key) for key in one.clean_or_candidates.split("|")
            )
            for one in self.reading.issues
            if one.code == code
        }
        return [
            (place(one), one["clean_or_candidates"], mine.get(place(one)))
            for one in truth(self.shared, "issues")
            if one["file"] == self.file
            and one["code"] == code
            and one["clean_or_candidates"]
            and one["clean_or_candidates"] != mine.get(place(one))
        ]
