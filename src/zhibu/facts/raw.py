"""A table as it stands in a file: where its cells are, and which row of the file a fact came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from zhibu.facts.cells import BLANKS
from zhibu.facts.contract import TABLES, Table
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.errors import Problem

Located = dict[int, tuple[int, Mapping[str, str | None]]]

_BLANKS = literal(BLANKS)


@dataclass
class RawTable:
    """One table of a file. `text` gives, for each column of the contract, SQL for its cell as text."""

    table: Table
    label: str  # how an error names the file (and the sheet)
    relation: str  # what stands after FROM, rows in the order of the file
    headers: dict[str, str]  # column of the contract -> its heading in the file
    text: dict[str, str]
    locate: Callable[[Iterable[int]], Located]
    # Where the fast reader of the relation may stumble: reads the same file plainly.
    plainly: Callable[[], RawTable] | None = None
    # Lines that are no rows; the others are here, so that what is wrong in them is told as well.
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> set[str]:
        return set(self.headers)


def trimmed(expression: str, only_spaces: bool = False) -> str:
    """SQL for a text without blanks around it; NULL where nothing is left."""
    kinds = "" if only_spaces else f", {_BLANKS}"
    return f"nullif(trim({expression}{kinds}), '')"


def match_table(name: str) -> Table | None:
    """The table of this English or Chinese name, or None."""
    wanted = name.strip(BLANKS).casefold()
    return _TABLE_NAMES.get(wanted)


def match_columns(table: Table, headings: Sequence[str]) -> tuple[dict[str, int], list[int], list[str]]:
    """Where each known column stands; the places of unknown headings; columns that stand there twice."""
    names = {column.name: column.name for column in table.columns}
    names |= {column.chinese: column.name for column in table.columns}
    places: dict[str, int] = {}
    unknown: list[int] = []
    twice: list[str] = []
    for place, heading in enumerate(headings):
        name = names.get(heading.strip(BLANKS).casefold())
        if name is None:
            unknown.append(place)
        elif name in places:
            twice.append(heading.strip(BLANKS))
        else:
            places[name] = place
    return places, unknown, twice


def from_cells(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    label: str,
    headers: dict[str, str],
    rows: Sequence[Sequence[str | None]],
    numbers: Sequence[int],
) -> RawTable:
    """A raw table from texts held in memory; `numbers` are the row numbers to be told."""
    view = f"raw_{table.name}"
    columns = list(headers)
    arrays = [
        pa.array([row[place] for row in rows], type=pa.string()) for place in range(len(columns))
    ]
    connection.register(view, pa.Table.from_arrays(arrays, names=columns))

    def locate(wanted: Iterable[int]) -> Located:
        return {row: (numbers[row], dict(zip(columns, rows[row], strict=True))) for row in wanted}

    text = {name: quoted(name) for name in columns}
    return RawTable(table, label, quoted(view), headers, text, locate)


_TABLE_NAMES = {table.name: table for table in TABLES.values()}
_TABLE_NAMES |= {table.chinese: table for table in TABLES.values()}
