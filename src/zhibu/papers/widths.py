"""How wide the columns of a list are: as asked, but no figure, day or number runs over its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

UPRIGHT, ACROSS, WALL = 174.0, 261.0, 384.0  # mm between the margins of a sheet
SIZE, SMALLEST = 11.0, 7.0  # points of the letters in a list
POINT = 25.4 / 72
PADDING = 3.2  # mm: both sides of a cell
WORD = re.compile(r"[!-~]+")  # what has no place to break in it
LONGEST = 24  # signs; what is longer is broken anywhere
NARROW, BROAD = frozenset("-.,:;/|'!()[]ijl "), frozenset("mwMW@%&")


def room_of(landscape: bool, wall: bool = False) -> float:
    """Millimetres for a list on this kind of sheet."""
    return WALL if wall else ACROSS if landscape else UPRIGHT


def fitted(shares: Sequence[float], rows: Iterable[Sequence[str]], room: float) -> tuple[list[float], float]:
    """Widths in millimetres that fill the room, and the size of letters (points) at which all words fit."""
    least = [2.2] * len(shares)  # in sizes of the letter: two characters
    for row in rows:
        for number, text in enumerate(row):
            for word in WORD.findall(text):
                least[number] = max(least[number], breadth(word))
    needed = sum(one * SIZE * POINT + PADDING for one in least)
    size = SIZE if needed <= room else max(SMALLEST, SIZE * room / needed)
    return _spread(shares, [one * size * POINT + PADDING for one in least], room), round(size, 2)


def breadth(word: str) -> float:
    """How broad letters and figures stand, in sizes of the letter."""
    signs = word[:LONGEST]
    return sum(0.36 if s in NARROW else 0.9 if s in BROAD else 0.72 if s.isupper() else 0.58 for s in signs)


def _spread(shares: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The shares of the room; who would get less than he needs gets that, the others share what is left."""
    widths = list(least)
    free = set(range(len(shares)))
    while free:
        left = room - sum(widths[n] for n in range(len(shares)) if n not in free)
        total = sum(shares[n] for n in free) or 1.0
        short = {n for n in free if left * shares[n] / total < least[n]}
        if not short:
            for n in free:
                widths[n] = left * shares[n] / total
            break
        free -= short
    scale = room / sum(widths) if widths else 1.0
    return [round(width * scale, 3) for width in widths]
