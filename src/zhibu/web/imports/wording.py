"""Values as the import pages write them: dates in words, numbers covered, keys as names."""

from __future__ import annotations

import re

from zhibu.domain.imports.named import Named
from zhibu.kernel.masking import masked_numbers

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_CHOSEN = re.compile(r"已选定“([^”]*)”")
_LONG_NUMBER = re.compile(r"(?<![\d.*])\d{10,}(?![\d.])")
_POWER = re.compile(r"(\d\.\d{5})\d+(E\+\d+)", re.I)
_SPREAD_PHONE = re.compile(r"(?<!\d)(1\d{2})[  -]\d{4}[  -](\d{4})(?!\d)")
_SPREAD_NUMBER = re.compile(r"(?<!\d)\d(?:[  \u3000-]?\d){14,17}[\dXxХх]?(?!\d)")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
NUMBERS = ("身份证", "公民身份", "证件", "电话", "手机", "联系方式")
FOREIGN = "（不在你的管理范围）"


def covered(text: str, column: str = "") -> str:
    """A text without any whole number of a person, however it was typed; short ones stay."""
    plain = text.translate(_WIDE) if any("０" <= letter <= "９" for letter in text) else text
    if sum(letter.isdigit() for letter in plain) < 7:
        return text
    plain = _SPREAD_PHONE.sub(r"\1****\2", _POWER.sub(r"\1\2", plain))
    if any(word in column for word in NUMBERS) and "E+" not in plain.upper():
        return _ends(plain)
    plain = _SPREAD_NUMBER.sub(lambda match: _ends(match.group()), plain)
    return _LONG_NUMBER.sub(lambda match: _ends(match.group()), masked_numbers(plain))


def _ends(number: str) -> str:
    """The ends only: six and four of an ID number, three and four of anything shorter."""
    kept = 6 if sum(letter.isdigit() for letter in number) >= 15 else 3
    if len(number) <= kept + 4:
        return number[:2] + "*" * (len(number) - 2)
    return f"{number[:kept]}{'*' * max(len(number) - kept - 4, 4)}{number[-4:]}"


def date_text(value: str) -> str:
    """2015-03-04 as 2015年3月4日; what is no date as it is."""
    match = _DATE.fullmatch(value)
    if match is None or not 1900 <= int(match.group(1)) <= 2100:
        return value
    year, month, day = match.groups()
    text = f"{year}年"
    text += f"{int(month)}月" if month else ""
    text += f"{int(day)}日" if day else ""
    return text if month else f"{text}（只知道年份）"


def shown(value: str, named: Named, column: str = "") -> str:
    """A candidate or clean value: a key as its label, a date in words, numbers covered."""
    if not value:
        return ""
    if value in named.foreign:
        return FOREIGN
    parts = re.split(r"[ |]", value)
    if all(named.label(part) for part in parts):
        return "、".join(named.label(part) for part in parts)
    return covered(date_text(value), column)


def sentence(text: str, named: Named) -> str:
    """A sentence of the reader: keys that were chosen as labels, numbers covered."""

    def label(match: re.Match[str]) -> str:
        return f"已选定“{shown(match.group(1), named)}”"

    return covered(_CHOSEN.sub(label, " ".join(text.split())))
