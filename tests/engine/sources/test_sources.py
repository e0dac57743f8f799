"""A scope gives the rows that everything gives; a session leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.engine.sources.sessions import PostgresSource, SQLiteSource
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle
from zhibu.kernel.throwaway_postgres import server_binaries

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
WINDOW = engine.Window.until(dt.date(2024, 12, 31))


@pytest.fixture(scope="module")
def bundle(shared: Path) -> Bundle:
    return read_bundle(shared / "golden" / "bundle")


@pytest.mark.parametrize("name", ["duckdb", "sqlite", "postgres"])
def test_a_scope_gives_the_same_rows(bundle: Bundle, name: str) -> None:
    if name == "postgres" and server_binaries() is None:
        pytest.skip("缺少 PostgreSQL")
    rulebook = engine.load(GOLDEN)
    below = {"B1": {"B1", "G11", "G12"}, "G21": {"G21"},
             "GB1": {"GB1", "B2", "B3", "G21", "G22", "G31"}}
    with opened(bundle, name) as source:
        everything = engine.judge(rulebook, source, WINDOW)
        for asked, bodies in below.items():
            wanted = [v for v in everything if v.organisation in bodies]
            assert engine.judge(rulebook, source, WINDOW, scope=[asked]) == wanted
        both = engine.judge(rulebook, source, WINDOW, scope=["B1", "GB1"])
        assert both == [v for v in everything if v.organisation not in ("W0", "C1")]
        assert engine.judge(rulebook, source, WINDOW, scope=[]) == []
        assert engine.judge(rulebook, source, WINDOW, scope=["nowhere"]) == []


def test_only_named_directives(bundle: Bundle) -> None:
    rulebook = engine.load(GOLDEN)
    with opened(bundle, "sqlite") as source:
        found = engine.judge(rulebook, source, WINDOW, ["D-TOWN"])
    assert {v.directive for v in found} == {"D-TOWN"}


def test_progress_is_told_rule_by_rule(bundle: Bundle) -> None:
    rulebook = engine.load(GOLDEN)
    told: list[tuple[int, int, str]] = []
    with opened(bundle, "sqlite") as source:
        engine.judge(rulebook, source, WINDOW, ["D-TOWN"], progress=lambda *now: told.append(now))
    names = [rule.id for rule in rulebook.rules(["D-TOWN"])]
    assert told == [(n, len(names), name) for n, name in enumerate(names, start=1)]


def test_sqlite_is_left_as_it_was(bundle: Bundle) -> None:
    with opened(bundle, "sqlite") as source:
        assert isinstance(source, SQLiteSource)
        connection = source.connection
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE own (x)")
        engine.judge(engine.load(GOLDEN), source, WINDOW)
        assert connection.in_transaction
        assert connection.execute("SELECT count(*) FROM temp.sqlite_master").fetchone() == (0,)
        connection.execute("COMMIT")
        assert connection.execute("SELECT count(*) FROM own").fetchone() == (0,)

        with pytest.raises(sqlite3.Error):
            _break(source)
        assert connection.execute("SELECT count(*) FROM temp.sqlite_master").fetchone() == (0,)


def _break(source: SQLiteSource) -> None:
    with source.session() as session:
        session.empty("level")
        session.query("SELECT nothing")


@pytest.mark.skipif(server_binaries() is None, reason="缺少 PostgreSQL")
def test_postgres_is_left_as_it_was(bundle: Bundle) -> None:
    with opened(bundle, "postgres") as source:
        assert isinstance(source, PostgresSource)
        connection = source.connection

        def left() -> int:
            row = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relname LIKE 'zb\\_%'").fetchone()
            assert row is not None
            return int(row[0])

        with connection.transaction():
            connection.execute("CREATE TEMP TABLE own (x int)")
            engine.judge(engine.load(GOLDEN), source, WINDOW, ["D-TOWN"])
            assert left() == 0
        assert connection.execute("SELECT count(*) FROM own").fetchone() == (0,)
