"""One table kept as Parquet; typed columns (DATE, DECIMAL, BOOLEAN ...) are taken as their text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from zhibu.facts.contract import Column, Kind, Table
from zhibu.facts.normal import literal, quoted
from zhibu.facts.raw import Located, RawTable, trimmed
from zhibu.facts.tables import TableHead, head_of
from zhibu.kernel.errors import Problem

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


def read_parquet(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> TableHead:
    """The table in a Parquet file, or what is wrong with the file as a whole."""
    relation = f"read_parquet({literal(str(path))})"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        return TableHead(problems=[Problem(path.name, reason, "能读出的 Parquet 文件")])
    names = [row[0] for row in described]
    types = [row[1] for row in described]
    head = head_of(table, path.name, names)
    text = {
        name: trimmed(_text(table.by_name[name], names[place], types[place]))
        for name, place in head.places.items()
    }

    def locate(wanted: Iterable[int]) -> Located:
        listed = ", ".join(str(row) for row in sorted(set(wanted)))
        cells = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in text.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE located AS SELECT {cells} FROM {relation}")
        found = connection.execute(
            f"SELECT rowid, * FROM located WHERE rowid IN ({listed})"
        ).fetchall()
        return {row[0]: (row[0] + 1, dict(zip(text, row[1:], strict=True))) for row in found}

    if text:
        head.raw = RawTable(table, path.name, relation, head.headers, text, locate)
    return head


def _text(column: Column, name: str, type_name: str) -> str:
    """SQL for the text of a typed cell, as a CSV would hold it."""
    cell = quoted(name)
    plain = f"CAST({cell} AS VARCHAR)"
    if type_name == "BOOLEAN":
        return f"CASE {cell} WHEN true THEN 'yes' WHEN false THEN 'no' END"
    if type_name in ("DOUBLE", "FLOAT"):
        return _text_of_number(column, cell)
    if type_name.startswith("TIMESTAMP"):
        local = f"CAST({cell} AS TIMESTAMP)"
        return (
            f"CASE WHEN {local} = CAST({local} AS DATE) "
            f"THEN {_text_of_date(column, f'CAST({local} AS DATE)')} ELSE {plain} END"
        )
    if type_name == "DATE":
        return _text_of_date(column, cell)
    if type_name == "TIME":
        return f"CASE WHEN right({plain}, 3) = ':00' THEN left({plain}, 5) ELSE {plain} END"
    if type_name.endswith("[]"):
        return f"array_to_string({cell}, ' ')"
    return plain


def _text_of_number(column: Column, cell: str) -> str:
    plain = f"CAST({cell} AS VARCHAR)"
    whole = f"CASE WHEN {cell} = trunc({cell}) AND abs({cell}) < 1e15 THEN CAST(CAST({cell} AS BIGINT) AS VARCHAR)"
    if column.kind is Kind.MONEY:
        near = f"abs({cell} - round({cell}, 2)) < 1e-6"
        return f"{whole} WHEN {near} THEN CAST(CAST({cell} AS DECIMAL(18, 2)) AS VARCHAR) ELSE {plain} END"
    return f"{whole} ELSE {plain} END"


def _text_of_date(column: Column, date: str) -> str:
    text = f"CAST({date} AS VARCHAR)"
    if column.kind in (Kind.MONTH, Kind.PERIOD):
        return f"CASE WHEN day({date}) = 1 THEN left({text}, 7) ELSE {text} END"
    return text
