"""Finds the tables of a bundle: a folder of CSV or Parquet files, or one workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

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
    if path.is_dir():
        found = _find_in_folder(connection, path)
    elif path.suffix.lower() == ".xlsx" and path.is_file():
        found = Found(*read_workbook(connection, path))
    else:
        read = path.name if path.exists() else ""
        mend = "" if path.exists() else "路径不存在"
        return Found(problems=[Problem(str(path), read, "一个文件夹或一个 .xlsx 工作簿", mend)])
    if not found.heads and not found.problems:
        mend = "文件或工作表要以表名命名，如 members 或 党员"
        found.problems.append(Problem(str(path), "没有任何数据表", "至少一个数据表", mend))
    for head in found.heads.values():
        found.problems += head.problems
        found.warnings += head.warnings
    return found


def _find_in_folder(connection: duckdb.DuckDBPyConnection, folder: Path) -> Found:
    files = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    tables = [path for path in files if path.suffix.lower() in _READERS and path.is_file()]
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
        else:
            reader = _READERS[path.suffix.lower()]
            found.heads[table.name] = reader(connection, table, path)
    return found
