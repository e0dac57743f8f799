"""Where facts lie: an open DuckDB, SQLite or PostgreSQL connection in the normal form of the facts.

Spark stands apart, in `spark.py`. A source opens a session, in which temporary tables are made, read and
dropped again: whatever happens, the database is left as it was.
"""

from __future__ import annotations

import contextlib
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhibu.engine.language.needs import lacking
from zhibu.engine.sql.keys import in_order
from zhibu.engine.sql.lookups import LOOKUPS
from zhibu.engine.sql.tables import PREFIX, WORKING
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import literal, quoted

if TYPE_CHECKING:
    import sqlite3

    import duckdb
    import psycopg

    from zhibu.engine.sql.compiling import Compiled
    from zhibu.engine.verdicts import Window

Row = tuple[Any, ...]
Directives = Sequence[tuple[str, int, int]]  # id, since, until
Tables = Mapping[str, set[str]]
_CHUNK = 500  # rows of one INSERT
_SQL_TYPES = {"string": "TEXT", "int64": "BIGINT", "int32": "INTEGER"}


class Session(ABC):
    """One judgement on one source: run SQL, make working tables, read rows."""

    dialect: str

    @abstractmethod
    def query(self, sql: str) -> list[Row]:
        """Rows of a query."""

    @abstractmethod
    def run(self, sql: str) -> None:
        """A statement without rows."""

    def make(self, name: str, compiled: Compiled, sql: str, view: bool) -> None:
        """A working table (or a view in its place) from a query, compiled and with its days put in."""
        kind = "VIEW" if view else "TABLE"
        self.run(f"CREATE TEMP {kind} {PREFIX}{name} AS {sql}")
        if not view:
            self.index(name)

    def empty(self, name: str) -> None:
        """A working table without rows."""
        columns = ", ".join(f"{quoted(c)} {_SQL_TYPES[t]}" for c, t in WORKING[name].items())
        self.run(f"CREATE TEMP TABLE {PREFIX}{name} ({columns})")

    def fill(self, name: str, rows: Iterable[Row]) -> None:
        """A working table from rows made here."""
        self.empty(name)
        rows = iter(rows)
        while chunk := list(itertools.islice(rows, _CHUNK)):
            values = ", ".join(f"({', '.join(map(_literal, row))})" for row in chunk)
            self.run(f"INSERT INTO {PREFIX}{name} VALUES {values}")
        self.index(name)

    def drop(self, name: str, view: bool) -> None:
        """A working table that is not needed any more."""
        self.run(f"DROP {'VIEW' if view else 'TABLE'} {PREFIX}{name}")

    def index(self, name: str) -> None:
        """Make a working table quick to look up; nothing where tables are joined by hashing."""
        return

    def evidence(self, sql: str) -> dict[tuple[str, int], str]:
        """Facts counted, joined by a blank in order of date, then id, by subject and period."""
        joined = f"string_agg(id, ' ' ORDER BY {quoted('on')}, {self._id})"
        grouped = f'SELECT subject, "start", {joined} FROM ({sql}) AS counted GROUP BY 1, 2'
        return {(subject, int(start)): ids for subject, start, ids in self.query(grouped)}

    _id = "id"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else literal(str(value))


class Source(ABC):
    """A database with facts: `tables` says which tables and columns are there."""

    dialect: str

    def __init__(self, tables: Tables | None = None, prefix: str = "") -> None:
        self.tables = {
            name: set(columns) for name, columns in (tables or everything()).items()
        }
        self.prefix = prefix
        self._lacking: dict[frozenset[str], list[str]] = {}

    def lacking(self, names: frozenset[str]) -> list[str]:
        """The needed tables and columns that are not there: see `needs.lacking`."""
        if names not in self._lacking:
            self._lacking[names] = lacking(names, self.tables)
        return self._lacking[names]

    @abstractmethod
    def session(self) -> contextlib.AbstractContextManager[Session]:
        """Open a session; what it makes is gone when it closes."""

    def name(self, table: str) -> str:
        """A facts table as this source calls it, for SQL."""
        return quoted(self.prefix + table)

    # SQL for the activities (id, cell) whose `host` or `speaker` lists several persons, where it has an index.
    lists: Mapping[str, str] = {}
    views: frozenset[str] = frozenset()  # further working tables that are views when all is judged

    kept_as_tables: frozenset[str] = frozenset()  # kept ones that many rules read: worked out once a run

    def kept(self, name: str, window: Window, directives: Directives | None) -> str | None:
        """SQL of a working table that the source keeps added up; None: it has to be made.

        `directives`: those judged; None where only some organisations are.
        """
        return None

    def kept_reads(self, name: str) -> tuple[str, ...]:
        """The working tables that the SQL of a kept one reads."""
        return ()

    def text(self, value: str) -> str:
        """A text as this source's SQL writes it."""
        return literal(value)


def everything() -> dict[str, set[str]]:
    """All tables and columns of the contract but the personal ones: what the application offers."""
    return {
        name: {c.name for c in table.columns if not c.personal} for name, table in TABLES.items()
    }


class DuckDBSource(Source):
    """Facts in DuckDB; the way to judge everything at once."""

    dialect = "duckdb"
    names = ""  # the table with the texts of ids, where ids are numbers
    plain: DuckDBSource | None = None  # … and the same facts with their texts

    def numbers_in(self, session: Session, table: str) -> list[str]:
        """The columns of a table (or a query) made from this source that hold numbers in the place of ids."""
        if not self.names:
            return []
        rows = session.query(f"SELECT column_name FROM (DESCRIBE FROM {table}) WHERE column_type = 'UINTEGER'")
        return [name for (name,) in rows]

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, tables: Tables | None = None, prefix: str = ""
    ) -> None:
        super().__init__(tables, prefix)
        self.connection = connection

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        # A cursor is a connection of its own: its temporary tables go with it.
        cursor = self.connection.cursor()
        try:
            yield DuckDBSession(cursor)
        finally:
            cursor.close()


class DuckDBSession(Session):
    """Large results can be streamed, and working tables dropped when nobody reads them any more."""

    dialect = "duckdb"

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor

    def query(self, sql: str) -> list[Row]:
        rows: list[Row] = self.cursor.execute(sql).fetchall()
        return rows

    def run(self, sql: str) -> None:
        self.cursor.execute(sql).fetchall()  # an open result would own the connection

    def fill(self, name: str, rows: Iterable[Row]) -> None:
        import pyarrow as pa

        kinds = {"string": pa.string(), "int64": pa.int64(), "int32": pa.int32()}
        columns, given = WORKING[name], list(rows)
        arrays = {
            column: pa.array([row[place] for row in given], kinds[kind])
            for place, (column, kind) in enumerate(columns.items())
        }
        self.cursor.register("incoming", pa.table(arrays))
        self.run(f"CREATE TEMP TABLE {PREFIX}{name} AS FROM incoming")
        self.cursor.unregister("incoming")

    def take(self, name: str, sql: str, other: DuckDBSession) -> None:
        """Keep the rows of a query of another session as a temporary table."""
        self.cursor.register("incoming", other.cursor.sql(sql).to_arrow_reader(100_000))
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM incoming")
        self.cursor.unregister("incoming")

    def stream(self, sql: str, size: int = 5_000) -> Iterator[Row]:
        """Rows of a query, a few thousand at a time; nothing else can be asked until they are read."""
        result = self.cursor.execute(sql)
        while rows := result.fetchmany(size):
            yield from rows


class SQLiteSource(Source):
    """Facts in SQLite: the application's own database, or a copy of a bundle."""

    dialect = "sqlite"

    def __init__(
        self, connection: sqlite3.Connection, tables: Tables | None = None, prefix: str = ""
    ) -> None:
        super().__init__(tables, prefix)
        self.connection = connection

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        # Temporary tables go back with the savepoint, whether or not a transaction is open.
        cursor = self.connection.cursor()
        cursor.execute("SAVEPOINT zhibu_judge")
        try:
            yield SQLiteSession(cursor)
        finally:
            cursor.execute("ROLLBACK TO zhibu_judge")
            cursor.execute("RELEASE zhibu_judge")
            cursor.close()


class SQLiteSession(Session):
    dialect = "sqlite"

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor

    def query(self, sql: str) -> list[Row]:
        return self.cursor.execute(sql).fetchall()

    def run(self, sql: str) -> None:
        self.cursor.execute(sql)

    def index(self, name: str) -> None:
        for number, columns in enumerate(LOOKUPS.get(name, ())):
            named = ", ".join(map(quoted, columns.split()))
            self.run(f"CREATE INDEX temp.{PREFIX}{name}_{number} ON {PREFIX}{name} ({named})")

    def evidence(self, sql: str) -> dict[tuple[str, int], str]:
        """As elsewhere, but joined here: this SQLite cannot order within an aggregate."""
        found: dict[tuple[str, int], list[str]] = {}
        for subject, start, fact in self.query(in_order(sql)):
            found.setdefault((subject, start), []).append(fact)
        return {key: " ".join(ids) for key, ids in found.items()}


class PostgresSource(Source):
    """Facts in PostgreSQL: the application's own database, or a copy of a bundle."""

    dialect = "postgres"

    def __init__(
        self, connection: psycopg.Connection[Any], tables: Tables | None = None, prefix: str = ""
    ) -> None:
        super().__init__(tables, prefix)
        self.connection = connection

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        # A transaction (or a savepoint in one) that is always taken back.
        transaction = self.connection.transaction(force_rollback=True)
        with transaction, self.connection.cursor() as cursor:
            yield _Postgres(cursor)


class _Postgres(Session):
    dialect = "postgres"
    _id = 'id COLLATE "C"'

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self.cursor = cursor

    def query(self, sql: str) -> list[Row]:
        return self.cursor.execute(sql.encode()).fetchall()

    def run(self, sql: str) -> None:
        self.cursor.execute(sql.encode())
