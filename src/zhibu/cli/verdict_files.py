"""Writes verdicts to a file (CSV, Parquet, JSON, xlsx) as they come, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zhibu.cli.opening import Problems
from zhibu.engine.verdicts import COLUMNS, Verdict
from zhibu.kernel.errors import ZhibuError

_ROWS_OF_A_SHEET = 1_048_576
_ROWS_OF_A_GROUP = 50_000  # in Parquet: what is held at a time


def write_verdicts(verdicts: Iterable[Verdict], target: Path) -> Counter[tuple[str, str]]:
    """Write beside the target first and put it in place when it is complete.

    How many verdicts there were, by directive and status.
    """
    writer, counts = WRITERS[target.suffix.lower()], Counter[tuple[str, str]]()
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    try:
        writer(_counted(verdicts, counts), Path(name))
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, target)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise ZhibuError(f"{target} 写不进去：{error.strerror}。换一个位置。") from error
        raise
    return counts


def _counted(verdicts: Iterable[Verdict], counts: Counter[tuple[str, str]]) -> Iterator[Verdict]:
    for verdict in verdicts:
        counts[verdict.directive, verdict.status] += 1
        yield verdict


def check_target(target: Path, problems: Problems) -> None:
    """Note why a target cannot be written, before any work is done."""
    if target.suffix.lower() not in WRITERS:
        problems.add("--out", target.name, f"文件名以 {'、'.join(WRITERS)} 结尾")
    if not target.parent.is_dir():
        problems.add("--out", str(target), "已有的文件夹里的文件", "先建好文件夹")
    elif not os.access(target.parent, os.W_OK):
        problems.add("--out", str(target), "可以写的文件夹里的文件")
    elif target.is_dir():
        problems.add("--out", str(target), "文件，不是文件夹")


def _cells(verdict: Verdict) -> list[str]:
    return ["" if cell is None else str(cell) for cell in verdict[: len(COLUMNS)]]


def _csv(verdicts: Iterable[Verdict], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(_cells, verdicts))


def _json(verdicts: Iterable[Verdict], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, verdict in enumerate(verdicts):
            row = dict(zip(COLUMNS, _cells(verdict), strict=True))
            file.write(",\n" if number else "\n")
            json.dump(row, file, ensure_ascii=False)
        file.write("\n]\n")


def _parquet(verdicts: Iterable[Verdict], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = ("period_start", "period_end", "due")
    schema = pa.schema([(c, pa.date32() if c in days else pa.string()) for c in COLUMNS])
    rows = iter(verdicts)
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(itertools.islice(rows, _ROWS_OF_A_GROUP)):
            columns = zip(*some, strict=True)
            arrays = [pa.array(column, type=field.type)
                      for column, field in zip(columns, schema, strict=False)]  # without the organisation
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _xlsx(verdicts: Iterable[Verdict], path: Path) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("verdicts")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS, bold)
        for row, verdict in enumerate(verdicts, start=1):
            if row >= _ROWS_OF_A_SHEET:
                raise ZhibuError("结论超过一张工作表的行数，改用 .csv 或 .parquet。")
            for place, cell in enumerate(verdict[: len(COLUMNS)]):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(row, place, dt.datetime.combine(cell, dt.time()), day)
                elif cell:
                    sheet.write_string(row, place, str(cell))


WRITERS: dict[str, Callable[[Iterable[Verdict], Path], None]] = {
    ".csv": _csv, ".parquet": _parquet, ".json": _json, ".xlsx": _xlsx,
}
