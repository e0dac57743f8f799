"""The fonts of the papers, and which characters they can show.

The four faces of an official paper come first; what they lack is taken from four more fonts, in this
order. fonts/README.md says where each comes from and under which licence.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "fonts"


class Font(NamedTuple):
    """A font file and the family by which a layout calls it."""

    file: str
    family: str


FACES = {
    "fang": Font("FandolFang-Regular.otf", "FandolFang R"),
    "kai": Font("FandolKai-Regular.otf", "FandolKai"),
    "hei": Font("FandolHei-Regular.otf", "FandolHei"),
    "song": Font("FandolSong-Bold.otf", "FandolSong"),
}
REST = (
    Font("NotoSerifCJKsc-Light-Part.otf", "Noto Serif CJK SC Part"),
    Font("DejaVuSans-Part.ttf", "DejaVu Sans Part"),
    Font("HanaMin-Part.ttf", "HanaMin Part"),
    Font("BabelStoneHan-Part.ttf", "BabelStone Han Part"),
)
# No shape of their own: joiners, marks of direction, selectors of variants. They are left out.
SHAPELESS = frozenset(
    {0xAD, 0x34F, 0x61C, 0x180E, 0x2060, 0xFEFF}
    | set(range(0x200B, 0x2010))
    | set(range(0x2028, 0x202F))
    | set(range(0x2061, 0x2070))
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0000, 0xE0200))
)


def families() -> dict[str, list[str]]:
    """For each face the families in which a layout looks for a character, first come first."""
    return {name: [face.family, *(font.family for font in REST)] for name, face in FACES.items()}


@cache
def glyph_names(file: str) -> dict[int, str]:
    """The code points that the font maps, each with its glyph."""
    from fontTools.ttLib import TTFont  # slow to import; only rare texts need more than one font

    with TTFont(FOLDER / file, lazy=True) as font:
        return dict(font.getBestCmap())


@cache
def characters(file: str) -> frozenset[int]:
    """The code points that the font maps to a glyph."""
    return frozenset(glyph_names(file))


@cache
def plain() -> frozenset[int]:
    """What all four faces show: the common characters. They map control characters too, to nothing."""
    shared = frozenset.intersection(*(characters(face.file) for face in FACES.values()))
    return frozenset(point for point in shared if point >= 0x20)


def font_of(character: str) -> str | None:
    """The family that shows a character: "" where every face has it, None where no font does."""
    point = ord(character)
    if point in plain():
        return ""
    return next((font.family for font in REST if point in characters(font.file)), None)


def coverage(texts: Iterable[str]) -> tuple[str, ...]:
    """Which characters of the texts no font shows, in the order of their numbers."""
    signs = {sign for text in texts for sign in text}
    return tuple(sorted(s for s in signs if s not in "\n" and ord(s) not in SHAPELESS and font_of(s) is None))
