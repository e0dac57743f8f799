"""Brings raw tables into the normal form and finds every cell that cannot be read."""

from __future__ import annotations

import duckdb

from zhibu.facts.choices import UPPER_KINDS
from zhibu.facts.contract import Column, Kind, Table
from zhibu.facts.findings import Finding
from zhibu.facts.normal import PRECISION, literal, normal_columns, normal_value, precision, quoted
from zhibu.facts.raw import RawTable

EXPECTED = {
    Kind.DAY: "日期，如 2024-05-01",
    Kind.PARTIAL: "日期，如 2024-05-01；只知年月写 2024-05，只知年写 2024",
    Kind.PARTIAL_END: "日期，如 2024-05-01；只知年月写 2024-05，只知年写 2024",
    Kind.MONTH: "年月，如 2024-05",
    Kind.WHOLE: "整数",
    Kind.MONEY: "金额，单位元，最多两位小数，如 20.00",
    Kind.TIME: "时间，如 09:30",
}
# Nobody who joined in these days had a probation: he is a full member from the day he joined.
_NO_PROBATION = ("1969-04-01", "1977-09-01")
_BAD = quoted("_bad")


def load_table(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> tuple[RawTable, list[Finding]]:
    """Make the typed table; the raw table returned is the one whose rows it holds."""
    try:
        _create(connection, raw)
    except duckdb.Error:
        if raw.plainly is None:
            raise
        raw = raw.plainly()
        _create(connection, raw)
    findings = _bad_cells(connection, raw)
    connection.execute(f"ALTER TABLE {quoted(raw.table.name)} DROP COLUMN {_BAD}")
    return raw, findings


def create_empty(
    connection: duckdb.DuckDBPyConnection, table: Table, present: set[str]
) -> None:
    """A table of the bundle in normal form without rows."""
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in _own_columns(table, present))
    connection.execute(f"CREATE TABLE {quoted(table.name)} ({columns})")


def _own_columns(table: Table, present: set[str]) -> list[tuple[str, str]]:
    """The columns that come from cells; the path of organisations is added once the tree is sound."""
    cells = {column.name for column in table.columns}
    return [
        (name, kind)
        for name, kind in normal_columns(table, present)
        if name in cells or name.endswith(PRECISION)
    ]


def _create(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> None:
    table = raw.table
    columns = [column for column in table.columns if column.name in raw.columns]
    cells = ", ".join(f"{raw.text[c.name]} AS {quoted(c.name)}" for c in columns)
    values, bad = [], []
    for place, column in enumerate(columns):
        value = _value(column, table, raw.columns)
        values.append(f"{value} AS {quoted(column.name)}")
        if column.is_partial:
            values.append(f"{_precision(column, table, raw.columns)} AS {quoted(column.name + PRECISION)}")
        wrong = _wrong(column, table, raw.columns)
        if wrong:
            bad.append(f"(CASE WHEN {wrong} THEN {1 << place} ELSE 0 END)")
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted(table.name)} AS "
        f"SELECT {', '.join(values)}, {' | '.join(bad) or '0'} AS {_BAD} "
        f"FROM (SELECT {cells} FROM {raw.relation}) AS raw"
    )


def _wrong(column: Column, table: Table, present: set[str]) -> str:
    """SQL: the cell cannot be read, or is empty where it may not be; "" where nothing can be wrong."""
    text = f"raw.{quoted(column.name)}"
    ways = []
    if column.kind not in (Kind.ID, Kind.IDS, Kind.TEXT, Kind.PERIOD):
        ways.append(f"({text} IS NOT NULL AND ({normal_value(column, text)}) IS NULL)")
    if column.required:
        ways.append(_is_missing(column, table, text, present))
    return " OR ".join(ways)


def _joined_without_probation() -> str:
    joined = normal_value(Column("joined", "", Kind.PARTIAL), 'raw."joined"')
    since, until = (f"(DATE '{day}' - DATE '1970-01-01')" for day in _NO_PROBATION)
    return f"({joined}) >= {since} AND ({joined}) < {until}"


def _value(column: Column, table: Table, present: set[str]) -> str:
    value = normal_value(column, f"raw.{quoted(column.name)}")
    if _follows_joined(column, table, present):
        joined = normal_value(Column("joined", "", Kind.PARTIAL), 'raw."joined"')
        return f"CASE WHEN {_joined_without_probation()} THEN {joined} ELSE {value} END"
    return value


def _follows_joined(column: Column, table: Table, present: set[str]) -> bool:
    return (table.name, column.name) == ("members", "full_since") and "joined" in present


def _precision(column: Column, table: Table, present: set[str]) -> str:
    known = precision(f"raw.{quoted(column.name)}")
    if _follows_joined(column, table, present):
        joined = precision('raw."joined"')
        return f"CASE WHEN {_joined_without_probation()} THEN {joined} ELSE {known} END"
    return known


def _is_missing(column: Column, table: Table, text: str, present: set[str]) -> str:
    """SQL: a starred cell is empty. An upper body may leave the day it was established empty."""
    if (table.name, column.name) != ("organisations", "established") or "kind" not in present:
        return f"({text} IS NULL)"
    kind = normal_value(table.by_name["kind"], 'raw."kind"')
    upper = ", ".join(literal(name) for name in UPPER_KINDS)
    return f"({text} IS NULL AND ({kind}) NOT IN ({upper}))"


def _bad_cells(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> list[Finding]:
    columns = [column for column in raw.table.columns if column.name in raw.columns]
    rows = connection.execute(
        f"SELECT rowid, {_BAD} FROM {quoted(raw.table.name)} WHERE {_BAD} <> 0 ORDER BY rowid"
    ).fetchall()
    return [
        Finding(raw.table.name, row, column.name, _expected(column))
        for row, mask in rows
        for place, column in enumerate(columns)
        if mask & (1 << place)
    ]


def _expected(column: Column) -> str:
    if column.choices:
        listed = "、".join(f"{code}（{name}）" for code, name in column.choices.items())
        return f"下列之一：{listed}"
    return EXPECTED.get(column.kind, column.chinese)
