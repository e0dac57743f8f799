"""Prepared bundles: checked once, kept in the normal form as Parquet, judged as often as one likes.

A prepared folder holds `prepared.json` and one Parquet file a table, without personal columns. Whoever
reads it neither parses nor checks again: a cluster's workers read the files themselves.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from zhibu.facts.bundle import Bundle, private_connection
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import literal, normal_columns, quoted
from zhibu.kernel.errors import InputError, Problem, Refused

MARK = "prepared.json"
_FORM = 1
_AGAIN = "用 zhibu facts prepare 重新整理"


def is_prepared(path: Path) -> bool:
    """Whether a folder holds a prepared bundle."""
    return (path / MARK).is_file()


def file_of(folder: Path, table: str) -> Path:
    """The Parquet file of a table."""
    return folder / f"{table}.parquet"


def write_prepared(bundle: Bundle, folder: Path) -> Path:
    """Write a checked bundle in the normal form; whole or not at all, readable by the owner only."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} 已经有东西，没有写入。换一个空文件夹。")
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".zhibu-", dir=folder.parent))
    try:
        write_tables(bundle, scratch)
        if folder.is_dir():
            folder.rmdir()
        os.replace(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def write_tables(bundle: Bundle, folder: Path) -> None:
    """Write the files of a prepared bundle into a folder that is there."""
    tables = {}
    for table, present in bundle.tables.items():
        shown = _offered(table, present)
        columns = [name for name, _ in normal_columns(TABLES[table], shown)]
        names = ", ".join(map(quoted, columns))
        bundle.connection.execute(
            f"COPY (SELECT {names} FROM {quoted(table)}) TO {literal(str(file_of(folder, table)))} "
            "(FORMAT parquet, COMPRESSION zstd)").fetchall()
        tables[table] = {"columns": sorted(shown), "rows": bundle.count(table)}
    head = {"form": _FORM, "contract": contract_digest(), "tables": tables,
            "warnings": bundle.warnings}
    (folder / MARK).write_text(json.dumps(head, ensure_ascii=False, indent=1), encoding="utf-8")


def _offered(table: str, present: set[str]) -> set[str]:
    personal = {column.name for column in TABLES[table].columns if column.personal}
    return present - personal


def contract_digest() -> str:
    """Changes whenever a table, a column or a column's kind of the contract does."""
    told = [(name, [(c.name, c.kind.value) for c in table.columns])
            for name, table in TABLES.items()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def read_prepared(folder: Path) -> Bundle:
    """A prepared bundle; InputError where it is of another version or its files are not whole.

    Its tables are views on the files: nothing is loaded until something asks.
    """
    head = _head(folder)
    connection = private_connection()
    problems: list[Problem] = []
    tables: dict[str, set[str]] = {}
    for table, told in head["tables"].items():
        path = file_of(folder, table)
        rows = _rows(connection, path)
        if rows != told["rows"]:
            read = "没有这个文件" if not path.exists() else "不完整" if rows is None else f"{rows} 行"
            problems.append(Problem(str(path), read, f"整理时写下的 {told['rows']} 行", _AGAIN))
            continue
        connection.execute(f"CREATE VIEW {quoted(table)} AS SELECT * FROM read_parquet({_place(path)})")
        tables[table] = set(told["columns"])
    if problems:
        raise InputError(problems)
    return Bundle(connection, tables, list(head["warnings"]), prepared=folder)


def _head(folder: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads((folder / MARK).read_text(encoding="utf-8"))
        form, contract, _, _ = (head[key] for key in ("form", "contract", "tables", "warnings"))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError([Problem(str(folder / MARK), "读不出的内容", "整理时写下的说明", _AGAIN)]) from None
    if (form, contract) != (_FORM, contract_digest()):
        raise InputError([Problem(str(folder / MARK), "别的版本整理的数据", "本版本整理的数据", _AGAIN)])
    return head


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> int | None:
    """How many rows a file says it has; None where it cannot be read."""
    try:
        found = connection.execute(
            f"SELECT sum(num_rows) FROM parquet_file_metadata({_place(path)})").fetchall()
    except duckdb.Error:
        return None
    return int(found[0][0] or 0)


def _place(path: Path) -> str:
    return literal(glob.escape(str(path)))
