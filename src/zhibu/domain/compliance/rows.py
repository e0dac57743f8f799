"""Verdicts as rows of the table, in the order of `COLUMNS`, and what a row says."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from zhibu.domain.compliance.choices import DUE, END, EVERYBODY, SEVERITY, START, Status
from zhibu.domain.compliance.grid import shown_month
from zhibu.domain.compliance.models import Run, Verdict
from zhibu.domain.compliance.places import NOWHERE, Place
from zhibu.engine import Rulebook
from zhibu.engine import Verdict as Judged
from zhibu.engine.judging.reach import Reach, changes_daily, reach

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
    "mark",
    "rolls",
    "flips_on",
)
# What the mark of a row sums up.
SUMMED = (*COLUMNS[1:16], "path", "month", "rolls")
AT = {name: index for index, name in enumerate(COLUMNS)}
DAYS = ("period_start", "period_end", "due", "flips_on")
FIXED = Reach()
SEPARATOR = "\x1f"
Row = tuple[Any, ...]
# What a row says but for the run it came with and the day on which it is looked at again.
SAID = tuple(name for name in COLUMNS if name not in ("run_id", "flips_on"))
_ROLLS = SAID.index("rolls")
_PLACES = [(SAID.index(name), flag) for name, flag in
           (("period_start", START), ("period_end", END), ("due", DUE))]  # fmt: skip


class _Reaches:
    """How the rows of each rule move; looked up once for each loading of the packs."""

    def __init__(self) -> None:
        self.known: tuple[Rulebook, dict[tuple[str, str], tuple[Reach, str]]] | None = None

    def of(self, book: Rulebook) -> dict[tuple[str, str], tuple[Reach, str]]:
        """(directive, rule) -> its reach and its kind."""
        known = self.known
        if known is None or known[0] is not book:
            found = {rule.key: (reach(rule.spec), rule.spec.kind) for rule in book.rules()}
            self.known = known = (book, found)
        return known[1]


_reaches = _Reaches()


class RowMaker:
    """Makes rows of one run: knows where each organisation stands and how each rule's rows move."""

    def __init__(self, run: Run, book: Rulebook, places: Mapping[str, Place]) -> None:
        self.run = run
        self.places = places
        self.reaches = _reaches.of(book)

    def row(self, judged: Judged) -> Row:
        """One verdict as the values of a row."""
        as_of = self.run.as_of
        organisation = "" if judged.subject == EVERYBODY else judged.organisation
        place = self.places.get(organisation, NOWHERE)
        month = shown_month(
            judged.period_start, judged.period_end, judged.due, judged.status, as_of
        )
        rolls = self._rolls(judged) if judged.subject != EVERYBODY else END
        return (
            self.run.pk,
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
            mark_of((*judged[:14], organisation, place.path, month, rolls)),
            rolls,
            self._flips_on(judged),
        )

    def _rolls(self, judged: Judged) -> int:
        found, _ = self.reaches.get((judged.directive, judged.rule), (FIXED, ""))
        as_of = self.run.as_of
        if not found.end or judged.period_end != as_of:
            return 0
        rolls = END
        if found.start and judged.period_start == as_of:
            rolls |= START
            if found.due and judged.due == as_of:
                rolls |= DUE
        return rolls

    def _flips_on(self, judged: Judged) -> dt.date | None:
        as_of = self.run.as_of
        _, kind = self.reaches.get((judged.directive, judged.rule), (FIXED, ""))
        if changes_daily(kind, judged.status, judged.period_end == as_of):
            return as_of + dt.timedelta(days=1)
        if judged.status == Status.PENDING and judged.due is not None and judged.due > as_of:
            return judged.due
        return None


def mark_of(cells: Sequence[Any]) -> int:
    """A digest of all that a row says, in the order of `SUMMED`; a day that goes with the as-of day counts as that."""
    *head, start, end, status, actual, required, due, evidence, reason, place, path, month, rolls = cells
    days = ("" if rolls & START else start.isoformat(), "" if rolls & END else end.isoformat(),
            "" if due is None or rolls & DUE else due.isoformat())  # fmt: skip
    text = SEPARATOR.join(
        (*head, *days[:2], status, actual, required, days[2], evidence, reason, place, path,
         str(month), str(rolls))
    )  # fmt: skip
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def said(row: Row) -> tuple[Any, ...]:
    """The columns of `SAID`, without the days that go along with the as-of day."""
    cells = list(row)
    for place, flag in _PLACES:
        if cells[_ROLLS] & flag:
            cells[place] = None
    return tuple(cells)


def said_of(row: Row) -> tuple[Any, ...]:
    """The same of a row in the order of `COLUMNS`."""
    return said(tuple(row[AT[name]] for name in SAID))


def stored_rows(found: QuerySet[Verdict]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """(primary key, what it says) of stored rows."""
    for pk, *cells in found.order_by().values_list("pk", *SAID).iterator(chunk_size=5000):
        yield pk, said(tuple(cells))
