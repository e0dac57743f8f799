"""What writes touched: noted in their own transaction, judged right after it or by the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from zhibu.domain.audit.services import Announcement, Touch
from zhibu.domain.compliance.choices import Thing
from zhibu.domain.compliance.models import Run, Touched
from zhibu.domain.compliance.selectors.runs import run_latest
from zhibu.domain.compliance.services.judging import Progress, judge_some, rests_on_branches
from zhibu.domain.compliance.services.whole import judge_all
from zhibu.domain.compliance.services.widening import Reached, widen
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.sources.subset import MANY
from zhibu.kernel import clock
from zhibu.kernel.telling import Tell, rules_told

log = logging.getLogger(__name__)
MOST = 2000  # things that one write names; beyond that everything is judged
_left: ContextVar[bool] = ContextVar("left", default=False)
SMALL = 500  # organisations up to which all is judged at once, without waiting for the worker


def touched_note(announcement: Announcement) -> None:
    """Within the transaction of a write: note whose verdicts it may change."""
    touch = announcement.touched
    if touch is None:
        body = announcement.organisation
        touch = Touch(organisations=frozenset({body})) if body else Touch(everything=True)
    named = [
        (thing, key)
        for thing, keys in (
            (Thing.BODY, touch.organisations),
            (Thing.MEMBER, touch.members),
        )
        for key in sorted(keys)
    ]
    if touch.everything or len(named) > MOST:
        named = [(Thing.ALL, "")]
    since = clock.now()
    Touched.objects.bulk_create(
        [Touched(thing=thing, key=key, since=since) for thing, key in named], batch_size=500
    )


def verdicts_refresh(announcement: Announcement) -> None:
    """After the commit of a write: judge what is near at once; what is much is left to the worker."""
    if not _left.get():
        refresh_now()


@contextmanager
def refresh_left() -> Iterator[None]:
    """Writes of the block are noted and not judged after their commit: who wrote calls `refresh_now`.

    Where that does not happen the worker works off what was noted.
    """
    before = _left.set(True)
    try:
        yield
    finally:
        _left.reset(before)


def refresh_now(*, tell: Tell | None = None) -> Run | None:
    """Judge what was touched and is near, in the thread that calls; `tell` hears how far it is."""
    many = Organisation.objects.order_by()[: SMALL + 1].count() > SMALL
    return touched_work_off(at_once=many, progress=rules_told(tell) if tell else None)


def touched_work_off(*, at_once: bool = False, progress: Progress | None = None) -> Run | None:
    """Judge everything that was touched and not judged yet; None where there is nothing.

    With `at_once` only what can be judged while somebody waits: some branches, not the bodies above
    them. Can be called again at any time, also after a crash: a row of the table goes in the transaction
    that stores the verdicts it asked for.
    """
    rows = list(Touched.objects.all())
    if not rows or not Organisation.objects.exists():
        return None
    if run_latest() is None:
        return _first(rows, progress)
    reached = widen(rows)
    if reached.everything:
        return None if at_once else judge_all(progress=progress)
    later = reached.uppers if rests_on_branches(rulebook.rulebook()) else _named(rows)
    if not at_once:
        return judge_some(
            roots=reached.roots, uppers=later, lost=reached.lost, done=_settled(rows), progress=progress
        )
    if all(row.thing == Thing.ABOVE for row in rows) or _is_much(reached):
        return None
    return judge_some(
        roots=reached.roots, lost=reached.lost, done=_settled(rows, later), progress=progress
    )


def _first(rows: list[Touched], progress: Progress | None) -> Run | None:
    """Before anything was judged a partial store would mislead: a great change begins it."""
    if any(row.thing == Thing.ALL for row in rows):
        return judge_all(progress=progress)
    return None


def _named(rows: list[Touched]) -> set[str]:
    return {row.key for row in rows if row.thing == Thing.ABOVE}


def _is_much(reached: Reached) -> bool:
    return len(reached.roots) > MANY


def _settled(rows: list[Touched], above: set[str] = frozenset()) -> Callable[[], None]:  # type: ignore[assignment]  # read only
    """What to do in the transaction that stores: the rows go, bodies above are left to the worker."""

    def settle() -> None:
        Touched.objects.filter(pk__in=[row.pk for row in rows]).delete()
        since = min(row.since for row in rows)
        there = set(Touched.objects.filter(thing=Thing.ABOVE).values_list("key", flat=True))
        Touched.objects.bulk_create(
            [Touched(thing=Thing.ABOVE, key=key, since=since) for key in sorted(above - there)]
        )

    return settle
