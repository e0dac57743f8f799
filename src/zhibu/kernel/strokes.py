"""Names in the order of the strokes of the surname (按姓氏笔画排列), as candidates stand on a ballot."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
UNKNOWN = 99  # strokes of a letter that the table does not know: behind all that it knows


@cache
def _places() -> dict[str, tuple[int, int]]:
    """Ideograph -> number of strokes and its place among those of the same number."""
    found: dict[str, tuple[int, int]] = {}
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            number, _, letters = line.partition(" ")
            found |= {letter: (int(number), place) for place, letter in enumerate(letters)}
    return found


def strokes(letter: str) -> int:
    """The number of strokes of one ideograph; `UNKNOWN` where the table does not know it."""
    return _places().get(letter, (UNKNOWN, 0))[0]


def name_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """The key by which names are sorted: letter by letter, fewer strokes first; blanks do not count."""
    known = _places()
    return tuple((*known.get(letter, (UNKNOWN, 0)), letter) for letter in "".join(name.split()))
