"""One table kept as Parquet; typed columns (DATE, DECIMAL, BOOLEAN ...) are taken as their text."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

import duckdb

from zhibu.facts.contract import Column, Kind, Table
from zhibu.facts.normal import literal, quoted
from zhibu.facts.raw import Located, RawTable, trimmed
from zhibu.facts.tables import TableHead, head_of
from zhibu.kernel.errors import Problem

# From here on the number types of a program no longer hold every whole number.
_EXACT_BELOW = {"DOUBLE": 10**15, "FLOAT": 2**24}
_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT")


def read_parquet(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> TableHead:
    """The table in a Parquet file, or what is wrong with the file as a whole."""
    # Older writers do not mark their texts as such; a name of a folder is no pattern.
    place = literal(glob.escape(str(path)))
    relation = f"read_parquet({place}, binary_as_string = true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        headings = _headings(connection, place)
    except duckdb.Error:
        read = "不是 Parquet 的内容，或已损坏"
        return TableHead(problems=[Problem(path.name, read, "能读出的 Parquet 文件", "重新生成这个文件")])
    names = [row[0] for row in described]
    types = [row[1] for row in described]
    head = head_of(table, path.name, headings if len(headings) == len(names) else names)
    text = {}
    for name, at in head.places.items():
        column = table.by_name[name]
        if types[at].startswith(_NESTED):
            read = f"{types[at][:60]} 类型"
            head.problems.append(Problem(f"{path.name} “{head.headers[name]}”列", read, "文字、日期或数字"))
        where = f"{path.name} 第 {{row}} 行“{head.headers[name]}”列"
        head.problems += _ruined(connection, place, names[at], types[at], column, where)
        text[name] = trimmed(_text(column, names[at], types[at]))

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


def _headings(connection: duckdb.DuckDBPyConnection, place: str) -> list[str]:
    """The names of the columns as written: DuckDB renames one that stands there twice."""
    rows = connection.execute(f"SELECT name, num_children FROM parquet_schema({place})").fetchall()
    headings: list[str] = []
    within: list[int] = []  # how many children the open groups still have
    for name, children in rows:
        if len(within) == 1:
            headings.append(name)
        if within:
            within[-1] -= 1
        if children:
            within.append(children)
        while len(within) > 1 and within[-1] == 0:
            within.pop()
    return headings


def _ruined(
    connection: duckdb.DuckDBPyConnection,
    place: str,
    name: str,
    type_name: str,
    column: Column,
    where: str,
) -> list[Problem]:
    """Cells where a floating-point number stands for an id, too long to be exact."""
    limit = _EXACT_BELOW.get(type_name)
    if limit is None or column.kind not in (Kind.ID, Kind.IDS, Kind.TEXT):
        return []
    rows = connection.execute(
        f"SELECT file_row_number + 1, {quoted(name)} FROM read_parquet({place}, file_row_number = true) "
        f"WHERE abs({quoted(name)}) >= {limit} AND NOT isnan({quoted(name)}) ORDER BY 1"
    ).fetchall()
    expected = "文本（这么长的数字后几位已丢失）"
    mend = "生成文件的程序要把这一列存为文本"
    return [Problem(where.replace("{row}", str(row)), f"{cell:g}", expected, mend) for row, cell in rows]


def _text(column: Column, name: str, type_name: str) -> str:
    """SQL for the text of a typed cell, as a CSV would hold it."""
    cell = quoted(name)
    plain = f"CAST({cell} AS VARCHAR)"
    if type_name == "BOOLEAN":
        return f"CASE {cell} WHEN true THEN 'yes' WHEN false THEN 'no' END"
    if type_name in _EXACT_BELOW:
        return _text_of_number(column, cell)
    if type_name.startswith("DECIMAL") and not type_name.endswith(",0)"):
        return f"rtrim(rtrim({plain}, '0'), '.')"
    if type_name.startswith("TIMESTAMP"):
        local = f"CAST({cell} AS TIMESTAMP)"
        return (
            f"CASE WHEN {local} = CAST({local} AS DATE) "
            f"THEN {_text_of_date(column, f'CAST({local} AS DATE)')} ELSE {plain} END"
        )
    if type_name == "DATE":
        return _text_of_date(column, cell)
    if type_name in ("TIME", "TIME_NS"):
        time = f"CAST(CAST({cell} AS TIME) AS VARCHAR)"
        return f"CASE WHEN right({time}, 3) = ':00' THEN left({time}, 5) ELSE {time} END"
    if type_name.endswith("[]"):
        return f"array_to_string({cell}, ' ')"
    return plain


def _text_of_number(column: Column, cell: str) -> str:
    """Whole numbers without a point; "not a number" is how programs write that there is none."""
    plain = f"CAST({cell} AS VARCHAR)"
    start = (
        f"CASE WHEN isnan({cell}) THEN NULL WHEN {cell} = trunc({cell}) AND abs({cell}) < 1e15 "
        f"THEN CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"
    )
    if column.kind is Kind.MONEY:
        near = f"abs({cell} - round({cell}, 2)) < 1e-6"
        return f"{start} WHEN {near} THEN CAST(TRY_CAST({cell} AS DECIMAL(18, 2)) AS VARCHAR) ELSE {plain} END"
    return f"{start} ELSE {plain} END"


def _text_of_date(column: Column, date: str) -> str:
    text = f"CAST({date} AS VARCHAR)"
    if column.kind in (Kind.MONTH, Kind.PERIOD):
        return f"CASE WHEN day({date}) = 1 THEN left({text}, 7) ELSE {text} END"
    return text
