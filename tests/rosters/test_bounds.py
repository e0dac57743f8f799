"""Crafted workbooks are refused in words; reading one never ends the process."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlrd.compdoc

from zhibu.kernel.errors import InputError
from zhibu.rosters.sheets import open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def workbook(rows: str) -> bytes:
    """The least archive that is an .xlsx, with the rows as given."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINK}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="表" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINK}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return buffer.getvalue()


CELL = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'


def test_the_least_workbook_is_read() -> None:
    [sheet] = open_workbook(("表.xlsx", workbook(CELL.format(2, "B"))))

    assert (sheet.height, sheet.width) == (2, 2)


@pytest.mark.parametrize(
    "rows",
    [
        CELL.format(1, "A") + CELL.format(1048576, "XFD"),
        CELL.format(1, "ZZZZZZZZ"),
        CELL.format(99999999999, "A"),
        CELL.format(1, "A") + '<row r="900000"><c  r="SF900000"><v>1</v></c></row>',
    ],
)
def test_cells_too_far_apart_are_refused(rows: str) -> None:
    with pytest.raises(InputError, match="铺到第"):
        open_workbook(("表.xlsx", workbook(rows)))


def test_far_cells_without_content_do_no_harm() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'

    [sheet] = open_workbook(("表.xlsx", workbook(CELL.format(1, "A") + far)))

    assert sheet.height == 1


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<a/>")

    with pytest.raises(InputError, match=r"不是 \.xlsx"):
        open_workbook(("表.xlsx", buffer.getvalue()))


def test_what_unpacks_too_large_is_refused() -> None:
    bomb = workbook(" " * 310_000_000)
    assert len(bomb) < 1_000_000

    with pytest.raises(InputError, match="解开后超过"):
        open_workbook(("表.xlsx", bomb))


def test_an_old_workbook_with_far_cells_is_refused(roster_files: list[Path]) -> None:
    content = bytearray(next(path for path in roster_files if path.suffix == ".xls").read_bytes())
    book = xlrd.compdoc.CompDoc(bytes(content), logfile=io.StringIO())
    memory, start, length = book.locate_named_stream("Workbook")
    stream = bytes(memory[start : start + length])
    at = 0
    while struct.unpack_from("<H", stream, at)[0] != 0xFD:  # the first cell that is a text
        at += 4 + struct.unpack_from("<H", stream, at + 2)[0]
    place = content.index(stream[at : at + 14])
    content[place + 4 : place + 8] = b"\xff\xff\xff\xff"

    with pytest.raises(InputError, match="铺到第"):
        open_workbook(("旧表.xls", bytes(content)))
