"""Makes a store of the facts of a source: numbers for ids, rows lying together, counters added up."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.sources.sessions import DuckDBSource, Session
from zhibu.engine.sources.workspace import Workspace, bound
from zhibu.engine.sql.compiling import working_sql
from zhibu.engine.sql.tables import WORKING
from zhibu.engine.store.counters import BY_NAME, MEETING, ROLE, in_order, roles
from zhibu.engine.store.source import FORM, MEMORY, StoreSource, connect, opened
from zhibu.engine.store.tables import (
    COLUMNS,
    NAMES,
    ORDER,
    PLAIN,
    columns_of,
    texts_of_ids,
    with_numbers,
    with_texts,
)
from zhibu.engine.verdicts import Window
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.dates import from_day_number

_EVER = Window(from_day_number(-700_000), from_day_number(2_900_000))  # all days there can be


def build_store(source: Path | DuckDBSource, path: Path, memory: str = MEMORY) -> None:
    """Write a store of all facts of a source (or of a DuckDB file in the normal form); replaces an older one.

    The file is whole or not there.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    connection = connect(scratch, read_only=False, memory=memory)
    try:
        if isinstance(source, Path):
            connection.execute(f"ATTACH {literal(str(source))} AS facts (READ_ONLY)").fetchall()
            _fill(connection, _tables_of(connection), lambda table: f"facts.{quoted(table)}")
            connection.execute("DETACH facts").fetchall()
        else:
            _fill(connection, source.tables, lambda table: _taken_over(source, connection, table))
        store = opened(connection)
        with store.session() as session:
            for name in in_order(store.counters):
                session.run(f"CREATE TABLE kept_{name} AS {counter_sql(name, store, session)}")
    except BaseException:
        connection.close()
        scratch.unlink(missing_ok=True)
        raise
    connection.close()
    os.replace(scratch, path)


def _tables_of(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The tables and columns of the contract that an attached file of facts has."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'facts'").fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        if table in TABLES and column in TABLES[table].by_name:
            found.setdefault(table, set()).add(column)
    return found


def _taken_over(source: DuckDBSource, connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A temporary copy of a table of another connection."""
    name = f"raw_{table}"
    columns = ", ".join(map(quoted, columns_of(table, source.tables[table])))
    cursor = source.connection.cursor()
    connection.register("incoming", cursor.sql(
        f"SELECT {columns} FROM {source.name(table)}").to_arrow_table())
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {quoted(name)} AS FROM incoming").fetchall()
    connection.unregister("incoming")
    return quoted(name)


def _fill(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, set[str]], place: Callable[[str], str]
) -> None:
    """Names, tables, the views with texts, and what the facts have."""
    places = {table: place(table) for table in tables}
    connection.execute(
        f"CREATE TABLE {NAMES} AS SELECT CAST(row_number() OVER (ORDER BY name) AS UINTEGER) AS id, name "
        f"FROM (SELECT DISTINCT name FROM ({texts_of_ids(tables, places)}) WHERE name IS NOT NULL)"
    ).fetchall()
    connection.execute(f'CREATE TABLE {COLUMNS} ("table" VARCHAR, "column" VARCHAR)').fetchall()
    connection.execute(f"INSERT INTO {COLUMNS} VALUES ('', '{FORM}')").fetchall()
    for table, present in tables.items():
        order = f" ORDER BY {ORDER[table]}" if ORDER.get(table) else ""
        connection.execute(f"CREATE TABLE {quoted(table)} AS FROM "
                           f"({with_numbers(table, present, places[table])}){order}").fetchall()
        connection.execute(
            f"CREATE VIEW {quoted(PLAIN + table)} AS {with_texts(table, present)}").fetchall()
        listed = ", ".join(f"({literal(table)}, {literal(column)})" for column in sorted(present))
        connection.execute(f"INSERT INTO {COLUMNS} VALUES {listed}").fetchall()


def counter_sql(
    name: str, store: StoreSource, session: Session, scope: frozenset[str] | None = None
) -> str:
    """SQL that adds up a counter; with a scope at least for these organisations."""
    if name == ROLE.name:
        return roles(store.tables["activities"])
    return _meetings(store, session, scope) if name == MEETING.name else BY_NAME[name].sql


def _meetings(
    store: StoreSource, session: Session, scope: frozenset[str] | None
) -> str:
    """SQL of who was entitled and came to each activity, as the engine's own expression has it."""
    space = Workspace(session, store, Rulebook(), [], _EVER, scope)
    types = tuple(sorted(row[0] for row in session.query("SELECT DISTINCT type FROM activities")))
    space.plan = replace(space.plan, meetings=types or ("",), entitled=types or ("",))
    compiled = working_sql(MEETING.name, space.plan, session.dialect)
    assert compiled is not None
    space.prepare(compiled)
    narrow = ", ".join(
        name if name == "activity" else f"CAST({name} AS INTEGER) AS {name}" for name in WORKING[MEETING.name])
    return f"SELECT {narrow} FROM ({bound(compiled.rows, _EVER)})"
