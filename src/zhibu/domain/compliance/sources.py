"""The facts to judge: the application's own database, or a copy of all of it in DuckDB."""

from __future__ import annotations

from django.db import connection

from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.exchange.facts.views import PREFIX
from zhibu.engine.sources import DuckDBSource, PostgresSource, Source, SQLiteSource


def database_source() -> Source:
    """The open connection of this thread, through the views: for one organisation, in milliseconds."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        return PostgresSource(connection.connection, prefix=PREFIX)
    return SQLiteSource(connection.connection, prefix=PREFIX)


def whole_copy() -> DuckDBSource:
    """All facts, copied into a private DuckDB: for everything at once."""
    bundle = open_bundle()
    return DuckDBSource(bundle.connection, bundle.tables)
