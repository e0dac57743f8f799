"""The facts to judge: the application's own database, or a copy of all of it in DuckDB."""

from __future__ import annotations

import datetime as dt
import functools

from django.db import connection

from zhibu.domain.activities.models import Activity
from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.exchange.facts.then import PostgresThen, SQLiteThen
from zhibu.domain.exchange.facts.views import PREFIX
from zhibu.domain.organisations.past import Then, then
from zhibu.engine.sources.sessions import DuckDBSource, PostgresSource, Source, SQLiteSource


def database_source(on: dt.date | None = None) -> Source:
    """The open connection of this thread, through the views: for one organisation, in milliseconds.

    `on`: with the tree of organisations of that day, where it was another.
    """
    connection.ensure_connection()
    source: Source
    was = then(on) if on is not None else None
    if was is not None and not was.as_now:
        return _past_source(was)
    if connection.vendor == "postgresql":
        source = PostgresSource(connection.connection, prefix=PREFIX)
    else:
        source = SQLiteSource(connection.connection, prefix=PREFIX)
    source.lists = _lists(connection.vendor)
    return source


def _past_source(was: Then) -> Source:
    found = PostgresThen if connection.vendor == "postgresql" else SQLiteThen
    source = found(connection.connection, prefix=PREFIX)
    source.was, source.lists = was, _lists(connection.vendor)
    return source


@functools.cache
def _lists(vendor: str) -> dict[str, str]:
    """Activities that list several hosts or speakers, in the words of the indexes `activity_hosts`, `activity_speakers`."""
    find = "STRPOS" if vendor == "postgresql" else "INSTR"
    table = Activity._meta.db_table
    return {
        role: f"""SELECT id, "{role}" FROM {table} WHERE {find}(NULLIF("{role}", ''), ' ') > 0"""  # noqa: S608 -- our own words
        for role in ("host", "speaker")
    }


def whole_copy(on: dt.date | None = None) -> DuckDBSource:
    """All facts, copied into a private DuckDB: for everything at once; `on`: with the tree of that day."""
    bundle = open_bundle(on=on)
    return DuckDBSource(bundle.connection, bundle.tables)
