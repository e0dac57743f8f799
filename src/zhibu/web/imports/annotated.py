"""The clerk's own workbook once more, with two columns: what becomes of the row, and how to mend it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from io import BytesIO
from typing import Any
from urllib.parse import quote

from zhibu.domain.imports.named import Named
from zhibu.domain.imports.selectors import Import
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.opening import NOTED
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound
from zhibu.rosters.sheets import Sheet, open_workbook
from zhibu.web.imports.rows import Line, Records, lines

HEADINGS = ("处理", "说明和改法")
WIDTHS = (14, 64)
COLOURS = {"hold": "FDF3DD", "reject": "F6D5D3", "import_with_note": "F3F0F9"}
_QUOTED = re.compile(r'^="(.*)"$', re.S)
FORMATS = {"": "yyyy-mm-dd", "month": "yyyy-mm", "year": "yyyy"}


def annotated(of: Import, preview: Preview, actor: Actor, order: int) -> tuple[str, bytes]:
    """(file name, bytes): an .xlsx keeps its looks; an old or a text file is written as .xlsx."""
    sources = files.sources(of)
    if order >= len(sources):
        raise NotFound("这次导入没有这个文件。")
    name, content = sources[order]
    told: dict[str, list[Line]] = defaultdict(list)
    own = [row for row in preview.rows if row.file == name]
    for line in lines(own, preview, Records(preview, Named(preview.reading, of, actor))):
        told[line.fate.sheet].append(line)
    headers = {one.sheet: one.header_rows for one in preview.reading.sheets if one.file == name}
    is_new = content.startswith(b"PK")
    book = _original(content) if is_new else _rewritten((name, content))
    for page in book.worksheets:
        key = page.title if page.title in told else ""
        _annotate(page, told.get(key, []), headers.get(key, ()))
    buffer = BytesIO()
    book.save(buffer)
    return quote(f"{name.rsplit('.', 1)[0]}{NOTED}.xlsx"), buffer.getvalue()


def _original(content: bytes) -> Any:
    from openpyxl import load_workbook  # slow to import; only this download needs it

    return load_workbook(BytesIO(content), rich_text=True)


def _rewritten(source: tuple[str, bytes]) -> Any:
    """A new workbook of the same cells: the old binary format and text cannot be written back."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in open_workbook(source):
        page = book.create_sheet(sheet.name[:31] or "清单")
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        _copy(sheet, page)
    if not any(page.sheet_state == "visible" for page in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    return book


def _copy(sheet: Sheet, page: Any) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, cells in enumerate(sheet.rows, 1):
        for column, value in enumerate(cells):
            if value in ("", None):
                continue
            cell = page.cell(number, column + 1)
            if sheet.text_file:  # ="9999…" is how systems write a text that must stay one
                value = _QUOTED.sub(r"\1", str(value).strip())
            _put(cell, value, FORMATS[sheet.shown.get((number, column), "")])
            if (number, column) in sheet.indents:
                cell.alignment = Alignment(indent=sheet.indents[number, column])
            if (number, column) in sheet.struck:
                cell.font = Font(strike=True)
    for merge in sheet.merges:
        page.merge_cells(
            start_row=merge.top, end_row=merge.bottom,
            start_column=merge.left + 1, end_column=merge.right + 1,
        )  # fmt: skip
    for number in sheet.hidden_rows:
        page.row_dimensions[number].hidden = True
    for column in range(min(sheet.width, 200)):
        dimension = page.column_dimensions[get_column_letter(column + 1)]
        dimension.width = 14
        dimension.hidden = column in sheet.hidden_columns


def _put(cell: Any, value: object, date_format: str) -> None:
    """A number as a number, a day as a day, all else as text that no program takes for a formula."""
    if isinstance(value, dt.date | dt.datetime):
        cell.value = value
        cell.number_format = date_format
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    else:
        _text(cell, str(value))
        cell.number_format = "@"


def _text(cell: Any, text: str) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:32_000]
    cell.data_type = "s"
    if text[:1] in "=+-@":
        cell.quotePrefix = True


def _annotate(page: Any, told: list[Line], headers: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    if not told:
        return
    head = headers[-1] if headers else min(line.row for line in told)
    first = _first_free(page, head)
    wrap = Alignment(wrap_text=True, vertical="top")
    _widen_filter(page, first)
    for offset, heading in enumerate(HEADINGS):
        cell = page.cell(head, first + offset)
        _text(cell, heading)
        cell.font, cell.alignment = Font(bold=True), wrap
        page.column_dimensions[cell.column_letter].width = WIDTHS[offset]
    for line in told:
        if line.row in headers or (line.fate.outcome == "skip" and not line.fate.reasons):
            continue
        colour = COLOURS.get(line.fate.outcome)
        for offset, text in enumerate((line.word, "\n".join(line.reasons))):
            cell = page.cell(line.row, first + offset)
            _text(cell, text)
            cell.alignment = wrap
            if colour:
                cell.fill = PatternFill("solid", fgColor=colour)


def _widen_filter(page: Any, first: int) -> None:
    """A filter that ends before the two columns takes them in: rows can be chosen by their fate."""
    from openpyxl.utils import get_column_letter, range_boundaries

    if page.auto_filter.ref:
        left, top, right, bottom = range_boundaries(page.auto_filter.ref)
        if right == first - 1:
            last = get_column_letter(first + 1)
            page.auto_filter.ref = f"{get_column_letter(left)}{top}:{last}{bottom}"


def _first_free(page: Any, head: int) -> int:
    """The first column behind all content, or that of the notes of an earlier download, emptied."""
    last = 0
    for cells in page.iter_rows():
        for cell in cells:
            if cell.value is not None:
                last = max(last, cell.column)
    for column in range(1, last):
        if tuple(page.cell(head, column + offset).value for offset in (0, 1)) == HEADINGS:
            for row in range(1, page.max_row + 1):
                page.cell(row, column).value = page.cell(row, column + 1).value = None
            return column
    for merged in page.merged_cells.ranges:
        last = max(last, merged.max_col)
    return last + 1
