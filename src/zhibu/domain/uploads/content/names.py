"""Names of files: what a person wrote, without what a system or a reader could be misled by."""

from __future__ import annotations

import re
import unicodedata

# separators, signs without shape, marks of direction, what Windows does not take in a name
UNSAFE = re.compile(r'[:*?"<>|\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
LONGEST = 100  # signs with the ending; three bytes each it still fits what file systems take
NAMELESS = "文件"


def clean_name(name: str, ending: str = "") -> str:
    """The last part of a path, in one form of its signs, with a shape and a length that every system takes.

    `ending` replaces the one that stands there: a file is called what it is.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = " ".join(UNSAFE.sub(" ", last).split()).strip(". ")
    stem, dot, old = plain.rpartition(".")
    if not dot:
        stem, old = plain, ""
    stem, tail = stem.strip(". "), (ending or old.lower())[:10]
    if not stem or RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"{NAMELESS} {stem}".strip()
    tail = f".{tail}" if tail else ""
    return stem[: LONGEST - len(tail)].strip(". ") + tail


def ending_of(name: str) -> str:
    """The ending as it stands, in small letters; "" where there is none."""
    return unicodedata.normalize("NFKC", UNSAFE.sub("", name)).rstrip(". ").rpartition(".")[2].lower() if "." in name else ""
