"""What the checks find, and its telling: file, row, column, the value read, what was expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.facts.contract import TABLES
from zhibu.facts.hints import how_to_mend
from zhibu.facts.raw import RawTable
from zhibu.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in one cell; `row` counts the data rows of the table from 0."""

    table: str
    row: int
    column: str
    expected: str
    mend: str = ""
    # For a row that quarrels with another one: that row, told by its number in the file.
    other: int | None = None


def problems(findings: Iterable[Finding], raw: dict[str, RawTable]) -> list[Problem]:
    """Findings told with the row numbers and cells of the file, in the order of the contract."""
    by_table: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_table[finding.table].append(finding)
    told: list[Problem] = []
    for name, table in TABLES.items():
        if name in by_table:
            order = {column.name: place for place, column in enumerate(table.columns)}
            rows = sorted(by_table[name], key=lambda f: (f.row, order[f.column]))
            told += _told(rows, raw[name])
    return told


def _told(findings: list[Finding], raw: RawTable) -> list[Problem]:
    wanted = {f.row for f in findings} | {f.other for f in findings if f.other is not None}
    located = raw.locate(wanted)
    columns = raw.table.by_name
    told = []
    for finding in findings:
        number, cells = located[finding.row]
        header = raw.headers[finding.column]
        expected = finding.expected
        if finding.other is not None:
            expected = expected.replace("{other}", f"第 {located[finding.other][0]} 行")
        read = cells.get(finding.column) or ""
        mend = finding.mend or (how_to_mend(columns[finding.column], read) if read else "这一格必填")
        told.append(Problem(f"{raw.label} 第 {number} 行“{header}”列", read, expected, mend))
    return told
