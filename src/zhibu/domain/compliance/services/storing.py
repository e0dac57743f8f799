"""Puts verdicts in place of those stored: only rows that differ are deleted and written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zhibu.domain.compliance.choices import DUE, END, START
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.rows import AT, Row
from zhibu.domain.compliance.services.inserting import insert

Key = tuple[str, str, str, dt.date | None]
CHUNK = 500  # ids named in one statement


@dataclass(slots=True)
class Difference:
    """What is stored and no longer said, and what is said and not stored."""

    gone: list[int] = field(default_factory=list)
    fresh: list[Row] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many verdicts are otherwise; one that only changed counts once."""
        return max(len(self.gone), len(self.fresh))


def difference(stored: QuerySet[Verdict], found: Sequence[Row]) -> Difference:
    """Compare by the marks of the rows: what they say, but for days that go with the as-of day."""
    mark = AT["mark"]
    wanted = {row[mark]: row for row in found}
    result = Difference()
    kept: set[int] = set()
    for pk, old in stored.order_by().values_list("pk", "mark").iterator(chunk_size=5000):
        if old in wanted and old not in kept:
            kept.add(old)
        else:
            result.gone.append(pk)
    result.fresh = [row for key, row in wanted.items() if key not in kept]
    return result


def store(run: Run, stored: QuerySet[Verdict], found: Sequence[Row]) -> Difference:
    """Write what differs, and a change for each verdict whose status is otherwise; the rest goes along
    with the day. Must run inside a transaction; `run` is saved.
    """
    differing = difference(stored, found)
    before = _statuses(differing.gone)
    delete(differing.gone)
    insert((run.pk, *row[1:]) for row in differing.fresh)
    changes = (_change(run, row, before) for row in differing.fresh)
    Change.objects.bulk_create([c for c in changes if c is not None], batch_size=1000)
    roll(stored, run.as_of)
    return differing


def roll(stored: QuerySet[Verdict], as_of: dt.date) -> None:
    """Set the days of rows that are the as-of day itself to a new one."""
    moving = stored.filter(rolls__gt=0).exclude(period_end=as_of).order_by()
    full = moving.filter(rolls=END | START | DUE)
    full.update(period_end=as_of, period_start=as_of, due=as_of)
    moving.filter(rolls=END | START).update(period_end=as_of, period_start=as_of)
    moving.filter(rolls=END).update(period_end=as_of)


def on_lines(organisations: Iterable[str]) -> QuerySet[Verdict]:
    """The stored verdicts of these organisations, also of those that are gone or stood elsewhere."""
    return Verdict.objects.filter(line__in=set(organisations) - {""})


def _chunks(gone: Sequence[int]) -> Iterator[Sequence[int]]:
    return (gone[start : start + CHUNK] for start in range(0, len(gone), CHUNK))


def delete(gone: Sequence[int]) -> None:
    """Delete verdicts by their keys, some at a time."""
    for some in _chunks(gone):
        chosen = Verdict.objects.filter(pk__in=some)
        chosen._raw_delete(chosen.db)


def _statuses(gone: Sequence[int]) -> dict[Key, str]:
    """The statuses of rows about to go, by key; a start that goes with the day counts as none."""
    found: dict[Key, str] = {}
    names = ("directive", "rule", "subject", "period_start", "rolls", "status")
    for some in _chunks(gone):
        for *key, start, rolls, status in Verdict.objects.filter(pk__in=some).values_list(*names):
            directive, rule, subject = key
            found[directive, rule, subject, None if rolls & START else start] = status
    return found


def _change(run: Run, row: Row, before: dict[Key, str]) -> Change | None:
    directive, rule, subject = (row[AT[name]] for name in ("directive", "rule", "subject"))
    start, status = row[AT["period_start"]], row[AT["status"]]
    old = before.get((directive, rule, subject, None if row[AT["rolls"]] & START else start))
    if old is None or old == status:
        return None
    return Change(
        run=run,
        directive=directive,
        rule=rule,
        subject=subject,
        period_start=start,
        path=row[AT["path"]],
        before=old,
        after=status,
    )
