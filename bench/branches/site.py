"""Fills the site's own database (SQLite) with the made-up facts, past its forms: only for measuring."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb

from bench.branches.judging import Place

TABLES = {
    "organisations": "organisations_organisation", "members": "members_member",
    "memberships": "members_membership", "posts": "members_post", "penalties": "members_penalty",
    "activities": "activities_activity", "attendance": "activities_attendance", "dues": "dues_due",
}
_CHUNK = 20_000


def filled(size: str, folder: str) -> Place:
    """The made-up facts of `size` branches, and the site's own database filled with them where it has none."""
    from django.conf import settings

    from zhibu.domain.organisations.models import Organisation

    place = Place(Path(folder), int(size))
    place.make()
    if not Organisation.objects.exists():
        fill(Path(settings.DATABASES["default"]["NAME"]), place)
    return place


def fill(database: Path, place: Place) -> None:
    """Copy the facts of a place into a migrated database that has none yet."""
    with (
        duckdb.connect(str(place.normal), read_only=True) as facts,
        sqlite3.connect(database) as site,
    ):
        site.execute("PRAGMA synchronous = OFF")
        for table, target in TABLES.items():
            there = {row[0] for row in facts.execute(f"describe {table}").fetchall()}
            columns = site.execute(f"PRAGMA table_info({target})").fetchall()
            wanted = [(name, kind, needed) for _, name, kind, needed, _, key in columns
                      if not (key and kind == "INTEGER")]
            selected = ", ".join(_value(there, *column) for column in wanted)
            names = ", ".join(f'"{name}"' for name, _, _ in wanted)
            insert = f"INSERT INTO {target} ({names}) VALUES ({', '.join('?' * len(wanted))})"
            rows = facts.execute(f"select {selected} from {table}")
            while chunk := rows.fetchmany(_CHUNK):
                site.executemany(insert, chunk)
        site.commit()
        site.execute("ANALYZE")


def _value(there: set[str], name: str, kind: str, needed: int) -> str:
    """SQL for a column of the site from the normal form, with something empty where it has none."""
    own = name.removesuffix("_id")
    if name == "depth":
        return "length(path) // 6 - 1"
    if name.endswith("_precision"):
        return f"coalesce({name}, 'day')" if name in there else "'day'"
    if name == "name" and name not in there:
        return "id"
    if own not in there:
        empty = "''" if "char" in kind else "0"
        return empty if needed else "NULL"
    if kind == "date":
        return f"""CAST(DATE '1970-01-01' + "{own}" AS VARCHAR)"""
    if kind == "decimal":
        return f'"{own}" / 100.0'
    return f"""coalesce("{own}", '')""" if needed and "char" in kind else f'"{own}"'
