"""What the values of a workbook do not show: failed formulas, formulas never calculated, a password."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from zhibu.kernel.errors import Problem

Faults = dict[tuple[int, int], str]  # row from 1, column from 0 -> what stands there instead of a value

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_REACH = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"')
_MAX_CELLS = 50_000_000
_RESULT = re.compile(rb"<(?:\w+:)?v[\s>](.*?)</", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ENCRYPTED = b"\xd0\xcf\x11\xe0"  # the older container of files, which holds an encrypted workbook


def unopenable(path: Path) -> Problem:
    """Why a workbook cannot be opened."""
    with path.open("rb") as stream:
        start = stream.read(4)
    expected = "能打开的 .xlsx 工作簿"
    if start == _ENCRYPTED:
        mend = "去掉密码，另存为 .xlsx"
        return Problem(path.name, "加了密码的工作簿，或改了后缀名的 .xls", expected, mend)
    read = "空文件" if not start else "不是工作簿的内容，或已损坏"
    return Problem(path.name, read, expected, "在表格软件里打开，另存为 .xlsx")


def cell_faults(path: Path) -> dict[str, Faults]:
    """By sheet, the cells that show an error, and formulas without a result."""
    found: dict[str, Faults] = {}
    with zipfile.ZipFile(path) as archive:
        for sheet, part in _sheets(archive):
            content = archive.read(part)
            _require_reach(content)
            if b't="e"' in content or _FORMULA.search(content):
                found[sheet] = dict(_faults(content))
    return found


def _require_reach(content: bytes) -> None:
    """The reader of values lays out a full rectangle: far corners of a crafted sheet fill all memory."""
    places = _REACH.findall(content)
    columns = max((_column(letters) for letters in {letters for letters, _ in places}), default=0)
    rows = max((int(row) for row in {row for _, row in places}), default=0)
    if rows * (columns + 1) > _MAX_CELLS:
        raise ValueError("cells too far apart")


def _faults(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _CELL.finditer(content):
        attributes, body = match[1], match[2] or b""
        place = _PLACE.search(attributes)
        if place is None:
            continue
        result = _RESULT.search(body)
        if result is not None and not result[1]:  # some programs write an empty result
            result = None
        if b't="e"' in attributes:
            fault = result[1].decode() if result else "错误值"
        elif result is None and b't="str"' not in attributes and _FORMULA.search(body):
            fault = "没有算出结果的公式"
        else:
            continue
        yield (int(place[2]), _column(place[1])), fault


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _parsed(content: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in content[:4096]:
        raise ValueError("a workbook's parts have no document type")
    return ElementTree.fromstring(content)  # noqa: S314 - without a document type nothing expands


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The names of the sheets and where their cells are kept."""
    names = set(archive.namelist())
    parts = {}
    for node in _parsed(archive.read("xl/_rels/workbook.xml.rels")):
        target = node.get("Target", "")
        parts[node.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for node in _parsed(archive.read("xl/workbook.xml")).iter():
        if node.tag.endswith("}sheet"):
            part = next((parts.get(v) for k, v in node.items() if k.endswith("}id")), None)
            if part in names:
                yield node.get("name", ""), str(part)
