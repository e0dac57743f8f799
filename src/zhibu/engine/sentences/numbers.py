"""Numbers in sentences, in figures and in Chinese characters; which of them another sentence lacks."""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE = r"[零〇一二两三四五六七八九十百]+"
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:/\d+|%)?")
_SHARE = re.compile(rf"({_CHINESE})分之({_CHINESE})")
_TENTHS = re.compile(rf"({_CHINESE})成")
_COUNTED = re.compile(
    rf"({_CHINESE})(?=\s*(?:个|次|天|日|月|年|名|人|件|份|项|倍|小时|周|至|到))")
_HALF = re.compile(r"一半|半数|过半")


def _value(text: str) -> int:
    """十五 -> 15, 二百 -> 200, 三十二 -> 32."""
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def numbers_in(text: str) -> dict[Fraction, str]:
    """The numbers of a sentence, each with how it is written there."""
    found: dict[Fraction, str] = {}
    for hit in _SHARE.finditer(text):
        below, above = _value(hit[1]), _value(hit[2])
        if below:
            found[Fraction(above, below)] = hit[0]
    for hit in _TENTHS.finditer(text):
        found[Fraction(_value(hit[1]), 10)] = hit[0]
    for hit in _HALF.finditer(text):
        found[Fraction(1, 2)] = hit[0]
    for hit in _COUNTED.finditer(_SHARE.sub("", text)):
        found[Fraction(_value(hit[1]))] = hit[1]
    for hit in _FIGURES.finditer(text):
        try:
            percent = hit[0].endswith("%")
            found[Fraction(hit[0].rstrip("%")) / (100 if percent else 1)] = hit[0]
        except ZeroDivisionError:
            continue
    return found


def unsaid_numbers(written: str, composed: str) -> list[str]:
    """The numbers of a written sentence that the composed one does not have, as they are written.

    One (`一`, `1`) is not looked at: it stands in many turns of speech. A number of months may be said
    in years or quarters.
    """
    said = set(numbers_in(composed))
    said |= {number * 12 for number in said} | {number / 12 for number in said}
    if "每半年" in composed or "半年" in composed:
        said |= {Fraction(6), Fraction(1, 2)}
    missing = {n: shown for n, shown in numbers_in(written).items() if n not in said and n != 1}
    return list(missing.values())
