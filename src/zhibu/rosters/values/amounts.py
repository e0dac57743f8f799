"""Yuan and rates as clerks write them: 25元, ￥25, 8,551.4, 0.5% and 0.5 for 0.5 %."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
_NOISE = re.compile(r"[\s,，]|人民币|RMB|CNY|[¥￥元圆块]|每月|/月", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d+(\.\d*)?|-?\.\d+", re.ASCII)
_LETTER_O = re.compile(r"[OoＯｏ〇○]")
_THOUSANDTHS = re.compile(r"千分之(.+)")
_HUNDREDTHS = re.compile(r"百分之(.+)")
_DIGITS = {"零": "0", "点": ".", **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")}}

_TOO_MUCH = Decimal(10) ** 12
# From this number on a bare rate is taken for a percentage: no rate of dues reaches 5 %.
SMALLEST_PERCENT_NUMBER = Decimal("0.05")


def amount_of(raw: object) -> Decimal | None:
    """The sum a cell holds; None where it is no plain sum."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int | float):
        return _decimal(repr(raw))
    text = _NOISE.sub("", unicodedata.normalize("NFKC", str(raw)))
    return _decimal(text) if _PLAIN.fullmatch(text) else None


def letter_for_digit(raw: object) -> Decimal | None:
    """The sum meant where the letter O (or a circle) stands for 0; None where none does."""
    text = str(raw or "")
    if not _LETTER_O.search(text):
        return None
    return amount_of(_LETTER_O.sub("0", text))


def yuan(amount: Decimal) -> str:
    """Two decimals, halves up, as the tables want it."""
    return str(to_cents(amount))


def to_cents(amount: Decimal) -> Decimal:
    """The amount in yuan rounded to cents, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def whole_yuan(amount: Decimal) -> Decimal:
    """Rounded down to whole yuan, as many branches collect."""
    return amount.quantize(Decimal(1), ROUND_DOWN)


def shown(amount: Decimal) -> str:
    """An amount for a message: 45 stays 45, 45.5 becomes 45.50."""
    whole = whole_yuan(amount)
    return str(whole) if whole == amount else yuan(amount)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of the base; `percent_number` where a bare 0.5 may mean 0.5 % or 50 %."""

    value: Decimal
    percent_number: bool = False


def rate_of(raw: object, *, percent_format: bool = False) -> Rate | None:
    """The rate a cell holds; `percent_format`: the cell shows its number with a % sign."""
    if raw is None or isinstance(raw, bool):
        return None
    text = unicodedata.normalize("NFKC", str(raw)).replace(" ", "")
    for mark, pattern, scale in (("‰", _THOUSANDTHS, 1000), ("%", _HUNDREDTHS, 100)):
        spoken = pattern.fullmatch(text)
        if text.endswith(mark) or spoken:
            number = _spoken(spoken[1]) if spoken else _decimal(text[:-1])
            return None if number is None else Rate(number / scale)
    number = amount_of(raw)
    if number is None or number < 0:
        return None
    if number >= SMALLEST_PERCENT_NUMBER and not percent_format:
        return Rate(number / 100, percent_number=True)
    return Rate(number)


def implied_rate(amount: Decimal, base: Decimal) -> Decimal:
    """The rate that the amount shows: the half per cent it comes nearest to, else four digits."""
    exact = amount / base
    step = Decimal("0.005")
    near = (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    if near and abs(base * near - amount) < 1:
        return near.normalize()
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()


def agrees(amount: Decimal, base: Decimal, rate: Decimal) -> bool:
    """Whether the rate gives the amount, to the cent or rounded to yuan or tenths."""
    exact = base * rate
    steps = (Decimal(1), Decimal("0.1"))
    rounded = {exact.quantize(step, way) for step in steps for way in (ROUND_DOWN, ROUND_HALF_UP)}
    return abs(exact - amount) <= CENT or amount in rounded


def _spoken(text: str) -> Decimal | None:
    return _decimal("".join(_DIGITS.get(c, c) for c in text))


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _TOO_MUCH else None
