"""Says how to mend a cell that cannot be read, where what was meant can be seen."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from zhibu.facts.contract import Column, Kind

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[T ]([0-9:.]+)(?:[+Z].*)?)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?", re.ASCII)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_SERIAL = re.compile(r"[2-5]\d{4}(\.\d+)?", re.ASCII)  # 1954 to 2064 as the days a workbook counts
_DATES = (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END, Kind.MONTH)


def how_to_mend(column: Column, read: str) -> str:
    """One short sentence, or "" where nothing better than what was expected can be said."""
    hint = _hint(column, read)
    return "" if hint == f"改写成 {read}" else hint


def _hint(column: Column, read: str) -> str:
    text = unicodedata.normalize("NFKC", read).strip()
    if column.kind in _DATES:
        return _date(column.kind, text)
    if column.kind is Kind.TIME:
        match = re.fullmatch(r"(\d{1,2}):(\d{2})(:00(\.0+)?)?", text, re.ASCII)
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return f"改写成 {int(match[1]):02d}:{match[2]}"
    if column.kind is Kind.WHOLE:
        whole = re.sub(r"\.0+$", "", text)
        return f"改写成 {whole}" if re.fullmatch(r"\d{1,9}", whole) and whole != read else ""
    if column.kind is Kind.MONEY:
        amount = re.sub(r"[¥￥元,\s]", "", text)
        good = re.fullmatch(r"\d{1,13}(\.\d{1,2})?", amount)
        return f"改写成 {amount}" if good and amount != read else ""
    if column.choices:
        return _choice(column, text)
    return ""


def _date(kind: Kind, text: str) -> str:
    if match := _DAY.fullmatch(text):
        year, month, day, time = match.groups()
        if time and time.strip("0:."):
            return "只写日期，不写钟点"
        return _day(kind, int(year), int(month), int(day))
    match = _MONTH.fullmatch(text) or _DIGITS.fullmatch(text)
    if match and len(match.groups()) > 2 and match[3]:
        return _day(kind, int(match[1]), int(match[2]), int(match[3]))
    if match:
        year, month = int(match[1]), int(match[2])
        if not 1 <= month <= 12:
            return f"没有 {month} 月"
        # 1998.1 may be October whose last digit a workbook has cut off.
        if kind is Kind.DAY or ("." in text and month == 1):
            return ""
        return f"改写成 {year}-{month:02d}"
    if _SERIAL.fullmatch(text):
        return "像是表格软件的日期序号，把单元格格式设为日期"
    return ""


def _day(kind: Kind, year: int, month: int, day: int) -> str:
    try:
        meant = dt.date(year, month, day)
    except ValueError:
        return f"没有 {year} 年 {month} 月 {day} 日这一天"
    return f"改写成 {meant.isoformat()[:7] if kind is Kind.MONTH else meant.isoformat()}"


def _choice(column: Column, text: str) -> str:
    for code, name in column.choices.items():
        if text.casefold() == code.casefold() or text == name:
            return f"改写成 {code}"
    if set(column.choices) == {"yes", "no"}:
        meant = {"true": "yes", "1": "yes", "y": "yes", "false": "no", "0": "no", "n": "no"}
        if text.casefold() in meant:
            return f"改写成 {meant[text.casefold()]}"
    return ""
