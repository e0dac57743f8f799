"""Headings of official papers: 一、 then （一） then 1. then （1）, at the beginning of a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMERAL = "[一二三四五六七八九十百]"
LEVELS = (
    re.compile(rf"{NUMERAL}+、"),
    re.compile(rf"[（(]{NUMERAL}+[）)]"),
    re.compile(r"\d{1,2}[.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
LONGEST = 40  # signs: a longer beginning is a sentence, not a heading


class Paragraph(NamedTuple):
    """A paragraph cut in two: `head` is set as a heading of `level` (1 to 4; 0 has none)."""

    level: int
    head: str
    rest: str


def cut(text: str) -> Paragraph:
    """Where the heading at the beginning of a paragraph ends: at its first full stop, or it is the whole."""
    for level, pattern in enumerate(LEVELS, 1):
        if pattern.match(text):
            head, stop, rest = text.partition("。")
            if len(head) > LONGEST:
                return Paragraph(0, "", text)
            return Paragraph(level, head + stop if rest else text, rest)
    return Paragraph(0, "", text)
