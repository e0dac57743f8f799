"""Whether two minutes are the same text: fingerprints to find them quickly, passages to show them.

A text is cut into runs of `RUN` signs; of the runs' hashes the smallest under `HASHES` mixings are kept (MinHash), four
to a band. Two texts with a band in common are compared in full. Stock phrases and very short texts say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from zlib import crc32

RUN = 8
BANDS, ROWS = 8, 4
HASHES = BANDS * ROWS
PRIME = (1 << 61) - 1
LEAST = 80  # signs, stock phrases apart: shorter texts are alike by chance
ALIKE = 60  # of a hundred runs of the shorter text
PASSAGE = 14  # signs: shorter runs in common are not marked
_SIGN = re.compile(r"\w")
_STOCK = Path(__file__).with_name("stock_phrases.txt")
_random = Random(20261122)
_MIX = [(_random.randrange(1, PRIME), _random.randrange(PRIME)) for _ in range(HASHES)]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked where the other text has it too."""

    text: str
    same: bool


@cache
def stock() -> tuple[str, ...]:
    """Phrases that stand in every minutes, the longest first."""
    lines = (line.strip() for line in _STOCK.read_text("utf-8").splitlines())
    return tuple(
        sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    )


def runs(text: str) -> set[str]:
    """The runs of signs of a text, without stock phrases; empty where too little is left to say anything."""
    for phrase in stock():
        text = text.replace(phrase, "\n")
    found: set[str] = set()
    signs = 0
    for line in text.split("\n"):
        bare = "".join(_SIGN.findall(line)).lower()
        signs += len(bare)
        found.update(bare[n : n + RUN] for n in range(len(bare) - RUN + 1))
    return found if signs >= LEAST else set()


def bands(text: str) -> list[int]:
    """The bands of the fingerprint, as whole numbers of 63 bits; empty where the text is too short."""
    hashes = [crc32(run.encode()) for run in runs(text)]
    if not hashes:
        return []
    least = [min((a * value + b) % PRIME for value in hashes) for a, b in _MIX]
    return [_folded(least[n : n + ROWS]) for n in range(0, HASHES, ROWS)]


def _folded(values: list[int]) -> int:
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=8).digest()) >> 1


def alike(one: str, other: str) -> int:
    """Of a hundred runs of the shorter text how many the other has too."""
    a, b = runs(one), runs(other)
    least = min(len(a), len(b))
    return 100 * len(a & b) // least if least else 0


def passages(text: str, other: str) -> list[Piece]:
    """The text in pieces, those marked that the other has word for word (`PASSAGE` signs and more)."""
    known = runs(other)
    where = [n for n, sign in enumerate(text) if _SIGN.match(sign)]
    same = [False] * len(text)
    bare = "".join(text[n] for n in where).lower()
    start = None
    for n in range(len(bare) - RUN + 2):
        hit = n <= len(bare) - RUN and bare[n : n + RUN] in known
        if hit and start is None:
            start = n
        elif not hit and start is not None:
            if (end := n + RUN - 1) - start >= PASSAGE:
                same[where[start] : where[end - 1] + 1] = [True] * (
                    where[end - 1] + 1 - where[start]
                )
            start = None
    return _cut(text, same)


def _cut(text: str, same: list[bool]) -> list[Piece]:
    found: list[Piece] = []
    start = 0
    for n in range(1, len(text) + 1):
        if n == len(text) or same[n] != same[start]:
            found.append(Piece(text[start:n], same[start]))
            start = n
    return found
