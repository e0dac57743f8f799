"""Opening a workbook by its content, whatever its name says; the errors a clerk can act on."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import zipfile
from pathlib import Path

import python_calamine

from zhibu.kernel.errors import InputError, Problem
from zhibu.rosters.sheets.bounds import TooFar, check_archive, check_old
from zhibu.rosters.sheets.looks import Looks, read_looks
from zhibu.rosters.sheets.model import Merge, Sheet
from zhibu.rosters.sheets.old_looks import read_old_looks

# A path, or (name, content) of an uploaded file.
Source = str | Path | tuple[str, bytes]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_ROWS, MAX_COLUMNS, MAX_BYTES, MAX_UNPACKED = 200_000, 500, 60_000_000, 300_000_000
_SAVE_AS = "用表格软件打开，另存为 .xlsx 再读"
_KINDS = "工作簿（.xlsx、.xls）或 .csv 文件"


def open_workbook(source: Source) -> list[Sheet]:
    """All sheets of a workbook, hidden ones included; InputError when it cannot be read."""
    name, content = _content(source)
    if len(content) > MAX_BYTES:
        raise _problem(name, f"{len(content) // 1_000_000} MB", "不超过 60 MB 的文件", "分成几个文件再读")
    if content.startswith((_ZIP, _OLE)):
        return _open_binary(name, content)
    return [_open_text(name, content)]


def _content(source: Source) -> tuple[str, bytes]:
    if isinstance(source, tuple):
        return source
    path = Path(source)
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        why = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹，不是文件",
               PermissionError: "没有读它的权限"}.get(type(error), "打不开")  # fmt: skip
        raise _problem(path.name, why, _KINDS, "看看路径和文件名") from error


def _problem(name: str, read: str, expected: str, mend: str) -> InputError:
    return InputError([Problem(f"文件“{name}”", read, expected, mend)])


def _open_binary(name: str, content: bytes) -> list[Sheet]:
    looks: dict[str, Looks] = {}
    try:
        if content.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if "xl/workbook.xml" not in archive.namelist():
                    raise _problem(name, "不是 .xlsx 的压缩文件", _KINDS, _SAVE_AS)
                check_archive(archive, MAX_UNPACKED)
                looks = read_looks(archive)
        else:
            check_old(content)
            looks = read_old_looks(content)
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(name, workbook, meta, looks) for meta in workbook.sheets_metadata
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]  # fmt: skip
    except python_calamine.PasswordError as error:
        raise _problem(name, "有密码保护的文件", _KINDS, "先去掉打开密码再读") from error
    except TooFar as error:
        raise _problem(name, str(error), _KINDS, "删去多余的行列和图片，另存为 .xlsx 再读") from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, KeyError, SyntaxError,
            OSError) as error:  # fmt: skip
        raise _problem(name, "打不开的文件", _KINDS, _SAVE_AS) from error


def _sheet(name: str, workbook: python_calamine.CalamineWorkbook,
           meta: python_calamine.SheetMetadata, looks: dict[str, Looks]) -> Sheet:  # fmt: skip
    data = workbook.get_sheet_by_name(meta.name)
    if data.height > MAX_ROWS or data.width > MAX_COLUMNS:
        raise _problem(f"{name}”“{meta.name}", f"{data.height} 行 {data.width} 列",
                       f"不超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列", "删去多余的行列再读")  # fmt: skip
    look = looks.get(meta.name, Looks())
    rows = data.to_python(skip_empty_area=False)
    merges = look.merges or [Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right)
                             in data.merged_cell_ranges or ()]  # fmt: skip
    return Sheet(
        file=name,
        name=meta.name,
        rows=_trimmed([[_dated(value) for value in row] for row in rows]),
        hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible,
        shown=look.shown,
        indents=look.indents,
        struck=look.struck,
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
        merges=merges,
    )


def _dated(value: object) -> object:
    """A date and time at midnight as a date; a number that is none as the error it is."""
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def _trimmed(rows: list[list[object]]) -> list[list[object]]:
    """Without the empty rows at the end."""
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return rows


def _open_text(name: str, content: bytes) -> Sheet:
    if not content.strip():
        raise _problem(name, "空文件", _KINDS, "看看是不是传错了文件")
    text = _decoded(name, content)
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise _problem(name, "不是表格的文件", _KINDS, _SAVE_AS)
    first = text.split("\n", 5)[:5]
    separator = max(",\t;", key=lambda mark: max((line.count(mark) for line in first), default=0))
    rows: list[list[object]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(list(record))
        if rows and any("\n" in str(cell) for cell in rows[-1]) and _is_open(text, separator):
            raise _problem(name, f"第{len(rows)}条记录的双引号没有合上，后面的行都进了一格",
                           "按行列分隔的文本", "补上双引号，或改存为 .xlsx")  # fmt: skip
    except csv.Error as error:
        raise _problem(name, f"第{len(rows) + 1}条记录：{error}", "按行列分隔的文本", _SAVE_AS) from error
    if not name.lower().endswith((".csv", ".txt", ".tsv")) and max(map(len, rows), default=0) < 2:
        raise _problem(name, "不是表格的文件", _KINDS, _SAVE_AS)
    return Sheet(file=name, name="", rows=_trimmed(rows), text_file=True)


def _is_open(text: str, separator: str) -> bool:
    """Whether a quote is never closed, so that the last cell has swallowed all that follows."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _decoded(name: str, content: bytes) -> str:
    """UTF-8 (with or without its mark), UTF-16 with its mark, or GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _problem(name, "认不出编码的文本", _KINDS, _SAVE_AS)
