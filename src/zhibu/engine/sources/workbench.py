"""A private SQLite in memory, one a thread, whose tables and prepared statements outlive a judgement.

One organisation is judged here: planning sixty statements anew would cost far more than running them.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator

from zhibu.engine.sources.sessions import Row, Source, SQLiteSession
from zhibu.engine.sources.subset import Subset, columns_of
from zhibu.engine.sql.compiling import Compiled
from zhibu.engine.sql.lookups import LOOKUPS
from zhibu.engine.sql.tables import PREFIX, WORKING
from zhibu.facts.normal import quoted

FACTS_LOOKUPS = {
    "organisations": ("id", "path"), "memberships": ("member", "organisation"),
    "posts": ("id", "member", "organisation"), "activities": ("id", "organisation"),
    "attendance": ("activity", "member"), "papers": ("about",), "members": ("id",),
    "dues": ("member",), "cases": ("organisation",), "steps": ("case",),
    "ballots": ("activity",), "checks": ("organisation",),
}
_STATEMENTS = 2_000  # prepared statements kept
_local = threading.local()


class Workbench(Source):
    """The facts of a few organisations, taken over from another source."""

    dialect = "sqlite"

    def __init__(self, like: Source) -> None:
        super().__init__(like.tables)
        self.subset: Subset | None = None
        self.connection = sqlite3.connect(
            ":memory:", isolation_level=None, cached_statements=_STATEMENTS)
        self.connection.execute("PRAGMA temp_store = MEMORY")  # what a query sorts or keeps aside
        for table in self.tables:
            self._create(table, columns_of(like, table), FACTS_LOOKUPS.get(table, ()))
        for table, columns in WORKING.items():
            self._create(PREFIX + table, list(columns), LOOKUPS.get(table, ()))

    def _create(self, table: str, columns: list[str], lookups: Iterable[str]) -> None:
        # Columns without a type: values stay what they are.
        self.connection.execute(f"CREATE TABLE {table} ({', '.join(map(quoted, columns))})")
        for number, lookup in enumerate(lookups):
            if set(lookup.split()) <= set(columns):
                named = ", ".join(map(quoted, lookup.split()))
                self.connection.execute(f"CREATE INDEX {table}_by_{number} ON {table} ({named})")

    @contextlib.contextmanager
    def session(self) -> Iterator[_OnBench]:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN")
        try:
            if self.subset is not None:
                self._load(cursor, self.subset)
            yield _OnBench(cursor)
        finally:
            cursor.execute("ROLLBACK")  # all tables are empty again: the facts do not stay
            cursor.close()

    def _load(self, cursor: sqlite3.Cursor, subset: Subset) -> None:
        for table, rows in subset.rows.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


class _OnBench(SQLiteSession):
    """Fills the tables that are there instead of making new ones, so that statements stay prepared."""

    def make(self, name: str, compiled: Compiled, sql: str, view: bool) -> None:
        columns = ", ".join(map(quoted, compiled.columns))
        self.run(f"INSERT INTO {PREFIX}{name} ({columns}) {sql}")

    def empty(self, name: str) -> None:
        """It is empty already."""

    def fill(self, name: str, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(WORKING[name]))
        self.cursor.executemany(f"INSERT INTO {PREFIX}{name} VALUES ({marks})", list(rows))


def workbench(like: Source) -> Workbench:
    """This thread's workbench for sources with these tables and columns."""
    benches: dict[str, Workbench] = _local.__dict__.setdefault("benches", {})
    key = repr(sorted((table, sorted(columns)) for table, columns in like.tables.items()))
    if key not in benches:
        benches[key] = Workbench(like)
    return benches[key]
