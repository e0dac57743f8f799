"""The throw-away cluster answers inside the block and is gone after it, also after an error."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg
import pytest

from zhibu.kernel.throwaway_postgres import server_binaries, throwaway_postgres

pytestmark = pytest.mark.skipif(server_binaries() is None, reason="PostgreSQL is not installed")


def _left() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("zhibu-pg-*"))


def test_answers_and_leaves_nothing_behind() -> None:
    before = _left()
    with throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert _left() <= before


def test_leaves_nothing_behind_after_an_error() -> None:
    before = _left()
    with pytest.raises(RuntimeError), throwaway_postgres():
        raise RuntimeError
    assert _left() <= before
