"""Has everything judged and keeps the verdicts: they go by one after another, only what differs is held."""

from __future__ import annotations

import datetime as dt
import logging

from zhibu.domain.compliance import rows
from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.digests import Digesting, run_digest
from zhibu.domain.compliance.models import Run, Touched, Verdict
from zhibu.domain.compliance.places import places
from zhibu.domain.compliance.selectors.runs import run_latest
from zhibu.domain.compliance.services import storing
from zhibu.domain.compliance.services.comparing import StoredMarks, WaitingRows, changes_note
from zhibu.domain.compliance.services.inserting import insert
from zhibu.domain.compliance.services.judging import Progress, keep, run_new
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook, Window, judge
from zhibu.engine.forecasting import forecast
from zhibu.engine.judging.everything import everything_judged
from zhibu.kernel import clock

log = logging.getLogger(__name__)
TOLD = 20  # rows that were not fresh named in the log


def judge_all(*, as_of: dt.date | None = None, progress: Progress | None = None) -> Run:
    """Judge everything as of a day; what is stored otherwise is put right in one transaction.

    Where all that was written had been judged already nothing is otherwise; if something is, that is a
    fault of ours: it is counted in `differences`, logged and shown to the keeper.
    """
    whole = Whole(Window.until(as_of or clock.today()), progress)
    run = keep(whole)
    _make_ready(whole.book, whole.window)
    return run


class Whole:
    """Everything: judged and put beside what is stored in one go, before anybody is held up."""

    def __init__(self, window: Window, progress: Progress | None) -> None:
        self.window, self.progress = window, progress
        self._begin()
        self.waiting = WaitingRows()
        self.gone: list[int] = []
        self.digesting = Digesting()
        self.beside: int | None = None

    def _begin(self) -> None:
        self.book = rulebook.rulebook_now()
        self.run = run_new(Scope.ALL, "", self.book, self.window)

    def judge(self) -> None:
        """Judge; rows that are not stored wait in a file.

        The rules are read again each time: a version published while the last judging ran is in the
        record up to which this one stores, and what waits to be judged for it is then told as done.
        """
        self._begin()
        self.beside = _last_run()
        self.waiting.close()
        self.waiting, self.digesting = WaitingRows(), Digesting()
        stored, mark = StoredMarks(), rows.AT["mark"]
        maker = rows.RowMaker(self.run, self.book, places())
        with everything_judged(self.book, whole_copy(self.window.as_of), self.window, progress=self.progress) as verdicts:
            for verdict in self.digesting.passing(verdicts):
                row = maker.row(verdict)
                if not stored.meet(row[mark]):
                    self.waiting.add(row)
        self.gone = stored.gone()

    def fits(self) -> bool:
        """Whether what is stored is what was looked at: no other judging stored anything since."""
        return self.beside == _last_run()

    def replace(self, end: int) -> Run:
        """Write what differs, and a change for each verdict whose status is otherwise."""
        run, known = self.run, _all_known(self.run)
        run.facts_at, run.rows = str(end), self.digesting.count
        run.rule_digests = self.digesting.rules()
        run.row_digest = run_digest(run.rule_digests)
        run.differences = max(len(self.gone), self.waiting.count) if known else None
        run.save()
        insert((run.pk, *row[1:]) for row in self.waiting)
        self.waiting.close()
        if self.gone:
            changes_note(run)
            storing.delete(self.gone)
        storing.roll(Verdict.objects.all(), run.as_of)
        _tell(run)
        Touched.objects.all().delete()
        _forget_small_runs(run)
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at"])
        return run


def _last_run() -> int | None:
    """Every storing of verdicts brings a run."""
    return Run.objects.order_by("-pk").values_list("pk", flat=True).first()


def _all_known(run: Run) -> bool:
    """Whether the store should say already what this run says: same day, same rules, nothing waiting."""
    latest = run_latest()
    return (
        latest is not None
        and (latest.as_of, latest.digest) == (run.as_of, run.digest)
        and not Touched.objects.exists()
    )


def _tell(run: Run) -> None:
    if run.differences:
        written = Verdict.objects.filter(run=run).order_by("directive", "rule", "subject")
        named = written.values_list("directive", "rule", "subject").distinct()[:TOLD]
        told = "; ".join(map(" ".join, named))
        log.error("verdicts were not fresh: %s rows differ: %s", run.differences, told)


def _forget_small_runs(latest: Run) -> None:
    """Small runs after which nothing was otherwise; those with changes stay."""
    small = Run.objects.exclude(scope=Scope.ALL).filter(pk__lt=latest.pk, changes__isnull=True)
    small.filter(kept__isnull=True).delete()


def _make_ready(book: Rulebook, window: Window) -> None:
    """Have the rules compiled for the application's own database too, so that no page waits for it.

    What is compiled is kept on disk: this costs seconds once for each version of a pack, then half a one.
    The coming year asks for other working tables than the days gone by.
    """
    line = Verdict.objects.exclude(line="").order_by().values_list("line", flat=True).first()
    if line is not None:
        judge(book, database_source(), window, scope={line})
        forecast(book, database_source(), window.as_of, {line})
