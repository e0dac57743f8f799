"""Reads and checks a facts bundle: a folder of CSV or Parquet files, or one workbook."""

from __future__ import annotations

from pathlib import Path

from zhibu.facts.bundle import Bundle, assemble, private_connection
from zhibu.facts.sources import find_tables


def read_bundle(path: Path | str) -> Bundle:
    """The bundle at `path`; InputError with all problems if anything in it is wrong."""
    connection = private_connection()
    found = find_tables(connection, Path(path))
    raw = {name: head.raw for name, head in found.heads.items() if head.raw is not None}
    present = {name: set(table.columns) for name, table in raw.items()}
    return assemble(connection, raw, present, found.problems, found.warnings)
