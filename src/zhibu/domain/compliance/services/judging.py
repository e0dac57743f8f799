"""Has everything judged, or one organisation, and keeps the verdicts. Derived: nothing to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhibu.domain.audit.selectors import record_end
from zhibu.domain.audit.services import Announcement, record_hold
from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.places import places
from zhibu.domain.compliance.selectors.runs import digest_of
from zhibu.domain.compliance.services import rows
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook, Window, judge
from zhibu.engine import Verdict as Judged
from zhibu.kernel import clock

Key = tuple[str, str, str, dt.date]
Progress = Callable[[int, int, str], None]
TRIES = 2  # judgings beside others at work, before they are made to wait


def judge_all(*, as_of: dt.date | None = None, progress: Progress | None = None) -> Run:
    """Judge everything as of a day and replace all stored verdicts in one transaction."""
    book, window = rulebook.rulebook(), Window.until(as_of or clock.today())

    def found() -> list[Judged]:
        return judge(book, whole_copy(), window, progress=progress)

    run = _kept(_run(Scope.ALL, "", book, window), found, Verdict.objects.all())
    _make_ready(book, window)
    return run


def _make_ready(book: Rulebook, window: Window) -> None:
    """Have the rules compiled for the application's own database too, so that no page waits for it.

    What is compiled is kept on disk: this costs seconds once for each version of a pack, then nothing.
    """
    line = Verdict.objects.exclude(line="").order_by().values_list("line", flat=True).first()
    if line is not None:
        judge(book, database_source(), window, scope={line})


def judge_organisation(*, organisation: str, as_of: dt.date | None = None) -> Run | None:
    """Judge one organisation with its groups and members on the application's own database.

    Called after writes that touch its facts. None where nothing was ever judged: then the next full
    judging brings everything, and a partial store would only mislead.
    """
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None or not Run.objects.filter(scope=Scope.ALL).exists():
        return None
    if body.kind == OrganisationKind.PARTY_GROUP and body.parent is not None:
        body = body.parent  # what a group does may decide how its branch stands
    book, window = rulebook.rulebook(), Window.until(as_of or clock.today())
    scope = {body.pk}

    def found() -> list[Judged]:
        verdicts = judge(book, database_source(), window, scope=scope)
        return [verdict for verdict in verdicts if verdict.organisation]

    stored = Verdict.objects.filter(path__under=body.path)
    return _kept(_run(Scope.ONE, body.pk, book, window), found, stored)


def _kept(run: Run, found: Callable[[], list[Judged]], stored: QuerySet[Verdict]) -> Run:
    """Judge, and put the verdicts in place of those stored; both rest on the same facts.

    Judging takes seconds and holds nobody up, so facts may be written meanwhile: then once more. Storing
    is one at a time, since two at once would both delete what is there and both add their rows.
    """
    for _ in range(TRIES):
        end, verdicts = record_end(), found()
        with transaction.atomic():
            if record_hold() == end:
                return _replace(run, end, verdicts, stored)
    with transaction.atomic():  # they keep writing: now they wait
        return _replace(run, record_hold(), found(), stored)


def _replace(run: Run, end: int, verdicts: list[Judged], stored: QuerySet[Verdict]) -> Run:
    run.facts_at = str(end)
    run.save()
    before = _statuses(stored)
    stored.all().delete()
    _store(run, verdicts, before)
    if run.scope == Scope.ALL:
        _forget_small_runs(run)
    return run


def verdicts_refresh(announcement: Announcement) -> None:
    """Listens to writes of facts: judges the branch they touched, or everything below an upper body."""
    key = announcement.organisation
    if key and not Organisation.objects.filter(pk=key, kind__in=UPPER_KINDS).exists():
        judge_organisation(organisation=key)
    elif Organisation.objects.exists():
        judge_all()


def _run(scope: str, organisation: str, book: Rulebook, window: Window) -> Run:
    packs = "，".join(f"{key} {found.digest[:8]}" for key, found in sorted(book.directives.items()))
    return Run(
        scope=scope,
        organisation=organisation,
        since=window.since,
        as_of=window.as_of,
        packs=packs[:400],
        digest=digest_of(book),
        started_at=clock.now(),
    )


def _statuses(verdicts: QuerySet[Verdict]) -> dict[Key, str]:
    found = verdicts.order_by().values_list(
        "directive", "rule", "subject", "period_start", "status"
    )
    return {row[:4]: row[4] for row in found.iterator(chunk_size=5000)}


def _store(run: Run, verdicts: Iterable[Judged], before: dict[Key, str]) -> None:
    """Write the rows, and a change for each verdict that was otherwise before."""
    where = places()
    made = [rows.row_of(verdict, run, where) for verdict in verdicts]
    rows.insert(made)
    changes = [change for row in made if (change := _change(run, row, before))]
    Change.objects.bulk_create(changes, batch_size=1000)
    run.rows, run.finished_at = len(made), clock.now()
    run.save(update_fields=["rows", "finished_at"])


_AT = {name: rows.COLUMNS.index(name) for name in rows.COLUMNS}


def _change(run: Run, row: tuple[Any, ...], before: dict[Key, str]) -> Change | None:
    key = (
        row[_AT["directive"]],
        row[_AT["rule"]],
        row[_AT["subject"]],
        row[_AT["period_start"]],
    )
    status = row[_AT["status"]]
    old = before.get(key)
    if old is None or old == status:
        return None
    return Change(
        run=run,
        directive=key[0],
        rule=key[1],
        subject=key[2],
        period_start=key[3],
        path=row[_AT["path"]],
        before=old,
        after=status,
    )


def _forget_small_runs(latest: Run) -> None:
    """No verdict points to earlier judgings of one organisation any more; those with changes stay."""
    small = Run.objects.filter(scope=Scope.ONE, pk__lt=latest.pk, changes__isnull=True)
    small.delete()
