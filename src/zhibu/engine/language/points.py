"""Points (分值): exact fractions, written as people write them; never floats."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from zhibu.engine.language.scalars import wrong

_POINTS = re.compile(r"-?\d{1,6}(\.\d{1,4}|/[1-9]\d{0,3})?", re.ASCII)


def read_points(text: str) -> Fraction:
    """A number of points: 10, -2, 0.5, 1/3; ValueError for anything else."""
    if not _POINTS.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


def points_text(points: Fraction) -> str:
    """Exact: 6, 0.5, or 40/3 where no decimal says it."""
    if points.denominator == 1:
        return str(points.numerator)
    scaled = points * 10_000
    if scaled.denominator == 1:
        sign, whole = "-" if scaled < 0 else "", abs(scaled.numerator)
        return f"{sign}{whole // 10_000}.{whole % 10_000:04d}".rstrip("0")
    return f"{points.numerator}/{points.denominator}"


def rounded(points: Fraction, decimals: int) -> Fraction:
    """Half away from zero, to so many decimals."""
    scale = 10**decimals
    whole, rest = divmod(abs(points) * scale, 1)
    value = Fraction(whole + (rest * 2 >= 1), scale)
    return -value if points < 0 else value


def shown(points: Fraction, decimals: int = 2) -> str:
    """As pages show it: exact where so many decimals say it, else rounded with a word that says so."""
    near = rounded(points, decimals)
    return points_text(points) if near == points else f"约 {points_text(near)}"


def said(points: Fraction) -> str:
    """As steps of a sum say it: exact, and beside a fraction what it is about."""
    exact = points_text(points)
    return f"{exact}（约 {points_text(rounded(points, 2))}）" if "/" in exact else exact


def _points(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        try:
            return read_points(value)
        except ValueError:
            pass
    raise wrong("分值，如 10、-2、0.5、1/3")


def _positive(value: Any) -> Fraction:
    found = _points(value)
    if found <= 0:
        raise wrong("大于 0 的分值，如 10、0.5")
    return found


def _not_negative(value: Any) -> Fraction:
    found = _points(value)
    if found < 0:
        raise wrong("0 或更大的分值，如 2、0.5；扣分也写成正数")
    return found


_JSON = WithJsonSchema({"type": ["string", "number"], "pattern": r"^-?\d+(\.\d+|/\d+)?$"})
Points = Annotated[Fraction, BeforeValidator(_points), _JSON]
Positive = Annotated[Fraction, BeforeValidator(_positive), _JSON]
NotNegative = Annotated[Fraction, BeforeValidator(_not_negative), _JSON]
