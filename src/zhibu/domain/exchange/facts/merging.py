"""A bundle against what is in the database already: which rows are new, equal, or in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
from django.db import models

from zhibu.domain.exchange.facts.tables import field_of
from zhibu.facts.bundle import Bundle
from zhibu.facts.checking import check
from zhibu.facts.contract import TABLES, Column, Kind, Table
from zhibu.facts.normal import PRECISION, normal_columns, quoted, shown
from zhibu.kernel.errors import Problem

_MEND = "导入只添新行，不改库里已有的行：在页面上改好，或从数据包里删去这一行"
MOST = 200  # problems of one kind and table that are listed; more help nobody


@dataclass
class Merge:
    """What an import would do: rows to write and rows left alone by table, and what forbids it."""

    new: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def merge(bundle: Bundle, there: Bundle) -> Merge:
    """Compare; leaves in the bundle's connection a table `new_<name>` with the rows to write."""
    result = Merge()
    for name, present in bundle.tables.items():
        table = TABLES[name]
        _bring(bundle.connection, there, table)
        result.problems += _too_long(bundle.connection, table, present)
        result.problems += _different(bundle.connection, table, present)
        bundle.connection.execute(
            f"CREATE OR REPLACE TABLE {quoted('new_' + name)} AS "
            f"SELECT b.* FROM {quoted(name)} b ANTI JOIN {_there(name)} t ON {_same_key(table)} "
            "ORDER BY b.rowid"
        )
        result.new[name] = _count(bundle.connection, f"new_{name}")
        result.same[name] = bundle.count(name) - result.new[name]
    if not result.problems and any(there.count(name) for name in there.tables):
        result.problems += _together(bundle, there)
    return result


def new_rows(bundle: Bundle, table: Table) -> Iterator[dict[str, Any]]:
    """The rows to write, as `facts.rows.values_of` takes them: days as text, money in yuan."""
    columns = [c for c in table.columns if c.name in bundle.tables[table.name]]
    names, cells = [], []
    for column in columns:
        plain = quoted(column.name)
        names.append(column.name)
        match column.kind:
            case Kind.DAY | Kind.PARTIAL | Kind.PARTIAL_END:
                cells.append(f"CAST(DATE '1970-01-01' + CAST({plain} AS INTEGER) AS VARCHAR)")
            case Kind.MONEY:
                cells.append(shown(column))
            case _:
                cells.append(plain)
        if column.is_partial:
            names.append(column.name + PRECISION)
            cells.append(quoted(column.name + PRECISION))
    found = bundle.connection.execute(
        f"SELECT {', '.join(cells)} FROM {quoted('new_' + table.name)} ORDER BY rowid"
    )
    while rows := found.fetchmany(50_000):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _there(name: str) -> str:
    return quoted(f"there_{name}")


def _bring(connection: duckdb.DuckDBPyConnection, there: Bundle, table: Table) -> None:
    """A copy of the database's rows beside the bundle's."""
    found = there.connection.sql(f"SELECT * FROM {quoted(table.name)}").to_arrow_table()
    connection.register("incoming", found)
    connection.execute(f"CREATE OR REPLACE TABLE {_there(table.name)} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _same_key(table: Table) -> str:
    return " AND ".join(f"b.{quoted(name)} = t.{quoted(name)}" for name in table.key)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0][0])


def _compared(table: Table, present: set[str]) -> list[Column]:
    return [c for c in table.columns if c.name in present and c.name not in table.key]


def _different(
    connection: duckdb.DuckDBPyConnection, table: Table, present: set[str]
) -> list[Problem]:
    """Rows with the key of a row in the database that say something else; never overwritten."""
    there = {row[0] for row in connection.execute(f"DESCRIBE {_there(table.name)}").fetchall()}
    columns = [c for c in _compared(table, present) if c.name in there]
    found = []
    key = " || '/' || ".join(
        f"CAST({shown(table.by_name[name], 'b.')} AS VARCHAR)" for name in table.key
    )
    for column in columns:
        parts = [column.name, column.name + PRECISION] if column.is_partial else [column.name]
        unequal = " OR ".join(
            f"b.{quoted(part)} IS DISTINCT FROM t.{quoted(part)}" for part in parts
        )
        rows = connection.execute(
            f"SELECT {key}, {shown(column, 'b.')}, {shown(column, 't.')} FROM {quoted(table.name)} b "
            f"JOIN {_there(table.name)} t ON {_same_key(table)} WHERE {unequal} LIMIT {MOST}"
        ).fetchall()
        for subject, read, known in rows:
            where = f"{table.name} 表“{subject}”的{column.chinese}"
            if column.personal:  # what it is stays untold
                found.append(Problem(where, "一个值", "与库里相同的值", _MEND))
            else:
                expected = f"与库里相同的“{known}”" if known else "空着，与库里相同"
                found.append(Problem(where, read or "", expected, _MEND))
    return found


def _too_long(
    connection: duckdb.DuckDBPyConnection, table: Table, present: set[str]
) -> list[Problem]:
    """Texts longer than the column that keeps them."""
    found = []
    for column in table.columns:
        if column.name not in present or column.kind not in (Kind.ID, Kind.IDS, Kind.TEXT, Kind.PERIOD):
            continue
        field = field_of(table.name, column)
        keeper = field.target_field if isinstance(field, models.ForeignKey) else field
        most = getattr(keeper, "max_length", None)
        if not most:
            continue
        rows = connection.execute(
            f"SELECT {quoted(column.name)} FROM {quoted(table.name)} "
            f"WHERE length({quoted(column.name)}) > {most} LIMIT {MOST}"
        ).fetchall()
        for (text,) in rows:
            where = f"{table.name} 表的{column.chinese}"
            read = f"{len(text)} 个字" if column.personal else f"{text[:20]}…"
            found.append(Problem(where, read, f"最多 {most} 个字", "缩短"))
    return found


def _together(bundle: Bundle, there: Bundle) -> list[Problem]:
    """Both together must again be a sound bundle: no overlaps, no circles, no unknown ids."""
    connection = bundle.connection
    present: dict[str, set[str]] = {}
    for name in there.tables:
        table = TABLES[name]
        _bring(connection, there, table)
        present[name] = set(there.tables[name])
        if name in bundle.tables:
            shared = [
                quoted(part) for part, _ in normal_columns(table, bundle.tables[name] & present[name])
            ]
            listed = ", ".join(shared)
            connection.execute(
                f"INSERT INTO {_there(name)} ({listed}) SELECT {listed} FROM {quoted('new_' + name)}"
            )
        connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS FROM {_there(name)}")
    problems = []
    for finding in check(connection, present, filled=set(present))[:MOST]:
        table = TABLES[finding.table]
        key = ", ".join(shown(table.by_name[name]) for name in table.key)
        value = shown(table.by_name[finding.column])
        [row] = connection.execute(
            f"SELECT concat_ws('/', {key}), {value} FROM {quoted(table.name)} WHERE rowid = {finding.row}"
        ).fetchall()
        where = f"并入库里以后，{table.name} 表“{row[0]}”的{table.by_name[finding.column].chinese}"
        expected = finding.expected.replace("{other}", "库里或数据包里的另一行")
        problems.append(Problem(where, row[1] or "", expected, finding.mend))
    return problems
