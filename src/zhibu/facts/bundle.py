"""A facts bundle in memory: typed tables in the normal form, in a private DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from zhibu.facts.cells import cell_text
from zhibu.facts.checking import check, doubts
from zhibu.facts.checks_tree import add_paths
from zhibu.facts.contract import TABLES, Table
from zhibu.facts.findings import Finding, problems
from zhibu.facts.loading import create_empty, load_table
from zhibu.facts.normal import quoted
from zhibu.facts.raw import RawTable, from_cells
from zhibu.facts.tables import head_of
from zhibu.kernel.errors import InputError, Problem

Rows = Sequence[Mapping[str, object]]


def private_connection() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that loads nothing from elsewhere and counts days in Shanghai."""
    quiet = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection = duckdb.connect(":memory:", config=quiet)
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    return connection


@dataclass
class Bundle:
    """Checked facts. `tables` says which tables and columns are there; the others nobody knows."""

    connection: duckdb.DuckDBPyConnection
    tables: dict[str, set[str]]
    warnings: list[str] = field(default_factory=list)
    prepared: Path | None = None  # the folder whose files its tables are, if it was prepared

    def count(self, table: str) -> int:
        """How many rows a table has."""
        rows = self.connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchall()
        return int(rows[0][0])

    @property
    def missing(self) -> list[str]:
        """The tables, and the columns of tables that are there, which the bundle lacks."""
        names = []
        for table in TABLES.values():
            if table.name not in self.tables:
                names.append(table.name)
                continue
            there = self.tables[table.name]
            names += [
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.name not in there and not column.personal
            ]
        return names

    @classmethod
    def from_rows(cls, rows: Mapping[str, Rows], absent: Iterable[str] = ()) -> Bundle:
        """A checked bundle of rows as facts.md names them; all that is not given is there and empty.

        `absent` names tables (`waivers`) and columns (`activities.notice_on`) that are not there
        at all; so are personal columns that no row has, and `adoptions` where it is not given.
        """
        connection = private_connection()
        missing = set(absent)
        raw: dict[str, RawTable] = {}
        found: list[Problem] = []
        warnings: list[str] = []
        present: dict[str, set[str]] = {}
        for name in rows.keys() - TABLES.keys():
            found.append(Problem("数据", name, f"下列表之一：{'、'.join(TABLES)}"))
        for name, table in TABLES.items():
            if name in missing or (name == "adoptions" and name not in rows):
                continue
            given = list(rows.get(name, ()))
            columns = _columns_of(table, given, missing)
            head = head_of(table, name, columns)
            found += head.problems
            warnings += head.warnings
            present[name] = set(head.headers)
            if not given:
                create_empty(connection, table, present[name])
                continue
            kinds = [(column, table.by_name[column].kind) for column in head.headers]
            texts = [[cell_text(row.get(column), kind) for column, kind in kinds] for row in given]
            numbers = range(1, len(given) + 1)
            raw[name] = from_cells(connection, table, name, head.headers, texts, numbers)
        # For a handful of rows, planning a query takes longer than running it.
        connection.execute("PRAGMA disable_optimizer")
        try:
            return assemble(connection, raw, present, found, warnings)
        finally:
            connection.execute("PRAGMA enable_optimizer")


def assemble(
    connection: duckdb.DuckDBPyConnection,
    raw: dict[str, RawTable],
    present: dict[str, set[str]],
    found: list[Problem],
    warnings: list[str],
) -> Bundle:
    """Load and check raw tables; InputError with every problem if there is any."""
    findings: list[Finding] = []
    present = dict(present)
    for name, table in list(raw.items()):
        try:
            raw[name], bad = load_table(connection, table)
        except InputError as error:
            found += error.problems
            del raw[name]
            present.pop(name)
            continue
        findings += bad
        if raw[name].problems:  # some rows are not there: nothing is concluded from that
            found += raw[name].problems
            present.pop(name)
    findings += check(connection, present, set(raw), findings)
    if found or findings:
        raise InputError([*found, *problems(findings, raw)])
    if "parent" in present.get("organisations", ()):
        add_paths(connection)
    doubtful = doubts(connection, present, filled=set(raw))
    told = [str(problem) for problem in problems(doubtful, raw)]
    return Bundle(connection, present, warnings + told)


def _columns_of(table: Table, given: Rows, missing: set[str]) -> list[str]:
    named = dict.fromkeys(key for row in given for key in row)
    known = [
        column.name
        for column in table.columns
        if (not column.personal or column.name in named)
        and f"{table.name}.{column.name}" not in missing
    ]
    return known + [name for name in named if name not in table.by_name]
