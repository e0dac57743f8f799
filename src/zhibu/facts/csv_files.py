"""One table kept as CSV: UTF-8 (a byte order mark is tolerated), a header row, RFC 4180."""

from __future__ import annotations

import csv
import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from zhibu.facts.cells import BLANKS, cell_text
from zhibu.facts.contract import Kind, Table
from zhibu.facts.csv_faults import misread_heading, undecodable, unreadable
from zhibu.facts.normal import literal
from zhibu.facts.raw import Located, RawTable, from_cells, trimmed
from zhibu.facts.tables import TableHead, head_of
from zhibu.kernel.errors import Problem

csv.field_size_limit(2**31 - 1)


def read_csv(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> TableHead:
    """The table in a CSV file, or what is wrong with the file as a whole."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            headings = next(csv.reader(stream, strict=True), [])
    except UnicodeDecodeError:
        return TableHead(problems=undecodable(path))
    except csv.Error as error:
        return TableHead(problems=[unreadable(path, 1, error)])
    if problem := misread_heading(path, headings, table):
        return TableHead(problems=[problem])
    head = head_of(table, path.name, headings)
    if head.problems and not head.headers:
        return head
    if head.headers:
        head.raw = _scanned(connection, path, head, len(headings))
    return head


def _relation(path: Path, width: int) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    return (
        f"read_csv({literal(glob.escape(str(path)))}, columns = {{{columns}}}, header = true, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', comment = '', "
        "strict_mode = true, null_padding = false, ignore_errors = false, "
        "max_line_size = 16777216)"
    )


def _scanned(
    connection: duckdb.DuckDBPyConnection, path: Path, head: TableHead, width: int
) -> RawTable:
    table, headers, places = head.table, head.headers, head.places
    assert table is not None

    def locate(wanted: Iterable[int]) -> Located:
        rows = set(wanted)
        found: Located = {}
        for place, (number, cells) in enumerate(_records(path)):
            if place in rows:
                texts = {name: cell_text(cells[at], Kind.TEXT) for name, at in places.items()}
                found[place] = (number, texts)
        return found

    def plainly() -> RawTable:
        rows, numbers, problems = _plainly(path, width)
        texts = [[cell_text(row[at], Kind.TEXT) for at in places.values()] for row in rows]
        raw = from_cells(connection, table, path.name, headers, texts, numbers)
        raw.problems = problems
        return raw

    plain = not _has_odd_blanks(path)
    text = {name: trimmed(f"c{place}", plain) for name, place in places.items()}
    relation = _relation(path, width)
    return RawTable(table, path.name, relation, headers, text, locate, plainly)


def _has_odd_blanks(path: Path) -> bool:
    """Whether cells may have blanks around them other than spaces; trimming those takes thrice as long."""
    odd = [blank.encode() for blank in BLANKS if blank not in " \r\n"] + [b'"']
    tail = b""
    with path.open("rb") as stream:
        stream.read(3)  # the byte order mark
        while chunk := stream.read(1 << 22):
            if any(blank in tail + chunk for blank in odd):
                return True
            tail = chunk[-2:]
    return False


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The data rows with the line each begins on; lines that hold nothing are passed over."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        next(reader, None)
        line = reader.line_num
        for cells in reader:
            if any(cells) and any(cell.strip(BLANKS) for cell in cells):
                yield line + 1, cells
            line = reader.line_num


def _plainly(path: Path, width: int) -> tuple[list[list[str]], list[int], list[Problem]]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    number = 1
    try:
        for number, cells in _records(path):
            if len(cells) == width or (len(cells) > width and not any(cells[width:])):
                rows.append(cells[:width])
                numbers.append(number)
                continue
            problems.append(
                Problem(
                    f"{path.name} 第 {number} 行",
                    f"{len(cells)} 个单元格",
                    f"与表头一样 {width} 个单元格",
                    "含逗号、引号或换行的内容要用英文双引号括起来",
                )
            )
    except UnicodeDecodeError:
        problems += undecodable(path)
    except csv.Error as error:
        problems.append(unreadable(path, number + 1, error))
    return rows, numbers, problems
