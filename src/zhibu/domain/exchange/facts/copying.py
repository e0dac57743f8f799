"""The database's facts as a bundle in a private DuckDB: what is judged as a whole, and exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa
from django.db import connection

from zhibu.domain.exchange.facts.tables import ENCRYPTED
from zhibu.domain.exchange.facts.views import PREFIX
from zhibu.domain.members.models import Member
from zhibu.facts.bundle import Bundle, private_connection
from zhibu.facts.contract import TABLES, Kind, Table
from zhibu.facts.loading import create_empty
from zhibu.facts.normal import PRECISION, normal_columns, quoted

CHUNK = 100_000
_ARROW = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "BIGINT": pa.int64()}


def open_bundle(*, personal: bool = False, tables: Iterable[str] = TABLES) -> Bundle:
    """All facts of the database in normal form; personal columns only where they are wanted."""
    there = {name: _present(TABLES[name], personal) for name in tables}
    bundle = Bundle(private_connection(), there)
    for name, present in there.items():
        _copy(bundle.connection, TABLES[name], present)
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
    for rows in _chunks(f"SELECT {names} FROM {PREFIX}{table.name}"):  # noqa: S608 -- names of the contract
        columns = [
            pa.array(cells, kind)
            for cells, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
        ]
        target.register("incoming", pa.Table.from_arrays(columns, schema=schema))
        target.execute(f"INSERT INTO {quoted(table.name)} ({names}) SELECT * FROM incoming")  # noqa: S608 -- names of the contract
        target.unregister("incoming")
    if hidden:
        _copy_encrypted(target, hidden)


def _chunks(statement: str) -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


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
    target.execute(f"UPDATE members SET {settings} FROM opened WHERE opened.id = members.id")  # noqa: S608 -- names of the contract
    target.unregister("opened")
