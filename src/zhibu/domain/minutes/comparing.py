"""Two versions side by side: which fields differ, and in each what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECE = re.compile(r"[^\n。；！？，、：]*(?:[。；！？，、：]|\n|$)")
LONGEST = 4_000  # signs compared one by one; longer texts by clauses only


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that both have, or only the older, or only the newer."""

    kind: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs."""

    name: str
    parts: tuple[Part, ...]


def differences(older: Mapping[str, str], newer: Mapping[str, str]) -> list[Difference]:
    """Every field that differs, in the order of its names."""
    names = sorted({*older, *newer})
    return [
        Difference(name, parts(older.get(name, ""), newer.get(name, "")))
        for name in names
        if older.get(name, "") != newer.get(name, "")
    ]


def parts(older: str, newer: str) -> tuple[Part, ...]:
    """The pieces of two texts in reading order."""
    small = len(older) + len(newer) <= LONGEST
    a = list(older) if small else _pieces(older)
    b = list(newer) if small else _pieces(newer)
    found: list[Part] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Part("same", "".join(a[i:j])))
            continue
        if i < j:
            found.append(Part("out", "".join(a[i:j])))
        if k < m:
            found.append(Part("in", "".join(b[k:m])))
    return tuple(found)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.findall(text) if piece]
