"""What calamine does not tell of an .xlsx: formats, indents, strikes, hiding, merges, in one pass."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, field

from zhibu.rosters.sheets.model import Cell, Merge

# Built-in number formats that show a date without its day, or without its year.
_BUILTIN_MONTH = frozenset({17, 27, 36, 50, 52, 57})
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MIN = re.compile(rb'\bmin="(\d+)"')
_MAX = re.compile(rb'\bmax="(\d+)"')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')


@dataclass
class Looks:
    """The looks of one sheet; cells are (row from 1, column from 0)."""

    shown: dict[Cell, str] = field(default_factory=dict)
    indents: dict[Cell, int] = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


def shown_class(code: str) -> str:
    """`day`, `month` or `year` for a number format that shows a date, "" for any other."""
    kept = _QUOTED.sub("", code.split(";")[0])
    letters = kept.lower()
    if re.search(r"[#0?]", letters) or "general" in letters:
        return ""
    has_year, has_day = "y" in letters or "e" in letters, "d" in letters
    if has_day:
        return "day"
    if has_year:
        return "month" if "m" in letters else "year"
    return ""


def column_number(letters: bytes | str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number - 1


def read_looks(archive: zipfile.ZipFile) -> dict[str, Looks]:
    """The looks of every worksheet, by the sheet's name."""
    styles = _styles(archive)
    return {name: _sheet_looks(archive.read(part), styles)
            for name, part in _parts(archive).items() if part in archive.namelist()}  # fmt: skip


def _plain_xml(data: bytes) -> ET.Element:
    if b"<!DOCTYPE" in data[:4096]:
        raise ValueError("a workbook's parts have no document type")
    root = ET.fromstring(data)  # noqa: S314 - without a document type nothing can be expanded
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {key.rpartition("}")[2]: text for key, text in element.attrib.items()}
    return root


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> path of its XML inside the archive."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _plain_xml(archive.read("xl/_rels/workbook.xml.rels")).iter("Relationship")
    }
    parts = {}
    for sheet in _plain_xml(archive.read("xl/workbook.xml")).iter("sheet"):
        target = targets.get(sheet.get("id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        parts[sheet.get("name", "")] = posixpath.normpath(path)
    return parts


@dataclass
class _Styles:
    """Cell style numbers that mean something."""

    shown: dict[int, str] = field(default_factory=dict)
    indents: dict[int, int] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)

    def meaningful(self) -> set[int]:
        return {*self.shown, *self.indents, *self.struck}


def _styles(archive: zipfile.ZipFile) -> _Styles:
    found = _Styles()
    if "xl/styles.xml" not in archive.namelist():
        return found
    root = _plain_xml(archive.read("xl/styles.xml"))
    formats = {int(f.get("numFmtId", "0")): f.get("formatCode", "") for f in root.iter("numFmt")}
    fonts = root.find("fonts")
    struck = [_is_struck(font) for font in fonts] if fonts is not None else []
    cells = root.find("cellXfs")
    for number, style in enumerate(cells if cells is not None else ()):
        format_id = int(style.get("numFmtId", "0"))
        shown = shown_class(formats[format_id]) if format_id in formats else (
            "month" if format_id in _BUILTIN_MONTH else "")  # fmt: skip
        if shown in ("month", "year"):
            found.shown[number] = shown
        alignment = style.find("alignment")
        if alignment is not None and int(alignment.get("indent", "0")):
            found.indents[number] = int(alignment.get("indent", "0"))
        font = int(style.get("fontId", "0"))
        if font < len(struck) and struck[font]:
            found.struck.add(number)
    return found


def _is_struck(font: ET.Element) -> bool:
    strike = font.find("strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _sheet_looks(data: bytes, styles: _Styles) -> Looks:
    looks = Looks()
    head, _, body = data.partition(b"sheetData")
    for match in _COLUMN.finditer(head):
        if _HIDDEN.search(match.group(1)):
            first, last = _MIN.search(match.group(1)), _MAX.search(match.group(1))
            if first and last:
                end = min(int(last.group(1)), 16384)
                looks.hidden_columns.update(range(int(first.group(1)) - 1, end))
    looks.hidden_rows = {
        int(number.group(1))
        for match in _ROW.finditer(body)
        if _HIDDEN.search(match.group(1)) and (number := _NUMBER.search(match.group(1)))
    }
    for match in _MERGE.finditer(body):
        left, top, right, bottom = match.groups()
        looks.merges.append(Merge(int(top), column_number(left), int(bottom), column_number(right)))
    meaningful = styles.meaningful()
    if meaningful:
        _cell_looks(body, styles, meaningful, looks)
    return looks


def _cell_looks(body: bytes, styles: _Styles, meaningful: set[int], looks: Looks) -> None:
    """The cells that bear a meaningful style; all others are passed over inside the expression."""
    wanted = b"|".join(str(number).encode() for number in sorted(meaningful))
    cells = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(' + wanted + rb')")[^>]*?\br="([A-Z]+)(\d+)"')
    for match in cells.finditer(body):
        number, cell = int(match[1]), (int(match[3]), column_number(match[2]))
        if number in styles.shown:
            looks.shown[cell] = styles.shown[number]
        if number in styles.indents:
            looks.indents[cell] = styles.indents[number]
        if number in styles.struck:
            looks.struck.add(cell)
