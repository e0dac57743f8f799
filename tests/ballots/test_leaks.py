"""The kit that looks for leaks finds those that are there, and the form of storing that it asks for has none."""

from __future__ import annotations

import base64
import gzip
import json
import random
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.ballots.polls import NO, hexed, opened, slip
from zhibu.ballots.box import Cast, box_open
from zhibu.ballots.leaks import (
    bytes_searched,
    files_searched,
    has_rowid,
    order_told,
    physical_order,
    rowid_drop,
    rows_linking,
)
from zhibu.ballots.outcomes import choices_of

WORD = "古丽·写票的人"


@pytest.mark.parametrize("written", [
    WORD.encode(), WORD.encode("utf-16-le"), json.dumps(WORD).encode(), WORD.encode().hex().encode(),
    base64.b64encode(WORD.encode()), base64.b64encode(b"x" + WORD.encode()),
    base64.b64encode(b"xx" + WORD.encode()), gzip.compress(WORD.encode()),
    gzip.compress(gzip.compress(WORD.encode())),
])
def test_a_word_is_found_however_it_is_written(written: bytes) -> None:
    content = written if written[:2] == b"\x1f\x8b" else b"\0before" + written + b"after\0"

    assert bytes_searched("file", content, [WORD])
    assert not bytes_searched("file", content, ["别的人的名字"])


def test_a_word_is_found_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "copy.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", WORD * 50)

    assert "inner.txt" in files_searched([tmp_path], [WORD])[0].place


def tokens(number: int) -> list[str]:
    return [hexed(f"{number}-{at}") for at in range(number)]


def table(file: Path, *, hidden: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute('CREATE TABLE "casts" ("token" varchar(64) NOT NULL PRIMARY KEY, "sealed" text NOT NULL)')
    connection.execute("CREATE INDEX sealed_length ON casts (length(sealed))")
    if hidden:
        rowid_drop(connection, "casts")
    return connection


def test_a_common_table_tells_the_order_and_ours_does_not(tmp_path: Path) -> None:
    came = tokens(20)
    for hidden in (False, True):
        connection = table(tmp_path / f"{hidden}.sqlite3", hidden=hidden)
        connection.executemany("INSERT INTO casts VALUES (?, 'x')", [(token,) for token in came])
        lies = physical_order(connection, "casts", "token")

        assert has_rowid(connection, "casts") is not hidden
        assert order_told(came, lies) is not hidden
        assert (list(lies) == sorted(came)) is hidden
        indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        assert indexes.fetchall() == [("sealed_length",)]


def test_a_table_with_rows_is_not_made_anew(tmp_path: Path) -> None:
    connection = table(tmp_path / "x.sqlite3", hidden=False)
    connection.execute("INSERT INTO casts VALUES ('a', 'b')")

    with pytest.raises(ValueError, match="not empty"):
        rowid_drop(connection, "casts")


def test_a_row_that_names_a_person_beside_a_token_is_found(tmp_path: Path) -> None:
    connection = table(tmp_path / "x.sqlite3", hidden=True)
    token = tokens(1)[0]
    connection.execute("INSERT INTO casts VALUES (?, 'x')", (token,))
    connection.execute("CREATE TABLE log (who text, said text)")
    connection.execute("INSERT INTO log VALUES ('M7', 'drew a token')")
    assert rows_linking(connection, [token], ["M7"]) == ()

    connection.execute("INSERT INTO log VALUES ('M7', ?)", (f"cast {token[:8].upper()}",))

    assert [leak.place for leak in rows_linking(connection, [token], ["M7"])] == ["log"]


def test_nothing_on_disk_tells_while_the_box_is_open_or_after(tmp_path: Path) -> None:
    """The whole way at the level of this library: cast, copy while open, close, look at every file."""
    poll = opened(tmp_path / "keys")
    site = tmp_path / "site"
    site.mkdir()
    connection = table(site / "db.sqlite3", hidden=True)
    voters = [poll.voter() for _ in range(12)]
    random.Random(7).shuffle(voters)
    names = [f"写票人第{chr(0x4E00 + 7 * at % 12)}" for at in range(12)]  # not in the order of the alphabet
    casts = [voter.cast(slip(NO, NO, names=(name,))) for voter, name in zip(voters, names, strict=True)]
    for cast in casts:
        connection.execute("INSERT INTO casts VALUES (?, ?)", (cast.token, cast.sealed))
        connection.commit()
    shutil.copytree(site, tmp_path / "copy-while-open")

    assert files_searched([site, tmp_path / "copy-while-open", tmp_path / "keys"], names) == ()

    close(connection, poll.keys, poll.form, casts)

    text = (site / "db.sqlite3").read_bytes()
    assert all(name.encode() in text for name in names)  # written sorted, apart from the tokens
    sealed = [cast.sealed for cast in casts]
    assert files_searched([site], sealed) == ()
    assert rows_linking(connection, [cast.token for cast in casts], names) == ()
    order = [names.index(row[0]) for row in connection.execute("SELECT said FROM choices ORDER BY rowid")]
    assert not order_told([cast.token for cast in casts], [casts[at].token for at in order])


def close(connection: sqlite3.Connection, keys: object, form: object, casts: list[Cast]) -> None:
    found = box_open(keys, form, casts)  # type: ignore[arg-type]  # passed through from the poll
    choices = choices_of(form, found.slips)  # type: ignore[arg-type]  # likewise
    connection.execute("CREATE TABLE choices (said text)")
    connection.executemany("INSERT INTO choices VALUES (?)", list(choices.names))
    connection.execute("UPDATE casts SET sealed = ''")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
