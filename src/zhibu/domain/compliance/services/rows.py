"""Verdicts as rows of the table: written in bulk, in the order of `COLUMNS`, on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db import connection, transaction

from zhibu.domain.compliance.choices import EVERYBODY, SEVERITY, Status
from zhibu.domain.compliance.grid import shown_month
from zhibu.domain.compliance.models import Run, Verdict
from zhibu.domain.compliance.places import NOWHERE, Place
from zhibu.engine import Verdict as Judged

COLUMNS = (
    "run_id",
    "directive",
    "rule",
    "article",
    "strength",
    "subject_kind",
    "subject",
    "period_start",
    "period_end",
    "status",
    "actual",
    "required",
    "due",
    "evidence",
    "reason",
    "organisation",
    "line",
    "path",
    "month",
    "severity",
)


def row_of(judged: Judged, run: Run, places: Mapping[str, Place]) -> tuple[Any, ...]:
    """One verdict as the values of a row."""
    organisation = "" if judged.subject == EVERYBODY else judged.organisation
    place = places.get(organisation, NOWHERE)
    month = shown_month(
        judged.period_start, judged.period_end, judged.due, judged.status, run.as_of
    )
    return (
        run.pk,
        judged.directive,
        judged.rule,
        judged.article,
        judged.strength,
        judged.subject_kind,
        judged.subject,
        judged.period_start,
        judged.period_end,
        judged.status,
        judged.actual,
        judged.required,
        judged.due,
        judged.evidence,
        judged.reason,
        organisation,
        place.line,
        place.path,
        month,
        SEVERITY[Status(judged.status)],
    )


def insert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert many rows: COPY on PostgreSQL, one prepared statement on SQLite.

    Tens of thousands of rows are written at each full judging; building a model for each would
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


def _adapted(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datefield_value
    days = [COLUMNS.index(name) for name in ("period_start", "period_end", "due")]
    for row in rows:
        values = list(row)
        for index in days:
            values[index] = adapt(values[index]) if values[index] is not None else None
        yield tuple(values)
