"""Writes many rows of verdicts at once, on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.db import connection, transaction

from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.rows import AT, COLUMNS, DAYS, Row


def insert(rows: Iterable[Row]) -> None:
    """Insert many rows: COPY on PostgreSQL, one prepared statement on SQLite.

    Tens of thousands of rows are written at the first full judging; building a model for each would
    take ten times as long.
    """
    table = connection.ops.quote_name(Verdict._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column) for column in COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(COLUMNS))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        cursor.executemany(statement, cast("Sequence[Any]", _adapted(rows)))  # any iterable will do


def _adapted(rows: Iterable[Row]) -> Iterator[Row]:
    adapt = connection.ops.adapt_datefield_value
    days = [AT[name] for name in DAYS]
    for row in rows:
        values = list(row)
        for index in days:
            values[index] = adapt(values[index]) if values[index] is not None else None
        yield tuple(values)
