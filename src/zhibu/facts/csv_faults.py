"""Says what is wrong with a CSV file as a whole: its encoding, its separator, its quotes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from pathlib import Path

from zhibu.facts.contract import Table
from zhibu.facts.raw import match_columns
from zhibu.kernel.errors import Problem

_SEPARATORS = {";": "分号", "\t": "制表符", "，": "中文逗号", "；": "中文分号", "|": "竖线"}
_SAVE_AS = "在表格软件里另存为“CSV UTF-8（逗号分隔）”"
_REASONS = {
    "unexpected end of data": "到文件末尾也没有等到后一个双引号",
    "line contains NUL": "空字符（NUL）",
}


def misread_heading(path: Path, headings: Sequence[str], table: Table) -> Problem | None:
    """One problem for a file without a heading, or with cells that commas do not separate."""
    if not any(heading.strip() for heading in headings):
        expected = f"表头一行，如 {','.join(column.name for column in table.columns[:3])}"
        return Problem(f"{path.name} 表头", "", expected, "第一行写列名，数据从第二行起")
    first = headings[0].strip().casefold()
    if first.startswith("sep="):
        return Problem(f"{path.name} 第 1 行", headings[0], "表头", "删去这一行")
    places, _, _ = match_columns(table, headings)
    if places:
        return None
    for separator, name in _SEPARATORS.items():
        cells = ",".join(headings).split(separator)
        if len(cells) > 1 and match_columns(table, cells)[0]:
            read = f"用{name}隔开的列名"
            return Problem(f"{path.name} 表头", read, "用英文逗号隔开的列名", _SAVE_AS)
    return None


def undecodable(path: Path) -> list[Problem]:
    """Lines that are not UTF-8; one problem for a file that is written in another encoding."""
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Problem(path.name, "UTF-16 编码的文字", "UTF-8 编码的文字", _SAVE_AS)]
    bad = []
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            bad.append((number, line[error.start : error.start + 4].hex(" ")))
    if len(bad) > 1 and _is_chinese(content):
        where = f"{path.name} 第 {bad[0][0]} 行"
        read = f"GBK（GB18030）编码的文字，共 {len(bad)} 行"
        return [Problem(where, read, "UTF-8 编码的文字", _SAVE_AS)]
    return [
        Problem(f"{path.name} 第 {number} 行", f"字节 {read}", "UTF-8 编码的文字", _SAVE_AS)
        for number, read in bad
    ]


def _is_chinese(content: bytes) -> bool:
    """Whether all of it reads as GB18030, the encoding of Chinese Windows."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def unreadable(path: Path, number: int, error: csv.Error) -> Problem:
    """Quotes that are not closed, or stand where none may."""
    reason = str(error)
    return Problem(
        f"{path.name} 第 {number} 行附近",
        _REASONS.get(reason, "双引号后面不是逗号" if "expected after" in reason else reason),
        "符合 RFC 4180 的 CSV",
        "检查双引号是否成对，单元格里的双引号要写两遍",
    )
