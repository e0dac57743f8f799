"""A list to take along: workbook, PDF or Word file with the same rows as shown, signs as in the design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpResponse

from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.papers import Column, Table
from zhibu.web.components.papers import file_name, paper_response

if TYPE_CHECKING:
    from zhibu.web.layout.request import Request

LINE = 15  # points of one line of text at 11 points
MOST = 400  # no row can be higher than 409 points
PRINTED = 2000  # rows on paper: some eighty pages
FORMATS = ("xlsx", "pdf", "docx")
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled list, columns as wide as so many characters; `notes` stand below it (legend, day, unit)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)
    landscape: bool = False


def sheet_format(request: Request) -> str:
    """The form in which the address asks for a list: xlsx, pdf or docx; "" where it asks for the page."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in FORMATS else ""


def sheet_response(request: Request, sheet: Sheet, wanted: str = "xlsx") -> HttpResponse:
    """The list as a download named by its title, with who took it and when; Refused where it is too long for paper."""
    sheet = replace(sheet, notes=(*sheet.notes, f"{request.actor.name} {clock.today()} 制表。"))
    if wanted in ("pdf", "docx"):
        return paper_response(table_of(sheet), sheet.title, wanted)
    name = quote(f"{file_name(sheet.title)}.xlsx")
    response = HttpResponse(sheet_bytes(sheet), content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def table_of(sheet: Sheet) -> Table:
    """The list as a paper, its columns as wide as in the workbook."""
    rows = list(islice(sheet.rows, PRINTED + 1))
    if len(rows) > PRINTED:
        raise Refused(f"清单超过 {PRINTED} 行，印出来太长。加条件缩小范围，或者下载 Excel。")
    notes = list(sheet.notes)
    return Table(sheet.title, sheet.columns, rows, notes=notes, landscape=sheet.landscape, on=clock.today())


def sheet_bytes(sheet: Sheet) -> bytes:
    """Title row, ruled table with a repeated header, notes below; A4, fits the width of a page."""
    import xlsxwriter  # slow to import; only downloads need it

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("清单")
    form = _formats(book)
    last = max(len(sheet.columns) - 1, 0)
    if last:
        page.merge_range(0, 0, 0, last, sheet.title, form["title"])
    else:
        page.write_string(0, 0, sheet.title, form["title"])
    page.set_row(0, 30)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(1, number, column.heading, form["head"])
    _make_room(page, 1, [column.heading for column in sheet.columns], sheet.columns)
    row = 2
    for values in sheet.rows:
        _make_room(page, row, values, sheet.columns)
        for number, value in enumerate(values):
            _write(page, row, number, value, form, sheet.columns[number].centred)
        row += 1
    for offset, note in enumerate(sheet.notes):
        page.write_string(row + 1 + offset, 0, note)
    _print_setup(page, sheet.landscape)
    book.close()
    return buffer.getvalue()


def _make_room(page: Any, row: int, values: Sequence[Any], columns: Sequence[Column]) -> None:
    """Set the height of a row whose texts take several lines: not every program does so by itself."""
    lines = max(map(lines_of, values, (column.width for column in columns)), default=1)
    if lines > 1:
        page.set_row(row, min(lines * LINE + 3, MOST))


def lines_of(value: Any, width: float) -> int:
    """How many lines a cell of so many characters takes; a Chinese one is as wide as two others."""
    if not isinstance(value, str):
        return 1
    room = max(int(width) - 1, 2)
    wide = (sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in value.split("\n"))
    return sum(max(-(-one // room), 1) for one in wide)


def _formats(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    wrapped = {**cell, "text_wrap": True}
    return {
        "title": book.add_format(
            {"bold": True, "font_name": "宋体", "font_size": 16, "align": "center"}
        ),
        "head": book.add_format({**wrapped, "bold": True, "align": "center"}),
        "text": book.add_format(wrapped),
        "centre": book.add_format({**wrapped, "align": "center"}),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
        "number": book.add_format(cell),
    }


def _write(page: Any, row: int, column: int, value: Any, form: dict[str, Any], mid: bool) -> None:
    """Text stays text, ids and all; only real numbers and days become numbers and days."""
    if isinstance(value, dt.date):
        page.write_datetime(row, column, value, form["day"])
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        page.write_number(row, column, value, form["centre" if mid else "number"])
    else:
        text = "" if value is None else str(value)
        page.write_string(row, column, text, form["centre" if mid else "text"])


def _print_setup(page: Any, landscape: bool) -> None:
    page.set_paper(9)  # A4
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.freeze_panes(2, 0)
    page.set_footer("&C第 &P 页，共 &N 页")
