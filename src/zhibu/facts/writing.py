"""Writes a bundle out again, whole or not at all: a folder of CSV or Parquet files, or one workbook."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import xlsxwriter

from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES, Column, Kind, Table
from zhibu.facts.normal import literal, quoted, shown
from zhibu.kernel.errors import Refused

Format = Literal["csv", "parquet", "xlsx"]

WORKBOOK = "facts.xlsx"  # its name where only a folder was named
_ROWS_OF_A_SHEET = 1_048_576


def write_bundle(bundle: Bundle, target: Path | str, fmt: Format = "csv") -> Path:
    """Write the tables and columns that are there; give back the folder or workbook written.

    What is missing in the bundle stays missing. An existing folder must be empty, and an existing
    workbook is never overwritten. Readable by the owner only: it tells of people.
    """
    target = Path(target)
    if fmt == "xlsx" and target.suffix.lower() != ".xlsx":
        target = target / WORKBOOK
    _require_free(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".zhibu-", dir=target.parent))
    try:
        if fmt == "xlsx":
            _write_workbook(bundle, scratch / target.name)
            (scratch / target.name).chmod(0o600)
            os.replace(scratch / target.name, target)
        else:
            folder = scratch / "bundle"
            folder.mkdir(mode=0o700)
            for table in _tables(bundle):
                path = folder / f"{table.name}.{fmt}"
                _write_csv(bundle, table, path) if fmt == "csv" else _write_parquet(bundle, table, path)
            if target.is_dir():
                target.rmdir()
            os.replace(folder, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _require_free(target: Path) -> None:
    if target.is_dir() and target.suffix.lower() != ".xlsx":
        if any(target.iterdir()):
            raise Refused(f"文件夹 {target} 不是空的，没有写入。换一个空文件夹。")
    elif target.exists():
        raise Refused(f"{target} 已经存在，没有写入。换一个名字。")


def _tables(bundle: Bundle) -> list[Table]:
    return [table for name, table in TABLES.items() if name in bundle.tables]


def _columns(bundle: Bundle, table: Table) -> list[Column]:
    return [column for column in table.columns if column.name in bundle.tables[table.name]]


def _rows(bundle: Bundle, table: Table) -> Iterator[tuple[str | None, ...]]:
    """The rows as texts, in the order in which they came."""
    cells = ", ".join(shown(column) for column in _columns(bundle, table))
    result = bundle.connection.execute(f"SELECT {cells} FROM {quoted(table.name)} ORDER BY rowid")
    while rows := result.fetchmany(10_000):
        yield from rows


def _write_csv(bundle: Bundle, table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([column.name for column in _columns(bundle, table)])
        writer.writerows(_rows(bundle, table))


def _write_parquet(bundle: Bundle, table: Table, path: Path) -> None:
    cells = ", ".join(
        f"{_typed(column)} AS {quoted(column.name)}" for column in _columns(bundle, table)
    )
    bundle.connection.execute(
        f"COPY (SELECT {cells} FROM {quoted(table.name)} ORDER BY rowid) "
        f"TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()


def _typed(column: Column) -> str:
    """Numbers stay numbers in Parquet; everything else is text as in a CSV."""
    if column.kind is Kind.WHOLE:
        return quoted(column.name)
    if column.kind is Kind.MONEY:
        return f"CAST({shown(column)} AS DECIMAL(18, 2))"
    return shown(column)


def _write_workbook(bundle: Bundle, path: Path) -> None:
    for table in _tables(bundle):
        if bundle.count(table.name) >= _ROWS_OF_A_SHEET:
            raise Refused(
                f"{table.name} 有 {bundle.count(table.name)} 行，工作表最多 {_ROWS_OF_A_SHEET - 1} 行。"
                "改用 csv 或 parquet。"
            )
    plain = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, {"constant_memory": True, **plain}) as book:
        heading = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        for table in _tables(bundle):
            sheet = book.add_worksheet(table.name)
            columns = _columns(bundle, table)
            sheet.set_column(0, len(columns) - 1, 14, text)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [column.name for column in columns], heading)
            for number, row in enumerate(_rows(bundle, table), 1):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write_string(number, place, cell, text)
