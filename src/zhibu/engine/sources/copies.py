"""Copies of a bundle in SQLite, PostgreSQL or Spark, to judge it there; nothing of them outlives its block."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibu.engine.sources.sessions import DuckDBSource, PostgresSource, Source, SQLiteSource
from zhibu.engine.sources.workbench import FACTS_LOOKUPS
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import normal_columns, quoted
from zhibu.facts.prepared import write_tables
from zhibu.kernel.errors import ZhibuError

if TYPE_CHECKING:
    import psycopg

    from zhibu.facts.bundle import Bundle

ENGINES = ("duckdb", "sqlite", "postgres", "spark")

@contextlib.contextmanager
def opened(bundle: Bundle, engine: str) -> Iterator[Source]:
    """The facts of a bundle on an engine."""
    if engine == "duckdb":
        yield DuckDBSource(bundle.connection, bundle.tables)
    elif engine == "sqlite":
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            yield _sqlite_copy(bundle, connection)
    elif engine == "postgres":
        with _postgres_url() as url:
            yield from _postgres(bundle, url)
    elif engine == "spark":
        yield from _spark(bundle)
    else:
        raise ZhibuError(f"没有“{engine}”这种计算方式，可用：{'、'.join(ENGINES)}。")


def _columns(bundle: Bundle, table: str) -> list[tuple[str, str]]:
    return normal_columns(TABLES[table], bundle.tables[table])


def _sqlite_copy(bundle: Bundle, connection: sqlite3.Connection) -> SQLiteSource:
    for table in bundle.tables:
        columns = _columns(bundle, table)
        typed = ", ".join(
            f"{quoted(name)} {'TEXT' if kind == 'VARCHAR' else 'INTEGER'}" for name, kind in columns)
        connection.execute(f"CREATE TABLE {quoted(table)} ({typed})")
        names = ", ".join(quoted(name) for name, _ in columns)
        rows = bundle.connection.execute(f"SELECT {names} FROM {quoted(table)}").fetchall()
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", rows)
        for column in FACTS_LOOKUPS.get(table, ()):
            if column in dict(columns):
                index = quoted(f"{table}_{column}")
                connection.execute(f"CREATE INDEX {index} ON {quoted(table)} ({quoted(column)})")
    connection.execute("ANALYZE")
    return SQLiteSource(connection, bundle.tables)


@contextlib.contextmanager
def _postgres_url() -> Iterator[str]:
    """The server named by `ZHIBU_POSTGRES_URL`, else a cluster for the length of the block."""
    named = os.environ.get("ZHIBU_POSTGRES_URL")
    if named:
        yield named
        return
    from zhibu.kernel.throwaway_postgres import throwaway_postgres

    with throwaway_postgres() as url:
        yield url


def _postgres(bundle: Bundle, url: str) -> Iterator[Source]:
    import psycopg

    try:
        connection = psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as error:
        raise ZhibuError(f"连不上 PostgreSQL：{error}检查 ZHIBU_POSTGRES_URL。") from error
    with connection:
        for table in bundle.tables:
            _copy_table(bundle, connection, table)
        connection.execute("ANALYZE")
        yield PostgresSource(connection, bundle.tables)


def _copy_table(bundle: Bundle, connection: psycopg.Connection[Any], table: str) -> None:
    """A temporary table: it goes with the connection, also when that is torn down by an error."""
    columns = _columns(bundle, table)
    typed = ", ".join(
        f"{quoted(name)} {'TEXT' if kind == 'VARCHAR' else 'BIGINT'}" for name, kind in columns)
    names = ", ".join(quoted(name) for name, _ in columns)
    connection.execute(f"CREATE TEMP TABLE {quoted(table)} ({typed})")
    result = bundle.connection.execute(f"SELECT {names} FROM {quoted(table)}")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN") as copy,
    ):
        while rows := result.fetchmany(10_000):
            for row in rows:
                copy.write_row(row)


def _spark(bundle: Bundle) -> Iterator[Source]:
    """Files on which Spark works: those of a prepared bundle, else written for the length of the block."""
    from zhibu.engine.sources.spark import SparkSource
    from zhibu.engine.sources.spark_start import master, on_this_machine, spark

    if bundle.prepared is not None:
        spark()
        yield SparkSource(bundle.prepared, bundle.tables)
        return
    if not on_this_machine():
        raise ZhibuError(f"集群（{master()}）读不到本机内存里的数据。先用 zhibu facts prepare 把数据包整理到"
                         "集群每台机器都能读的文件夹，再核查那个文件夹。")
    spark()
    with tempfile.TemporaryDirectory(prefix="zhibu-spark-") as name:
        write_tables(bundle, Path(name))
        yield SparkSource(Path(name), bundle.tables)
