"""The looks of an old binary .xls, by xlrd: calamine gives its values only."""

from __future__ import annotations

import contextlib
import io
import struct

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from zhibu.rosters.sheets.looks import Looks, shown_class
from zhibu.rosters.sheets.model import Merge

_FAILURES = (XLRDError, CompDocError, struct.error, AssertionError, IndexError, KeyError, ValueError, UnicodeError, TypeError,
             AttributeError, OverflowError)  # fmt: skip


def read_old_looks(content: bytes) -> dict[str, Looks]:
    """The looks of every sheet by its name; none where xlrd cannot follow the file."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except _FAILURES:
        # Values come from calamine; without looks only the precision of formats is lost.
        return {}
    shown = {index: name for index in range(len(book.xf_list)) if (name := _shown(book, index)) in ("month", "year")}
    indents = {index: xf.alignment.indent_level for index, xf in enumerate(book.xf_list) if xf.alignment.indent_level}
    struck = {index for index, xf in enumerate(book.xf_list) if book.font_list[xf.font_index].struck_out}
    return {sheet.name: _looks(sheet, shown, indents, struck) for sheet in book.sheets()}


def _shown(book: xlrd.book.Book, index: int) -> str:
    found = book.format_map.get(book.xf_list[index].format_key)
    return shown_class(found.format_str) if found is not None else ""


def _looks(sheet: xlrd.sheet.Sheet, shown: dict[int, str], indents: dict[int, int], struck: set[int]) -> Looks:
    looks = Looks(
        hidden_rows={row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
        merges=[Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells],
    )
    wanted = {*shown, *indents, *struck}
    if not wanted:
        return looks
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            index = sheet.cell_xf_index(row, column)
            if index not in wanted:
                continue
            cell = (row + 1, column)
            if index in shown:
                looks.shown[cell] = shown[index]
            if index in indents:
                looks.indents[cell] = indents[index]
            if index in struck:
                looks.struck.add(cell)
    return looks
