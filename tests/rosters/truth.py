"""Comparing a reading with the truth beside the published rosters; keys are matched by place."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from zhibu.rosters import Reading

Place = tuple[str, str, int]


@dataclass
class Truth:
    """The truth tables, read once."""

    folder: Path
    _read: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def table(self, name: str) -> list[dict[str, str]]:
        """One table as text rows."""
        if name not in self._read:
            with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                self._read[name] = list(csv.DictReader(file))
        return self._read[name]


def place(row: dict[str, str]) -> Place:
    """File, sheet and row of a truth row."""
    return row["file"], row["sheet"], int(row["row"])


def compare_rows(reading: Reading, truth: Truth, file: str) -> list[str]:
    """Differences of fates, and of rows that have a key on one side only."""
    mine = {(row.file, row.sheet, row.row): row for row in reading.rows if row.file == file}
    theirs = {place(row): row for row in truth.table("rows") if row["file"] == file}
    found = [f"{where}: no fate, truth {row['outcome']}" for where, row in theirs.items()
             if where not in mine and row["what"] != "blank"]  # fmt: skip
    found += [f"{where}: fate {row.outcome} ({row.what}), not in truth" for where, row in mine.items()
              if where not in theirs and row.what != "blank"]  # fmt: skip
    for where in theirs.keys() & mine.keys():
        row, one = theirs[where], mine[where]
        if one.outcome != row["outcome"]:
            found.append(f"{where}: {one.outcome}, truth {row['outcome']}; {one.reasons[:2]}")
    return sorted(found)


def key_map(reading: Reading, truth: Truth) -> tuple[dict[str, str], list[str]]:
    """My key -> the truth's key, by place; and every place where that is not one to one."""
    mine = {(row.file, row.sheet, row.row): row.key for row in reading.rows if row.key}
    to_theirs: dict[str, set[str]] = defaultdict(set)
    to_mine: dict[str, set[str]] = defaultdict(set)
    for row in truth.table("rows"):
        if row["key"] and row["what"] != "not_a_member" and place(row) in mine:
            to_theirs[mine[place(row)]].add(row["key"])
            to_mine[row["key"]].add(mine[place(row)])
    problems = [f"{one} -> {sorted(many)}" for pairs in (to_theirs, to_mine)
                for one, many in pairs.items() if len(many) > 1]  # fmt: skip
    return {one: next(iter(many)) for one, many in to_theirs.items()}, problems


def compare_issues(reading: Reading, truth: Truth, file: str) -> list[str]:
    """Issues of the truth that are missing; more holds or rejections than the truth has."""

    def squeezed(column: str) -> str:
        return column.replace("\n", "")

    theirs = {(*place(row), squeezed(row["column"]), row["severity"], row["code"])
              for row in truth.table("issues") if row["file"] == file}  # fmt: skip
    mine = {(one.file, one.sheet, one.row, squeezed(one.column), one.severity, one.code)
            for one in reading.issues if one.file == file}  # fmt: skip
    found = [f"missing {one}" for one in theirs - mine]
    return sorted(found + [f"too much {one}" for one in mine - theirs if one[4] != "note"])


def compare_table(reading: Reading, truth: Truth, name: str, keys: dict[str, str]) -> list[str]:
    """Every value of a table with one row a place."""
    mine = {(row["file"], row["sheet"], row["row"]): row for row in reading.tables.get(name, [])}
    theirs = truth.table(name)
    found = [f"{where}: not in truth" for where in mine.keys() - {place(row) for row in theirs}]
    for row in theirs:
        one = mine.get(place(row))
        if one is None:
            found.append(f"{place(row)}: missing")
            continue
        for column, expected in row.items():
            if column in ("file", "sheet", "row"):
                continue
            value = "" if one.get(column) is None else str(one.get(column, ""))
            if column in ("key", "parent", "secretary", "introducers"):
                value = "|".join(keys.get(part, part) for part in value.split("|"))
            if value != expected:
                found.append(f"{place(row)} {column}: {value!r}, truth {expected!r}")
    return sorted(found)
