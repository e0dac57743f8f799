"""Many rows into one table quickly: COPY on PostgreSQL, one prepared statement on SQLite.

A county's year is half a million rows; building a model for each would take ten times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, models
from encrypted_fields.fields import EncryptedFieldMixin

from zhibu.domain.exchange.facts.tables import model_of
from zhibu.domain.organisations.derived import DERIVED, derived_of
from zhibu.facts.contract import TABLES, Column, Kind
from zhibu.facts.normal import PRECISION
from zhibu.kernel.dates import PartialDate

BATCH = 20_000
Row = Mapping[str, Any]
Values = tuple[Any, ...]


def stored_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that a new row gives values to: all but a number that the database gives."""
    return [f for f in model._meta.concrete_fields if not isinstance(f, models.BigAutoField)]


def values_of(table: str, rows: Iterable[Row]) -> Iterator[Values]:
    """Rows that name columns as the exchange form does (or as the model) as values in stored order.

    What a row leaves out gets the model's own default. What is derived from a column comes along.
    """
    makers = _makers(table)
    names = {name for name, _ in makers}
    sources = [name for name, beside in DERIVED.items() if set(beside) <= names]
    partial = [column for column in TABLES[table].columns if column.is_partial]
    for row in rows:
        more: dict[str, Any] = dict(derived_of({name: row.get(name) for name in sources}))
        for column in partial:
            more |= _stored_partial(column, row.get(column.name))
        full = {**row, **more} if more else row
        yield tuple(make(full.get(name)) for name, make in makers)


def _stored_partial(column: Column, value: Any) -> Row:
    """`1998-07` as its first day (an end: the first day after it) and how exactly it is known."""
    if isinstance(value, str) and len(value) < 10:
        value = PartialDate.parse(value)
    if not isinstance(value, PartialDate):
        return {}
    day = value.after() if column.kind is Kind.PARTIAL_END else value.first
    return {column.name: day, column.name + PRECISION: value.precision}


def write(table: str, values: Iterable[Values]) -> int:
    """Insert values in the order of `stored_fields`; the caller holds the transaction."""
    model = model_of(table)
    fields = stored_fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    into = quote(model._meta.db_table)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
                    count += 1
            return count
        marks = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {into} ({columns}) VALUES ({marks})"
        remaining = iter(values)
        while batch := list(islice(remaining, BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


@cache
def _makers(table: str) -> list[tuple[str, Callable[[Any], Any]]]:
    """For each stored field: its name in a row, and how a value of a row becomes a stored one."""
    return [(field.name, _maker(field)) for field in stored_fields(model_of(table))]


def _maker(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    default = field.get_default()
    if isinstance(field, EncryptedFieldMixin):
        return lambda value: field.get_db_prep_save(value or None, connection)
    if isinstance(field, models.BooleanField):
        yes_no = {"yes": True, "no": False, True: True, False: False}
        return lambda value: default if value is None else yes_no[value]
    if isinstance(field, models.DateField):
        return lambda value: value.isoformat() if isinstance(value, dt.date) else value or default
    if isinstance(field, models.DecimalField):
        return lambda value: default if value is None else str(value)
    return lambda value: default if value is None else value
