"""Amounts of money and rates: numbers, texts with units, marks that stand for an amount."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhibu.rosters.values.text import is_missing, squash, text_of

CENT = Decimal("0.01")
_MONEY = re.compile(r"[￥¥]?(-?\d+(?:\.\d+)?)(?:元整?|圆|块)?")
_WITH_O = re.compile(r"[￥¥]?[\dOoＯ〇.]+(?:元)?")


@dataclass(frozen=True, slots=True)
class AmountReading:
    """An amount in yuan, or None; `code` is "", missing, letter_o_for_zero or unreadable."""

    value: Decimal | None = None
    code: str = ""
    candidate: str = ""


def read_amount(value: object) -> AmountReading:
    """Read one amount: 25, 25.0, "25元", "￥25.00", "１，２００"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return AmountReading(Decimal(repr(value)).quantize(CENT))
    text = squash(unicodedata.normalize("NFKC", text_of(value))).replace(",", "")
    if is_missing(text):
        return AmountReading(code="missing")
    match = _MONEY.fullmatch(text)
    if match:
        return AmountReading(Decimal(match.group(1)).quantize(CENT))
    if _WITH_O.fullmatch(text):
        mended = re.sub("[OoＯ〇]", "0", text).strip("￥¥元")
        try:
            return AmountReading(None, "letter_o_for_zero", str(Decimal(mended).quantize(CENT)))
        except InvalidOperation:
            pass
    return AmountReading(code="unreadable")


def read_rate(value: object) -> tuple[Decimal | None, str]:
    """A rate as a share (0.005 for 0.5%), and `rate_as_percent_number` where 0.5 means 0.5%."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number, percent = Decimal(repr(value)), False
    else:
        text = squash(unicodedata.normalize("NFKC", text_of(value)))
        percent = text.endswith(("%", "％"))
        try:
            number = Decimal(text.strip("%％"))
        except InvalidOperation:
            return None, "" if is_missing(text) else "unreadable"
    if percent:
        return number / 100, ""
    # Rates run from 0.2% to 2%: a bare 0.5 can only be a percentage.
    return (number / 100, "rate_as_percent_number") if number >= Decimal("0.05") else (number, "")
