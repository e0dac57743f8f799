"""What PostgreSQL believes a table to hold is brought up to date where much has just been written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

MANY = 500  # rows; below that no plan goes far wrong


def statistics_renew(written: Iterable[tuple[type[models.Model], int]]) -> None:
    """Count the tables anew that got many rows; part of the caller's transaction. Nothing on SQLite.

    PostgreSQL does so itself only a minute after the commit. A table that it once found empty (an import
    was tried and taken back) it believes empty until then, and joins thousands of rows one by one with
    each of thousands: minutes where a second is needed.
    """
    if connection.vendor != "postgresql":
        return
    names = sorted({model._meta.db_table for model, rows in written if rows >= MANY})
    if names:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, names))}")
