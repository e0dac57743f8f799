"""All rows of the database into one SQLite file and back: the form that both databases understand.

From SQLite the file is an exact copy. From PostgreSQL it holds the same tables without constraints,
every value as Django's SQLite would store it, so that either database can be restored from either.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from zhibu.domain.audit.models import AuditHead
from zhibu.facts.normal import quoted

# Live sessions and failed sign-ins are of no use in a backup, and a danger in the wrong hands.
LEFT_OUT = ("django_session", "axes_")
MIGRATIONS = "django_migrations"
BATCH = 10_000


def tables_of(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that a backup holds: ours, not those of somebody else in the same database."""
    return sorted(name for name in our_tables(connection) if not name.startswith(LEFT_OUT))


def our_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of this program that are there."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return sorted(names | ({MIGRATIONS} & there))


def applied(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The last migration applied of each app."""
    done = MigrationRecorder(connection).applied_migrations()
    return {app: max(name for a, name in done if a == app) for app, _ in done}


def copy_sqlite(source: sqlite3.Connection, target: Path) -> None:
    """An exact copy of a live database, consistent whatever others write meanwhile."""
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name.startswith(LEFT_OUT):
                copy.execute(f"DELETE FROM {quoted(name)}")
        copy.commit()
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("VACUUM")
    finally:
        copy.close()


def dump_rows(connection: BaseDatabaseWrapper, target: Path) -> None:
    """The rows of all tables as of one moment."""
    copy = sqlite3.connect(target)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for table in tables_of(connection):
                cursor.execute(f"SELECT * FROM {quoted(table)}")
                columns = [column.name for column in cursor.description or ()]
                listed = ", ".join(map(quoted, columns))
                marks = ", ".join("?" * len(columns))
                copy.execute(f"CREATE TABLE {quoted(table)} ({listed})")
                copy.executemany(
                    f"INSERT INTO {quoted(table)} VALUES ({marks})", _plain_rows(_fetched(cursor))
                )
        copy.commit()
    finally:
        copy.close()


def count_rows(copy: Path) -> dict[str, int]:
    """Rows by table of a database file."""
    source = sqlite3.connect(copy)
    try:
        names = [row[0] for row in source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )]
        return {
            name: source.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]
            for name in sorted(names) if not name.startswith(LEFT_OUT)
        }
    finally:
        source.close()


def audit_head(copy: Path) -> tuple[int, str]:
    """The last number and mark of the record in a database file: later entries are not in it."""
    source = sqlite3.connect(copy)
    try:
        table = quoted(AuditHead._meta.db_table)
        number, mac = source.execute(f"SELECT number, mac FROM {table}").fetchone()
        return number, mac
    finally:
        source.close()


def load_rows(connection: BaseDatabaseWrapper, copy: Path) -> None:
    """Fill the tables of a freshly migrated database; the caller holds the transaction."""
    source = sqlite3.connect(copy)
    try:
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor)) - {MIGRATIONS}
            names = [name for name in count_rows(copy) if name in there]
            for name in names:  # what migrating made by itself gives way
                cursor.execute(f"DELETE FROM {quoted(name)}")
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL TIME ZONE 'UTC'")  # instants lie in the file as UTC
            for name in names:
                rows = source.execute(f"SELECT * FROM {quoted(name)}")
                columns = [column[0] for column in rows.description]
                _insert(connection, cursor, name, columns, rows)
            _reset_sequences(connection, cursor, set(names))
    finally:
        source.close()


def _insert(
    connection: BaseDatabaseWrapper,
    cursor: Any,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    listed = ", ".join(map(quoted, columns))
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {quoted(table)} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([value if value is None or isinstance(value, bytes) else str(value)
                                for value in row])
        return
    marks = ", ".join(["%s"] * len(columns))
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        cursor.executemany(f"INSERT INTO {quoted(table)} ({listed}) VALUES ({marks})", batch)


def _reset_sequences(connection: BaseDatabaseWrapper, cursor: Any, tables: set[str]) -> None:
    """New rows get numbers behind those that were loaded."""
    wanted: set[type[models.Model]] = connection.introspection.installed_models(list(tables))
    for statement in connection.ops.sequence_reset_sql(no_style(), list(wanted)):
        cursor.execute(statement)


def _fetched(cursor: Any) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _plain_rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [_plain(value) for value in row]


def _plain(value: Any) -> Any:
    """A value as Django stores it in SQLite."""
    match value:
        case None | str() | int() | float() | bytes():  # a truth value is a whole number there
            return value
        case dt.datetime():
            return str(value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value)
        case dt.timedelta():
            return round(value.total_seconds() * 1_000_000)
        case uuid.UUID():
            return value.hex
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case memoryview():
            return bytes(value)
        case dt.date() | dt.time() | Decimal():
            return str(value)
    raise TypeError(f"no plain form for {type(value)}")
