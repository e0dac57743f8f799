"""What is stored beside what a judging of everything says, in little memory however many rows there are."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection

from zhibu.domain.compliance.choices import SEVERITY, START, Status
from zhibu.domain.compliance.marks import Marks
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.rows import SUMMED, Row, mark_of

_CHUNK = 5_000  # rows read or written at a time


class StoredMarks:
    """The marks of all stored verdicts, 17 bytes each, and which of them were met again.

    A verdict that does not say what its mark sums up was changed past the program: nobody meets it.
    """

    def __init__(self) -> None:
        marks, self.keys = array("q"), array("q")
        self.altered: list[int] = []
        rows = Verdict.objects.order_by("mark").values_list("mark", "pk", "severity", *SUMMED)
        for mark, key, severity, *cells in rows.iterator(chunk_size=_CHUNK):
            if mark != mark_of(cells) or severity != _severity(cells):
                self.altered.append(key)
                continue
            marks.append(mark)
            self.keys.append(key)
        self.marks = Marks(marks)

    def meet(self, mark: int) -> bool:
        """Whether a verdict with this mark is stored; from now on it counts as met."""
        return self.marks.meet(mark)

    def gone(self) -> list[int]:
        """The keys of stored verdicts that nobody met; where two say the same, of the second."""
        unmet = [key for key, met in zip(self.keys, self.marks.met, strict=True) if not met]
        return unmet + self.altered


def _severity(cells: list[Any]) -> int:
    return SEVERITY[Status(cells[SUMMED.index("status")])]


class WaitingRows:
    """Rows on their way into the table: in a file without a name in the data folder, gone with its last reader."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=settings.ZHIBU_DATA)  # noqa: SIM115 -- closed with its owner
        self._last: list[Row] = []
        self.count = 0

    def add(self, row: Row) -> None:
        """One more row."""
        self._last.append(row)
        self.count += 1
        if len(self._last) == _CHUNK:
            pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
            self._last = []

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for _ in range(self.count // _CHUNK):
            yield from pickle.load(self._file)  # noqa: S301 -- what we wrote ourselves a moment ago
        yield from self._last

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def changes_note(run: Run) -> None:
    """Note each verdict of which the rows just written by a run have another status than the row they replace.

    To be called while both are stored. A start that goes with the day counts as the same day.
    """
    name = connection.ops.quote_name
    verdicts, changes = name(Verdict._meta.db_table), name(Change._meta.db_table)
    rolling = f"({{0}}.rolls & {START})"
    new, old = rolling.format("n"), rolling.format("o")
    statement = f"""
        INSERT INTO {changes} (run_id, directive, rule, subject, period_start, path, {name("before")}, {name("after")})
        SELECT n.run_id, n.directive, n.rule, n.subject, n.period_start, n.path, o.status, n.status
        FROM {verdicts} AS n JOIN {verdicts} AS o ON o.subject = n.subject AND o.rule = n.rule
            AND o.directive = n.directive AND {new} = {old} AND ({new} <> 0 OR o.period_start = n.period_start)
        WHERE n.run_id = %s AND o.run_id <> n.run_id AND o.status <> n.status
        ORDER BY n.id"""  # noqa: S608 -- our own words
    with connection.cursor() as cursor:
        cursor.execute(statement, [run.pk])
