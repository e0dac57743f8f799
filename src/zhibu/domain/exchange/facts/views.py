"""The SQL views `fact_<table>`: the database's rows in the normal form that compiled rules read.

They are derived from the exchange form and the models, never stored in a migration: dropped before
tables change (SQLite and PostgreSQL both refuse to change a table under a view) and made anew after.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import BooleanField

from zhibu.domain.exchange.facts.tables import field_of, model_of, open_columns
from zhibu.facts.contract import TABLES, Column, Kind, Table
from zhibu.facts.normal import NO_PROBATION, PRECISION, quoted

PREFIX = "fact_"
_NO_PROBATION = "(joined >= '{}' AND joined < '{}')".format(*NO_PROBATION)
_DAY_NUMBER = {
    "sqlite": "(unixepoch({column}) / 86400)",
    "postgresql": "({column} - DATE '1970-01-01')",
}
_ENDS = (Kind.PARTIAL, Kind.PARTIAL_END)


def view_sql(table: Table, vendor: str) -> str:
    """The definition of one view in the dialect of a database."""
    columns = [
        f"{expression} AS {quoted(name)}" for name, expression in _expressions(table, vendor)
    ]
    source = quoted(model_of(table.name)._meta.db_table)
    return f"CREATE VIEW {PREFIX}{table.name} AS SELECT {', '.join(columns)} FROM {source}"


def view_columns() -> dict[str, set[str]]:
    """The columns of each view, without the prefix: what a source says is there."""
    return {
        table.name: {name for name, _ in _expressions(table, "sqlite")} for table in TABLES.values()
    }


def _expressions(table: Table, vendor: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for column in open_columns(table):
        value = _value(table, column, vendor)
        known = f"CASE WHEN {quoted(column.name)} IS NOT NULL THEN {quoted(column.name + PRECISION)} END"
        if (table.name, column.name) == ("members", "full_since"):
            joined = _value(table, table.by_name["joined"], vendor)
            value = f"CASE WHEN {_NO_PROBATION} THEN {joined} ELSE {value} END"
            known = f"CASE WHEN {_NO_PROBATION} THEN joined_precision ELSE {known} END"
        found.append((column.name, value))
        if column.kind in _ENDS:
            found.append((column.name + PRECISION, known))
    if table.name == "organisations":
        found += [("path", "path"), ("path_end", PATH_END)]
    return found


# The last segment of the path plus one; the leading 1 keeps its zeros. Says the same on both databases.
PATH_END = (
    "substr(path, 1, length(path) - 6) || "
    "substr(CAST(CAST(substr(path, length(path) - 5) AS INTEGER) + 1000001 AS VARCHAR(7)), 2)"
)


def _value(table: Table, column: Column, vendor: str) -> str:
    field = field_of(table.name, column)
    name = quoted(str(field.column))
    if (table.name, column.name) == ("members", "birth"):  # the exchange form has exact days only
        return (
            f"CASE WHEN birth_precision = 'day' THEN {_DAY_NUMBER[vendor].format(column=name)} END"
        )
    if isinstance(field, BooleanField):
        return f"CASE WHEN {name} THEN 'yes' WHEN NOT {name} THEN 'no' END"
    match column.kind:
        case Kind.DAY | Kind.PARTIAL | Kind.PARTIAL_END:
            return _DAY_NUMBER[vendor].format(column=name)
        case Kind.MONEY:  # whole fen; the column holds yuan with two decimals
            return f"CAST(ROUND({name} * 100) AS BIGINT)"
        case _:
            may_be_empty = not column.required and not field.null
            return f"NULLIF({name}, '')" if may_be_empty else name


def drop_views(connection: BaseDatabaseWrapper) -> None:
    """Take the views away, so that tables can change."""
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP VIEW IF EXISTS {PREFIX}{name}")


def make_views(connection: BaseDatabaseWrapper) -> None:
    """Make all views anew, in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        drop_views(connection)
        for table in TABLES.values():
            cursor.execute(view_sql(table, connection.vendor))


def before_migrate(sender: AppConfig, using: str, plan: Any, **_: Any) -> None:
    """Listens to Django's `pre_migrate`."""
    if plan:
        drop_views(connections[using])


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Listens to Django's `post_migrate`; a database that is migrated only in part gets no views."""
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        make_views(connections[using])
