"""Texts on their way to the paper: printed as they are, or shown as a number where no font has the sign."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from zhibu.papers.fonts import SHAPELESS, font_of, plain

NOTE = "以下字没有可用的字形，文中以编号代替，须手写补上："


class Texts:
    """Cleans the texts of one part and remembers which characters are rare or have no shape at all."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self.rare: set[str] = set()  # shown by another font than the face of the text

    def one(self, value: object) -> str:
        """A value as it is printed: days as 2026-11-20, nothing as nothing, signs without shape left out."""
        text = spelled(value)
        known = plain()
        if all(ord(sign) in known for sign in text):
            return text
        return "".join(map(self._sign, text.replace("\r\n", "\n").replace("\r", "\n")))

    def many(self, values: Sequence[object] | str) -> list[str]:
        """Several texts; one text alone counts as its lines."""
        found = values.split("\n") if isinstance(values, str) else values
        return [self.one(value) for value in found]

    def note(self) -> str:
        """What the paper says of characters that it could not show; "" where it shows all."""
        return NOTE + "、".join(coded(sign) for sign in sorted(self.missing)) + "。" if self.missing else ""

    def _sign(self, sign: str) -> str:
        if sign == "\n" or ord(sign) in plain():
            return sign
        if sign in "\t\v\f\x85\u2028\u2029":
            return " "
        if ord(sign) in SHAPELESS or unicodedata.category(sign) in ("Cc", "Cs"):
            return ""
        if font_of(sign) is None:
            self.missing.add(sign)
            return coded(sign)
        self.rare.add(sign)
        return sign


def coded(sign: str) -> str:
    """A character by its number: 〔U+31350〕."""
    return f"〔U+{ord(sign):04X}〕"


def spelled(value: object) -> str:
    """A cell's value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
