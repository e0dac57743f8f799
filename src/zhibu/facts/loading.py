"""Brings raw tables into the normal form and finds every cell that cannot be read."""

from __future__ import annotations

import duckdb

from zhibu.facts.choices import MAY_LACK_ESTABLISHED
from zhibu.facts.contract import Column, Kind, Table
from zhibu.facts.findings import Finding
from zhibu.facts.normal import (
    NO_PROBATION,
    PRECISION,
    date_in,
    is_dated,
    literal,
    normal_columns,
    normal_value,
    precision,
    quoted,
)
from zhibu.facts.raw import RawTable
from zhibu.kernel.dates import day_number
from zhibu.kernel.errors import InputError, Problem

EXPECTED = {
    Kind.DAY: "日期，如 2024-05-01",
    Kind.PARTIAL: "日期，如 2024-05-01；只知年月写 2024-05，只知年写 2024",
    Kind.PARTIAL_END: "日期，如 2024-05-01；只知年月写 2024-05，只知年写 2024",
    Kind.MONTH: "年月，如 2024-05",
    Kind.WHOLE: "0 或正整数",
    Kind.MONEY: "金额，单位元，不为负，最多两位小数，如 20.00",
    Kind.TIME: "时间，如 09:30",
}
_BAD = quoted("_bad")


def load_table(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> tuple[RawTable, list[Finding]]:
    """Make the typed table; the raw table returned is the one whose rows it holds."""
    try:
        _create(connection, raw)
    except duckdb.Error as error:
        if raw.plainly is None:
            raise InputError([damaged(raw.label)]) from error
        raw = raw.plainly()
        _create(connection, raw)
    findings = _bad_cells(connection, raw)
    if findings and raw.plainly is not None and _has_blank_rows(connection, raw):
        raw = raw.plainly()
        _create(connection, raw)
        findings = _bad_cells(connection, raw)
    connection.execute(f"ALTER TABLE {quoted(raw.table.name)} DROP COLUMN {_BAD}")
    return raw, findings


def damaged(label: str) -> Problem:
    """A file whose cells cannot be got at."""
    return Problem(label, "损坏的内容", "能读出的文件", "重新生成这个文件")


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
    """Text, date, value, judgement: one layer of SQL each, so that nothing is worked out twice."""
    table = raw.table
    columns = [column for column in table.columns if column.name in raw.columns]
    texts = ", ".join(f"{raw.text[c.name]} AS {_text(c)}" for c in columns)
    dates = "".join(f", {date_in(_text(c))} AS {_date(c)}" for c in columns if is_dated(c))
    values = ", ".join(
        f"{normal_value(c, _text(c), _date(c) if is_dated(c) else 'NULL')} AS {_value(c)}"
        for c in columns
    )
    kept, bad = [], []
    for place, column in enumerate(columns):
        kept += _kept(column, table, raw.columns)
        if wrong := _wrong(column, table, raw.columns):
            bad.append(f"(CASE WHEN {wrong} THEN {1 << place} ELSE 0 END)")
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted(table.name)} AS "
        f"SELECT {', '.join(kept)}, {' | '.join(bad) or '0'} AS {_BAD} "
        f"FROM (SELECT *, {values} FROM (SELECT *{dates} FROM "
        f"(SELECT {texts} FROM {raw.relation})))"
    ).fetchall()


def _text(column: Column) -> str:
    return quoted(f"text_{column.name}")


def _date(column: Column) -> str:
    return quoted(f"date_{column.name}")


def _value(column: Column) -> str:
    return quoted(f"value_{column.name}")


def _kept(column: Column, table: Table, present: set[str]) -> list[str]:
    """SQL for what the typed table keeps of a column."""
    value = _value(column)
    known = precision(_text(column))
    if (table.name, column.name) == ("members", "full_since") and "joined" in present:
        joined = table.by_name["joined"]
        since, until = map(day_number, NO_PROBATION)
        at_once = f"{_value(joined)} >= {since} AND {_value(joined)} < {until}"
        value = f"CASE WHEN {at_once} THEN {_value(joined)} ELSE {value} END"
        known = f"CASE WHEN {at_once} THEN {precision(_text(joined))} ELSE {known} END"
    kept = [f"{value} AS {quoted(column.name)}"]
    if column.is_partial:
        kept.append(f"{known} AS {quoted(column.name + PRECISION)}")
    return kept


def _wrong(column: Column, table: Table, present: set[str]) -> str:
    """SQL: the cell cannot be read, or is empty where it may not be; "" where nothing can be wrong."""
    ways = []
    if column.kind not in (Kind.ID, Kind.IDS, Kind.TEXT, Kind.PERIOD):
        ways.append(f"({_text(column)} IS NOT NULL AND {_value(column)} IS NULL)")
    if column.required:
        missing = f"{_text(column)} IS NULL"
        if (table.name, column.name) == ("organisations", "established") and "kind" in present:
            # An upper body may leave the day it was established empty: it has always been there.
            upper = ", ".join(literal(name) for name in MAY_LACK_ESTABLISHED)
            missing += f" AND {_value(table.by_name['kind'])} NOT IN ({upper})"
        ways.append(f"({missing})")
    return " OR ".join(ways)


def _has_blank_rows(connection: duckdb.DuckDBPyConnection, raw: RawTable) -> bool:
    """Whether rows may hold nothing but commas; the plain reading passes them over."""
    empty = " AND ".join(f"{quoted(name)} IS NULL" for name in raw.headers)
    rows = connection.execute(
        f"SELECT 1 FROM {quoted(raw.table.name)} WHERE {empty} LIMIT 1"
    ).fetchall()
    return bool(rows)


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
