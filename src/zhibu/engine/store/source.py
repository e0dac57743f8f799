"""A store opened for judging: working tables that counters stand for are views on them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from zhibu.engine.sources.sessions import Directives, DuckDBSession, DuckDBSource
from zhibu.engine.store.counters import (
    BY_NAME,
    READS,
    STANDS_FOR,
    VIEWS,
    WITHOUT_ADOPTIONS,
    as_working,
)
from zhibu.engine.store.tables import COLUMNS, NAMES, PLAIN
from zhibu.engine.verdicts import Window
from zhibu.facts.normal import literal
from zhibu.kernel.errors import InputError, Problem

FORM = 2  # of the file; another form is made anew
_WANTED = "用这个版本建的核查底库"
MEMORY = "1200MB"  # of DuckDB's; the rest of a run is Python and the texts being read


class StoreSource(DuckDBSource):
    """The facts of a store with numbers for ids; `plain` has them with their texts."""

    names = NAMES
    views = frozenset(VIEWS)
    kept_as_tables = frozenset({"headcount", "today"})

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, tables: dict[str, set[str]], counters: frozenset[str]
    ) -> None:
        super().__init__(connection, tables)
        self.counters = counters
        self.plain = DuckDBSource(connection, tables, PLAIN)

    def kept(self, name: str, window: Window, directives: Directives | None) -> str | None:
        """SQL of a working table that need not be made, as its counter has it."""
        if STANDS_FOR.get(name) not in self.counters:
            return None
        if name in WITHOUT_ADOPTIONS and (directives is None or "adoptions" in self.tables):
            return None
        return as_working(name, window, directives, self._settled() if name == "paid_last" else 0)

    def _settled(self) -> int:
        """The last day on which dues were paid."""
        rows = self.connection.cursor().execute("SELECT max(settled) FROM kept_paid").fetchall()
        return int(rows[0][0] or 0)

    def kept_reads(self, name: str) -> tuple[str, ...]:
        return READS.get(name, ())

    def text(self, value: str) -> str:
        return f"(SELECT id FROM {NAMES} WHERE name = {literal(value)})"

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def connect(path: Path, read_only: bool = True, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """The file of a store; what does not fit into `memory` goes to a folder beside it."""
    quiet = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
             "memory_limit": memory, "preserve_insertion_order": "false",
             "temp_directory": f"{path}.tmp"}
    return duckdb.connect(str(path), read_only=read_only, config=quiet)


def open_store(path: Path, read_only: bool = True, memory: str = MEMORY) -> StoreSource:
    """An open store; InputError where the file is none, or of another form."""
    try:
        return opened(connect(path, read_only, memory))
    except duckdb.Error:
        raise InputError([Problem(str(path), "不是核查底库", _WANTED, "重新建一次")]) from None
    except ValueError:
        raise InputError([Problem(str(path), "别的版本的核查底库", _WANTED, "重新建一次")]) from None


def opened(connection: duckdb.DuckDBPyConnection) -> StoreSource:
    """The store that a connection is open on; ValueError where it is of another form."""
    rows = connection.execute(f'SELECT "table", "column" FROM {COLUMNS}').fetchall()
    if [column for table, column in rows if not table] != [str(FORM)]:
        connection.close()
        raise ValueError("another form of store")
    tables: dict[str, set[str]] = {}
    for table, column in rows:
        if table:
            tables.setdefault(table, set()).add(column)
    return StoreSource(connection, tables, kept_by(tables))


def kept_by(tables: dict[str, set[str]]) -> frozenset[str]:
    """The counters that can be kept for facts with these tables and columns."""
    there = set(tables) | {f"{table}.{column}" for table, columns in tables.items() for column in columns}
    return frozenset(name for name, counter in BY_NAME.items() if counter.needs <= there)


@contextlib.contextmanager
def writing(source: StoreSource) -> Iterator[DuckDBSession]:
    """A session whose changes are kept all together or not at all."""
    with source.session() as session:
        assert isinstance(session, DuckDBSession)
        session.run("BEGIN")
        try:
            yield session
        except BaseException:
            session.run("ROLLBACK")
            raise
        session.run("COMMIT")


__all__ = ["MEMORY", "StoreSource", "connect", "kept_by", "open_store", "opened", "writing"]
