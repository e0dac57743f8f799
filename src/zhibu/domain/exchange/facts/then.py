"""The organisations of a past day in the normal form: kind, name, sector, superior and path of that day.

The exchange form has one superior an organisation, so facts for a day hold the tree of that day. One
statement says so for the view of the database and for a copy in DuckDB: what is judged for one branch and
what is judged as a whole read the same tree.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from zhibu.domain.exchange.facts.views import PATH_END, PREFIX, view_columns
from zhibu.domain.organisations.models import OrganisationPast
from zhibu.domain.organisations.past import Then, then
from zhibu.domain.organisations.paths import path_end
from zhibu.engine.sources.sessions import PostgresSource, Session, SQLiteSource
from zhibu.facts.normal import literal, quoted

if TYPE_CHECKING:
    import duckdb

OTHERWISE = ("parent", "kind", "name", "sector")
VIEW = f"{PREFIX}organisations"
_COLUMNS = {"parent": "parent_id", "kind": "kind", "name": "name", "sector": "NULLIF(sector, '')"}


def organisations_sql(was: Then, columns: list[str], source: str, past: str) -> str:
    """The organisations of a day from those of today (`source`) and the rows that were otherwise (`past`)."""
    said = []
    for name in columns:
        if name in OTHERWISE:
            value = f"CASE WHEN was.id IS NULL THEN own.{name} ELSE was.{name} END"
        elif name == "path":
            value = _path(was)
        else:
            value = f"own.{quoted(name)}"
        said.append(f"{value} AS {quoted(name)}")
    inner = f"SELECT {', '.join(said)} FROM {source} AS own LEFT JOIN {past} AS was ON was.id = own.id"
    names = ", ".join(map(quoted, columns))
    return f"SELECT {names}, {PATH_END} AS path_end FROM ({inner}) AS placed"


def _path(was: Then) -> str:
    """The innermost piece decides, so the longest paths are asked first."""
    if not was.pieces:
        return "own.path"
    cases = [
        f"WHEN own.path >= {literal(now)} AND own.path < {literal(path_end(now))} "
        f"THEN {literal(before)} || substr(own.path, {len(now) + 1})"
        for now, before in sorted(was.pieces, key=lambda piece: -len(piece.now))
    ]
    return f"CASE {' '.join(cases)} ELSE own.path END"


def _database_past(day: dt.date) -> str:
    table, on = quoted(OrganisationPast._meta.db_table), literal(day.isoformat())
    said = ", ".join(f"{column} AS {name}" for name, column in _COLUMNS.items())
    return (
        f"(SELECT organisation_id AS id, {said} FROM {table} "
        f"WHERE (since IS NULL OR since <= {on}) AND until > {on})"
    )


def _view_sql(was: Then, schema: str) -> str:
    columns = sorted(view_columns()["organisations"] - {"path_end"})
    made = organisations_sql(was, columns, f"{schema}.{VIEW}", _database_past(was.day))
    return f"CREATE TEMP VIEW {VIEW} AS {made}"


class SQLiteThen(SQLiteSource):
    """The application's own database as of a past day: a temporary view stands before the lasting one."""

    was: Then

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """See `Source.session`; the view goes back with the savepoint."""
        with super().session() as session:
            session.run(_view_sql(self.was, "main"))
            yield session


class PostgresThen(PostgresSource):
    """The same on PostgreSQL: temporary relations are found first."""

    was: Then

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """See `Source.session`; the view goes back with the transaction."""
        with super().session() as session:
            [(schema,)] = session.query("SELECT current_schema()")
            session.run(_view_sql(self.was, quoted(schema)))
            yield session


def copy_as_of(target: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Make the organisations of a copy those of the day; nothing where the tree was what it is."""
    was = then(day)
    if was.as_now:
        return
    rows = list(was.rows.values())
    past = pa.table({
        "id": pa.array([row.organisation_id for row in rows], pa.string()),
        "parent": pa.array([row.parent_id for row in rows], pa.string()),
        "kind": pa.array([row.kind for row in rows], pa.string()),
        "name": pa.array([row.name for row in rows], pa.string()),
        "sector": pa.array([row.sector or None for row in rows], pa.string()),
    })  # fmt: skip
    known = [name for name, *_ in target.execute("DESCRIBE organisations").fetchall()]
    target.register("past_rows", past)
    columns = [name for name in known if name != "path_end"]
    made = organisations_sql(was, columns, "organisations", "past_rows")
    order = ", ".join(map(quoted, known))
    target.execute(f"CREATE OR REPLACE TABLE organisations AS SELECT {order} FROM ({made}) AS placed")
    target.unregister("past_rows")
