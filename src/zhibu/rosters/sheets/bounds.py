"""How far the cells of a workbook reach, told before they are read: the reader of values lays out a
full rectangle, and two cells at opposite corners of a crafted sheet would end the whole process."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import xlrd.compdoc

MAX_AREA = 5_000_000  # cells of the rectangle that holds all filled cells
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
# A filled cell (not closed at once): its letters, and its row where the cell says it.
_FILLED = re.compile(rb'<(?:\w+:)?c(?=[\s>])(?:[^>]*?\sr="([A-Za-z]+)(\d+)")?[^>]*(?<!/)>')
_USUAL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_USUAL_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_UNUSUAL = (b":c ", b"<c>", b"<c\t", b"<c\n", b"<c\r", b":c>")
_ROW = re.compile(rb'<(?:\w+:)?row(?=[\s>])[^>]*?\sr="(\d+)"')
_CELL_RECORDS = frozenset({0x06, 0x7E, 0xBD, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})
_PART = 8_000_000  # bytes of XML looked at in one piece


class TooFar(ValueError):
    """A workbook that cannot be read with reason; the text is Chinese: what was read."""


def check_archive(archive: zipfile.ZipFile, max_unpacked: int) -> None:
    """Refuse an archive that is no .xlsx, unpacks too large, or has cells too far apart."""
    if "xl/workbook.xml" not in archive.namelist():
        raise TooFar("不是 .xlsx 的压缩文件")
    if sum(part.file_size for part in archive.infolist()) > max_unpacked:
        raise TooFar(f"解开后超过 {max_unpacked // 1_000_000} MB")
    for part in archive.infolist():
        if _SHEET.fullmatch(part.filename):
            _check_sheet(archive.read(part))


def _check_sheet(data: bytes) -> None:
    right, bottom = _roughly(data)
    if right * bottom > MAX_AREA:
        right, bottom = _exactly(data)
    if right > 16_384 or bottom > 1_048_576 or right * bottom > MAX_AREA:
        raise TooFar(f"一张表的内容铺到第 {bottom} 行、第 {right} 列")


def _roughly(data: bytes) -> tuple[int, int]:
    """(last column, last row) of cells written the usual way, empty ones too; else no answer."""
    letters, rows = set(_USUAL_COLUMN.findall(data)), _USUAL_ROW.findall(data)
    if len(rows) != data.count(b"<c ") or any(mark in data for mark in _UNUSUAL):
        return MAX_AREA, MAX_AREA
    return max(map(_column, letters), default=0), max(map(int, set(rows)), default=0)


def _exactly(data: bytes) -> tuple[int, int]:
    """(last column, last row) of the cells that hold something."""
    letters: set[bytes] = set()
    bottom = 0
    for start in range(0, len(data), _PART):
        for column, row in set(_FILLED.findall(data[start : start + _PART + 500])):
            letters.add(column)
            bottom = max(bottom, int(row or 0))
    if b"" in letters:  # cells that do not say where they are: their rows do
        bottom = max([bottom, data.count(b"<c"), *(int(row) for row in _ROW.findall(data))])
    return max(map(_column, letters), default=0), bottom


def _column(letters: bytes) -> int:
    """1 for A; more than any sheet has where the letters are no column's."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number if len(letters) < 4 else 99_999


def check_old(content: bytes) -> None:
    """The same for the cell records of an old binary workbook; what cannot be walked is left alone."""
    try:
        stream = _workbook_stream(content)
    except (xlrd.compdoc.CompDocError, struct.error, IndexError, AssertionError, KeyError, ValueError):
        return
    at, bottom, right = 0, 0, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _CELL_RECORDS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            bottom, right = max(bottom, row + 1), max(right, column + 1)
        at += 4 + length
    if right > 256 or right * bottom > MAX_AREA:
        raise TooFar(f"一张表的内容铺到第 {bottom} 行、第 {right} 列")


def _workbook_stream(content: bytes) -> bytes:
    document = xlrd.compdoc.CompDoc(content, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        found = document.locate_named_stream(name)
        if found and found[0] is not None:
            memory, start, length = found
            return bytes(memory[start : start + length])
    return b""
