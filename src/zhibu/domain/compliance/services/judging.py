"""Has some organisations judged and keeps the verdicts (everything: `whole.py`). Derived: nothing to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from zhibu.domain.audit.selectors import record_end
from zhibu.domain.audit.services import record_hold
from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.models import Run, Verdict
from zhibu.domain.compliance.places import places_of
from zhibu.domain.compliance.rows import Row, RowMaker
from zhibu.domain.compliance.selectors.runs import digest_of, run_latest
from zhibu.domain.compliance.services.storing import on_lines, store
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook, Window, judge
from zhibu.engine import Verdict as Judged
from zhibu.engine.judging.everything import rules_judged
from zhibu.engine.judging.judging import concerned
from zhibu.engine.judging.reach import judges_above, reads_below
from zhibu.engine.sources.subset import MANY
from zhibu.kernel import clock

Progress = Callable[[int, int, str], None]
TRIES = 2  # judgings beside others at work, before they are made to wait


class Keeping(Protocol):
    """A judging whose verdicts are to be kept."""

    def judge(self) -> None:
        """Judge, outside of any transaction that holds others up."""

    def fits(self) -> bool:
        """Whether what it found can be stored as it is; nobody else stores meanwhile."""

    def replace(self, end: int) -> Run:
        """Store what it found, judged on all that was written up to this entry of the record."""


@dataclass(slots=True)
class Judging:
    """Some organisations: what is to be judged, and in place of what it is stored."""

    run: Run
    book: Rulebook
    found: Callable[[], list[Judged]]
    stored: Callable[[], QuerySet[Verdict]]
    done: Callable[[], None]  # what else is true once the verdicts are stored
    rows: list[Row] = field(default_factory=list)

    def judge(self) -> None:
        verdicts = self.found()
        maker = RowMaker(self.run, self.book, places_of(v.organisation for v in verdicts))
        self.rows = [maker.row(verdict) for verdict in verdicts]

    def fits(self) -> bool:
        return True  # what is stored is looked at when it is replaced

    def replace(self, end: int) -> Run:
        run = self.run
        run.facts_at, run.rows = str(end), len(self.rows)
        run.save()
        store(run, self.stored(), self.rows)
        self.done()
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at"])
        return run


def judge_organisation(*, organisation: str, as_of: dt.date | None = None) -> Run | None:
    """Judge one branch with its groups and members on the application's own database.

    None where nothing was ever judged: then the next full judging brings everything, and a partial store
    would only mislead.
    """
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None or run_latest() is None:
        return None
    if body.kind == "party_group" and body.parent is not None:
        body = body.parent  # what a group does may decide how its branch stands
    return judge_some(roots={body.pk}, as_of=as_of)


def judge_some(
    *,
    roots: Iterable[str],
    uppers: Iterable[str] = (),
    lost: Iterable[str] = (),
    as_of: dt.date | None = None,
    scope: Scope = Scope.ONE,
    done: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
) -> Run:
    """Judge some organisations with all below them, and of others (`uppers`) only what is their own.

    Of those that are no more (`lost`) what is stored goes. `done` is called in the transaction that stores the verdicts.
    """
    book, window = rulebook.rulebook(), Window.until(as_of or clock.today())
    bodies = dict(Organisation.objects.filter(pk__in=set(roots)).values_list("pk", "path"))
    above = set(uppers) - set(bodies)
    one = next(iter(bodies)) if len(bodies) == 1 and not above else ""
    run = run_new(scope, one, book, window)

    def found() -> list[Judged]:
        verdicts = _judged_below(book, window, bodies, progress)
        verdicts += _judged_above(book, window, above)
        return list({verdict.key: verdict for verdict in verdicts}.values())

    def stored() -> QuerySet[Verdict]:
        below = Organisation.objects.filter(_under(bodies.values())).order_by()
        return on_lines({*below.values_list("pk", flat=True), *bodies, *above, *lost})

    return keep(Judging(run, book, found, stored, done))


def _judged_below(
    book: Rulebook, window: Window, bodies: dict[str, str], progress: Progress | None
) -> list[Judged]:
    if not bodies:
        return []
    few = _bodies_below(bodies.values()) <= MANY
    source = database_source(window.as_of) if few else whole_copy(window.as_of)
    verdicts = judge(book, source, window, scope=set(bodies), progress=progress)
    return [verdict for verdict in verdicts if verdict.organisation]


def _bodies_below(paths: Iterable[str]) -> int:
    return Organisation.objects.filter(_under(paths)).order_by()[: MANY + 1].count()


def _under(paths: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__under=path)
    return condition


def _judged_above(book: Rulebook, window: Window, above: set[str]) -> list[Judged]:
    """The verdicts of bodies above the branches on themselves; they may rest on everything below."""
    rules = concerned([r for r in book.rules() if judges_above(r.spec)], database_source())
    if not above or not rules:
        return []
    with rules_judged(book, rules, whole_copy(window.as_of), window) as verdicts:
        return [verdict for verdict in verdicts if verdict.organisation in above]


def rests_on_branches(book: Rulebook) -> bool:
    """Whether some rule in force anywhere judges an upper body by facts of the branches below it."""
    return bool(concerned([r for r in book.rules() if reads_below(r.spec)], database_source()))


def keep(judging: Keeping) -> Run:
    """Judge, and put the verdicts in place of those stored; both rest on the same facts.

    Judging takes seconds and holds nobody up, so facts may be written meanwhile: then once more. Storing
    is one at a time, since two at once would both delete what is there and both add their rows.
    """
    for _ in range(TRIES):
        end = record_end()
        judging.judge()
        with transaction.atomic():
            if record_hold() == end and judging.fits():
                return judging.replace(end)
    with transaction.atomic():  # they keep writing: now they wait
        end = record_hold()
        judging.judge()
        return judging.replace(end)


def run_new(scope: str, organisation: str, book: Rulebook, window: Window) -> Run:
    """A run that is about to begin; not saved."""
    packs = "，".join(f"{key} {found.digest[:8]}" for key, found in sorted(book.directives.items()))
    run = Run(
        scope=scope,
        organisation=organisation,
        since=window.since,
        as_of=window.as_of,
        packs=packs[:400],
        digest=digest_of(book),
        started_at=clock.now(),
    )
    if scope == Scope.ALL:
        named = sorted(book.directives.items())
        run.versions = {key: found.digest for key, found in named}
        run.parameters = {key: dict(found.values) for key, found in named if found.values}
    return run
