"""The database's facts as a bundle in a private DuckDB: what is judged as a whole, and exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa
from django.db import connection
from pyarrow import csv

from zhibu.domain.exchange.facts.tables import ENCRYPTED
from zhibu.domain.exchange.facts.then import copy_as_of
from zhibu.domain.exchange.facts.views import PREFIX
from zhibu.domain.members.models import Member
from zhibu.facts.bundle import Bundle, private_connection
from zhibu.facts.contract import TABLES, Table
from zhibu.facts.loading import create_empty
from zhibu.facts.normal import normal_columns, quoted
from zhibu.kernel.garbage import collector_paused

CHUNK = 50_000  # rows in Python at a time
_ARROW = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "BIGINT": pa.int64()}


def open_bundle(
    *,
    personal: bool = False,
    tables: Iterable[str] = TABLES,
    ordered: bool = False,
    on: dt.date | None = None,
) -> Bundle:
    """All facts of the database in normal form; personal columns only where they are wanted.

    `on`: with the tree of that day in the place of today's.
    `ordered`: rows in the order of their keys, so that two exports of the same facts are the same.
    """
    there = {name: _present(TABLES[name], personal) for name in tables}
    bundle = Bundle(private_connection(), there)
    for name, present in there.items():
        _copy(bundle.connection, TABLES[name], present)
        if on is not None and name == "organisations":
            copy_as_of(bundle.connection, on)
        if ordered:
            source, key = quoted(name), ", ".join(map(quoted, TABLES[name].key))
            bundle.connection.execute(
                f"CREATE OR REPLACE TABLE {source} AS SELECT * FROM {source} ORDER BY {key}"
            )
    return bundle


def _present(table: Table, personal: bool) -> set[str]:
    return {column.name for column in table.columns if personal or not column.personal}


def _copy(target: duckdb.DuckDBPyConnection, table: Table, present: set[str]) -> None:
    """One view into one table, a chunk of rows at a time."""
    wanted = [
        (name, kind) for name, kind in normal_columns(table, present) if name not in ENCRYPTED
    ]
    hidden = [name for name, _ in normal_columns(table, present) if name in ENCRYPTED]
    create_empty(target, table, present)
    if table.name == "organisations":
        for name in ("path", "path_end"):
            target.execute(f"ALTER TABLE organisations ADD COLUMN {name} VARCHAR")
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in wanted])
    names = ", ".join(quoted(name) for name, _ in wanted)
    read = _read_copy if connection.vendor == "postgresql" else _read_rows
    for part in read(f"SELECT {names} FROM {PREFIX}{table.name}", schema):
        target.register("incoming", part)
        target.execute(f"INSERT INTO {quoted(table.name)} ({names}) SELECT * FROM incoming")
        target.unregister("incoming")
    if hidden:
        _copy_encrypted(target, hidden)


def _read_rows(statement: str, schema: pa.Schema) -> Iterator[pa.Table]:
    """SQLite: rows through the driver. (A second SQLite library in this process would break its locks.)"""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while True:
            with collector_paused():  # it would walk all these rows again and again
                rows = cursor.fetchmany(CHUNK)
                if not rows:
                    return
                cells = zip(zip(*rows, strict=True), schema.types, strict=True)
                part = pa.Table.from_arrays([pa.array(c, k) for c, k in cells], schema=schema)
                del rows, cells
            yield part


def _read_copy(statement: str, schema: pa.Schema) -> Iterator[pa.Table]:
    """PostgreSQL: its own COPY, read by Arrow; NULL is an empty cell without quotes."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as copy:
        content = b"".join(copy)
    if not content:
        return
    yield csv.read_csv(
        pa.BufferReader(content),
        read_options=csv.ReadOptions(column_names=schema.names),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
    )


def _copy_encrypted(target: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Encrypted columns are opened by their model, member by member, and joined on."""
    rows = list(zip(*Member.objects.order_by().values_list("pk", *names), strict=True))
    if not rows:
        return
    opened = pa.Table.from_arrays(
        [pa.array(cells, pa.string()) for cells in rows], names=["id", *names]
    )
    target.register("opened", opened)
    settings = ", ".join(f"{quoted(name)} = opened.{quoted(name)}" for name in names)
    target.execute(f"UPDATE members SET {settings} FROM opened WHERE opened.id = members.id")
    target.unregister("opened")
