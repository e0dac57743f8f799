"""A bundle kept as one workbook (.xlsx), one sheet a table, in English or Chinese names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from zhibu.facts.cells import cell_text, is_ruined
from zhibu.facts.contract import Kind, Table
from zhibu.facts.raw import from_cells, match_table
from zhibu.facts.tables import TableHead, head_of
from zhibu.facts.workbook_faults import Faults, cell_faults, unopenable
from zhibu.kernel.errors import Problem


def read_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path
) -> tuple[dict[str, TableHead], list[Problem], list[str]]:
    """The tables of a workbook; problems and warnings of the workbook as a whole."""
    try:
        book = CalamineWorkbook.from_path(path)
        faults = cell_faults(path)
    except PermissionError:
        raise
    except (CalamineError, OSError, ValueError, KeyError, BadZipFile, ParseError):
        return {}, [unopenable(path)], []
    heads: dict[str, TableHead] = {}
    problems: list[Problem] = []
    warnings: list[str] = []
    for name in book.sheet_names:
        table = match_table(name)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        label = f"{path.name} 工作表“{name}”"
        if table is None:
            if any(cell != "" for row in rows for cell in row):
                warnings.append(f"{label}不在格式里，没有读入。")
        elif table.name in heads:
            problems.append(Problem(label, name, "每个表只有一张工作表", "合并或删去重复的工作表"))
        else:
            heads[table.name] = _read_sheet(connection, table, label, rows, faults.get(name, {}))
    return heads, problems, warnings


def _read_sheet(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    label: str,
    rows: Sequence[Sequence[object]],
    faults: Faults,
) -> TableHead:
    filled = [(number, row) for number, row in enumerate(rows, 1) if not _is_empty(row)]
    heading_row = filled[0][1] if filled else []
    headings = [cell_text(cell, Kind.TEXT) or "" for cell in heading_row]
    while headings and not headings[-1] and _column_is_empty(filled, len(headings) - 1):
        headings.pop()
    head = head_of(table, label, headings)
    columns = [(table.by_name[name], place) for name, place in head.places.items()]
    texts, numbers = [], []
    for number, row in filled[1:]:
        for column, place in columns:
            where = f"{label} 第 {number} 行“{head.headers[column.name]}”列"
            if is_ruined(row[place], column.kind):
                expected = "文本（表格软件只保留数字的前 15 位，后面的已丢失）"
                mend = "把这一列设为文本后重新填写"
                head.problems.append(Problem(where, str(row[place]), expected, mend))
            elif fault := faults.get((number, place)):
                head.problems.append(Problem(where, fault, "一个值", "把公式改成它的值，或在表格软件里算好再保存"))
        texts.append([cell_text(row[place], column.kind) for column, place in columns])
        numbers.append(number)
    if columns:
        head.raw = from_cells(connection, table, label, head.headers, texts, numbers)
    return head


def _is_empty(row: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _column_is_empty(rows: Sequence[tuple[int, Sequence[object]]], place: int) -> bool:
    return all(_is_empty(row[place : place + 1]) for _, row in rows)
