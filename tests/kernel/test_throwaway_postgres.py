"""The throw-away cluster answers inside the block and is gone after it, also after an error."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from zhibu.kernel.throwaway_postgres import server_binaries, throwaway_postgres

pytestmark = pytest.mark.skipif(server_binaries() is None, reason="PostgreSQL is not installed")


def _folder(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def test_answers_and_leaves_nothing_behind() -> None:
    with throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
        assert _folder(url).exists()
    assert not _folder(url).exists()


def test_leaves_nothing_behind_after_an_error() -> None:
    seen: list[str] = []

    with pytest.raises(RuntimeError), throwaway_postgres() as url:  # noqa: PT012 -- the error is raised inside the block on purpose
        seen.append(url)
        raise RuntimeError
    assert not _folder(seen[0]).exists()
