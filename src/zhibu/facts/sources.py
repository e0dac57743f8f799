"""Finds the tables of a bundle: a folder of CSV or Parquet files, or one workbook."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from zhibu.facts.contract import Table
from zhibu.facts.csv_files import read_csv
from zhibu.facts.parquet_files import read_parquet
from zhibu.facts.raw import match_table
from zhibu.facts.tables import TableHead
from zhibu.facts.workbooks import read_workbook
from zhibu.kernel.errors import Problem

_READERS = {".csv": read_csv, ".parquet": read_parquet}


@dataclass
class Found:
    """The tables found in a place, not yet checked."""

    heads: dict[str, TableHead] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> Found:
    """Open whatever lies at `path`; nothing there, or nothing readable, is a problem too."""
    try:
        if path.is_dir():
            found = _find_in_folder(connection, path)
        elif path.suffix.lower() == ".xlsx" and path.is_file():
            found = Found(*read_workbook(connection, path))
        else:
            return Found(problems=[_no_bundle(path)])
    except OSError as error:
        return Found(problems=[unopened(str(path), error)])
    if not found.heads and not found.problems:
        mend = "文件或工作表要以表名命名，如 members 或 党员"
        found.problems.append(Problem(str(path), "没有任何数据表", "至少一个数据表", mend))
    for head in found.heads.values():
        found.problems += head.problems
        found.warnings += head.warnings
    return found


def _no_bundle(path: Path) -> Problem:
    """A path that leads to nothing, or to another kind of file."""
    expected = "一个文件夹或一个 .xlsx 工作簿"
    if not path.exists():
        return Problem(str(path), "", expected, "路径不存在，看看写对没有")
    if path.suffix.lower() in _READERS:
        mend = f"写这个文件所在的文件夹：{path.parent}"
    elif path.suffix.lower() in (".xls", ".xlsm", ".xlsb", ".ods", ".et"):
        mend = "在表格软件里另存为 .xlsx"
    else:
        mend = ""
    return Problem(str(path), path.name, expected, mend)


def unopened(where: str, error: OSError) -> Problem:
    """A file or folder that the system does not let us read."""
    reason = "没有读取的权限" if isinstance(error, PermissionError) else error.strerror or str(error)
    return Problem(where, reason, "能打开的文件", "看看文件的权限，或换一个位置")


def _find_in_folder(connection: duckdb.DuckDBPyConnection, folder: Path) -> Found:
    files = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    tables = [path for path in files if path.suffix.lower() in _READERS]
    books = [path for path in files if path.suffix.lower() == ".xlsx"]
    if len(books) == 1 and not tables:
        return Found(*read_workbook(connection, books[0]))
    found = Found()
    for path in books:
        found.warnings.append(f"{path.name} 不是数据表文件，没有读入。")
    for path in tables:
        table = match_table(path.stem)
        if table is None:
            found.warnings.append(f"{path.name} 不在格式里，没有读入。")
        elif table.name in found.heads:
            mend = "只留其中一个文件"
            found.problems.append(Problem(path.name, path.name, "每个表只有一个文件", mend))
        elif not path.is_file():
            read = "这是文件夹" if path.is_dir() else "打不开"
            found.problems.append(Problem(path.name, read, "一个文件", "每个表只有一个文件"))
        else:
            found.heads[table.name] = _read(connection, table, path)
    return found


def _read(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> TableHead:
    try:
        if not os.access(path, os.R_OK):
            raise PermissionError
        return _READERS[path.suffix.lower()](connection, table, path)
    except OSError as error:
        return TableHead(problems=[unopened(path.name, error)])
