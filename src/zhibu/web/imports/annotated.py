"""The clerk's own workbook once more, with two columns: what becomes of the row, and how to mend it."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import Any
from urllib.parse import quote

from zhibu.domain.imports.models import Import
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.errors import NotFound
from zhibu.rosters.findings import RowFate
from zhibu.rosters.sheets import open_workbook
from zhibu.web.imports.pages import FATES

HEADINGS = ("处理", "说明和改法")
COLOURS = {"hold": "FDF3DD", "reject": "F6D5D3", "import_with_note": "F3F0F9"}


def annotated(of: Import, preview: Preview, order: int) -> tuple[str, bytes]:
    """(file name, bytes): an .xlsx keeps its looks; an old or a text file is written as .xlsx."""
    sources = files.sources(of)
    if order >= len(sources):
        raise NotFound("这次导入没有这个文件。")
    name, content = sources[order]
    fates: dict[str, dict[int, RowFate]] = defaultdict(dict)
    for fate in preview.reading.rows:
        if fate.file == name:
            fates[fate.sheet][fate.row] = fate
    headers = {one.sheet: one.header_rows for one in preview.reading.sheets if one.file == name}
    book = _original(content) if name.lower().endswith(".xlsx") else _rewritten((name, content))
    for page in book.worksheets:
        key = page.title if page.title in fates else ("" if "" in fates else page.title)
        _annotate(page, fates.get(key, {}), headers.get(key, ()))
    buffer = BytesIO()
    book.save(buffer)
    stem = name.rsplit(".", 1)[0]
    return quote(f"{stem}（带说明）.xlsx"), buffer.getvalue()


def _original(content: bytes) -> Any:
    from openpyxl import load_workbook  # slow to import; only this download needs it

    return load_workbook(BytesIO(content))


def _rewritten(source: tuple[str, bytes]) -> Any:
    """Values as text in a new workbook: the old binary format and CSV cannot be written back."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in open_workbook(source):
        page = book.create_sheet(sheet.name[:31] or "清单")
        for number, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                if value not in ("", None):
                    page.cell(number, column, str(value)).number_format = "@"
    return book


def _annotate(page: Any, fates: dict[int, RowFate], headers: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    if not fates:
        return
    first = page.max_column + 1
    wrap = Alignment(wrap_text=True, vertical="top")
    for offset, heading in enumerate(HEADINGS):
        cell = page.cell(headers[-1] if headers else 1, first + offset, heading)
        cell.font = Font(bold=True)
        letter = cell.column_letter
        page.column_dimensions[letter].width = 14 if offset == 0 else 60
    for number, fate in fates.items():
        if fate.outcome == "skip" and not fate.reasons:
            continue
        page.cell(number, first, FATES[fate.outcome][0])
        note = page.cell(number, first + 1, "\n".join(fate.reasons))
        note.alignment = wrap
        colour = COLOURS.get(fate.outcome)
        if colour:
            for column in (first, first + 1):
                page.cell(number, column).fill = PatternFill("solid", fgColor=colour)
