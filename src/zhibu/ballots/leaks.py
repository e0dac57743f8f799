"""Looking for what would betray a vote, as somebody would who has every file: databases, logs, backups.

A test kit for whoever stores ballots. It reads bytes (in the ways a text may be written), rows (a token
beside a person), and the order in which a table physically lies.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

_DEEP = 4  # archives within archives


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something was found that must not be there."""

    place: str
    what: str


def files_searched(paths: Iterable[Path], words: Iterable[str]) -> tuple[Leak, ...]:
    """Look for words (names written in, receipts, ids) in files and whole folders, archives opened."""
    found: list[Leak] = []
    words = tuple(words)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                found += bytes_searched(str(file), file.read_bytes(), words)
    return tuple(found)


def bytes_searched(place: str, content: bytes, words: Iterable[str]) -> tuple[Leak, ...]:
    """Look for words in a file's content, and in what is packed inside it."""
    return tuple(_searched(place, content, tuple(words), 0))


def _searched(place: str, content: bytes, words: tuple[str, ...], depth: int) -> Iterator[Leak]:
    for word in words:
        ways = [how for how, needle in _written(word) if needle in content]
        if ways:
            yield Leak(place, f"“{word}”（{ways[0]}）")
    if depth < _DEEP:
        for name, inner in _unpacked(content):
            yield from _searched(f"{place}!{name}", inner, words, depth + 1)


def _written(word: str) -> Iterator[tuple[str, bytes]]:
    """The ways in which a text may stand in a file."""
    plain = word.encode()
    yield "原文", plain
    yield "UTF-16", word.encode("utf-16-le")
    yield "转义", json.dumps(word)[1:-1].encode()
    yield "十六进制", plain.hex().encode()
    if len(plain) % 2 == 0 and all(c in "0123456789abcdefABCDEF" for c in word):
        yield "字节", bytes.fromhex(word)
    for shift in range(3):  # where it begins within a group of three decides the letters of base64
        letters = base64.b64encode(b"\0" * shift + plain)
        middle = letters[-(-shift * 4 // 3): len(letters) - 4]
        if len(middle) >= 8:
            yield "base64", middle


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif content[:2] == b"\x1f\x8b":
        try:
            yield "gzip", gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return


def rows_linking(connection: Any, tokens: Iterable[str], people: Iterable[str]) -> tuple[Leak, ...]:
    """Rows of any table in which a token (or its receipt) stands beside a person's id or name.

    `connection` is a DB-API connection to SQLite or PostgreSQL; every table is read whole.
    """
    tokens, people = tuple(tokens), tuple(people)
    marks = [*tokens, *(token[:8] for token in tokens)]
    found = []
    for table in tables(connection):
        for row in _rows(connection, f'SELECT * FROM "{table}"'):  # noqa: S608 -- a name from the catalogue
            text = "\n".join(_told(value) for value in row).lower()
            if any(mark.lower() in text for mark in marks) and any(p.lower() in text for p in people):
                found.append(Leak(table, text[:200]))
    return tuple(found)


def tables(connection: Any) -> tuple[str, ...]:
    """Tables of the database, by its catalogue."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if _is_sqlite(connection)
        else "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    return tuple(sorted(row[0] for row in _rows(connection, query)))


def physical_order(connection: Any, table: str, column: str) -> tuple[str, ...]:
    """Values in the order in which they lie: by rowid where SQLite keeps one, by ctid on PostgreSQL.

    On SQLite a table WITHOUT ROWID lies by its key.
    """
    order = column
    if not _is_sqlite(connection):
        order = "ctid"
    elif has_rowid(connection, table):
        order = "rowid"
    query = f'SELECT "{column}" FROM "{table}" ORDER BY {order}'  # noqa: S608 -- names of the caller's own tables
    return tuple(row[0] for row in _rows(connection, query))


def has_rowid(connection: Any, table: str) -> bool:
    """Whether SQLite numbers the rows of this table as they come, which tells who came when."""
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    return "WITHOUT ROWID" not in str(_rows(connection, query, (table,))[0][0]).upper()


def rowid_drop(connection: Any, table: str) -> None:
    """Make an empty SQLite table anew WITHOUT ROWID, its indexes with it (for a migration)."""
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"
    made = [row[0] for row in _rows(connection, query, (table,))]
    if not made or "WITHOUT ROWID" in made[0].upper():
        return
    if _rows(connection, f'SELECT 1 FROM "{table}" LIMIT 1'):  # noqa: S608 -- the caller's own table
        raise ValueError(f"{table} is not empty")
    cursor = connection.cursor()
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(made[0].rstrip().rstrip(";") + " WITHOUT ROWID")
    for index in made[1:]:
        cursor.execute(index)


def order_told(came: Sequence[str], lies: Sequence[str]) -> bool:
    """Whether the way rows lie follows the way they came, forwards or backwards.

    Of neighbours by chance half go upwards; more than three quarters one way is no chance (for a
    dozen rows or more).
    """
    places = {value: at for at, value in enumerate(came)}
    order = [places[value] for value in lies if value in places]
    if len(order) < 2:
        return False
    up = sum(one < other for one, other in pairwise(order))
    return max(up, len(order) - 1 - up) * 4 > 3 * (len(order) - 1)


def _is_sqlite(connection: Any) -> bool:
    inner = getattr(connection, "connection", connection)
    return "sqlite" in type(inner).__module__ or getattr(connection, "vendor", "") == "sqlite"


def _rows(connection: Any, query: str, given: Sequence[str] = ()) -> list[Any]:
    cursor = connection.cursor()
    if given and hasattr(connection, "vendor"):
        query = query.replace("?", "%s")  # Django's cursors write their marks so
    cursor.execute(query, tuple(given)) if given else cursor.execute(query)
    return list(cursor.fetchall())


def _told(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return raw.hex() + "\n" + raw.decode("utf-8", "ignore")
    return str(value)
