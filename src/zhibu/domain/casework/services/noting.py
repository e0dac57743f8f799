"""What every write of a case shares: the lock, what is next kept for lists, the audit entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from zhibu.domain.audit.services import Announcement, Touch, entry_record
from zhibu.domain.casework.choices import Acts
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.casework.policies import OWN_ROOM
from zhibu.domain.casework.selectors.progress import progresses
from zhibu.domain.casework.standing import Progress
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.happened import require_happened

BATCH = 500


def locked(case: Case) -> Case:
    """The case as it stands now, nobody else changing it."""
    found = Case.objects.select_for_update().select_related("organisation").filter(pk=case.pk).first()
    if found is None:
        raise Refused("这件事刚才已经不在了，重新打开页面看一看。")
    return found


def require_open(case: Case) -> None:
    """Refused where the case is closed."""
    if case.closed is not None:
        raise Refused(f"这件事在 {case.closed} 已经{case.outcome or '办结'}；还要登记，先重新打开。")


def require_begun(on: dt.date, since: dt.date, what: str) -> None:
    """Refused where a day lies ahead, or before the case was opened."""
    require_happened(on, what, after=since, before="这件事开始的日期",
                     mend="日期写错了的改正；后面的步骤先登记了的，撤回那一步，从头登记")


def require_opened_here(actor: Actor, procedure: str) -> None:
    """Whether a case of this procedure may be opened without the room that keeps its file."""
    own = OWN_ROOM.get(procedure)
    if own is not None and not actor.everything:
        raise NotAllowed(f"{own.name}不在这里开：{own.opened}。")


def require_handled_here(actor: Actor, case: Case) -> None:
    """A case with a file of its own is handled where the file is; one that came by an import has none."""
    own = OWN_ROOM.get(case.procedure)
    if own is not None and not actor.everything and own.of(case) is not None:
        raise NotAllowed(f"这件事在“{own.name}”里办，每一步都登记在那里。")


def next_note(cases: Iterable[Case]) -> None:
    """Keep what is next of each case beside it, for lists and desks."""
    found = list(cases)
    known = {one.case.pk: one for one in progresses(found, clock.today())}
    for case in found:
        values = _next(known.get(case.pk))
        CaseRoad.objects.update_or_create(case=case, defaults=values)


def _next(progress: Progress | None) -> dict[str, Any]:
    if progress is None or progress.case.closed is not None or progress.upcoming is None:
        return {"next_step": "", "acts": Acts.NOBODY, "starts_on": None, "due_on": None}
    step = progress.upcoming
    due = min((one.due for one in progress.steps if one.due and not one.done and one.strength in ("must", "usual")),
              default=None)
    return {"next_step": step.code, "acts": progress.acts, "starts_on": step.earliest, "due_on": due}


def cases_refresh(told: Announcement) -> None:
    """After directives or facts changed in bulk: what is next of all open cases that this concerns."""
    found = Case.objects.filter(closed__isnull=True).select_related("organisation").order_by("pk")
    body = Organisation.objects.filter(pk=told.organisation).first() if told.organisation else None
    if body is not None:
        found = found.filter(organisation__path__under=body.path)
    batch: list[Case] = []
    for case in found.iterator(chunk_size=BATCH):
        batch.append(case)
        if len(batch) == BATCH:
            next_note(batch)
            batch = []
    next_note(batch)


def record(actor: Actor, action: str, case: Case, details: Mapping[str, Any]) -> None:
    """The audit entry; whose facts changed: those of the organisation whose case it is."""
    entry_record(
        actor=actor, action=action, subject=case.pk, organisation=case.organisation_id,
        details={"procedure": case.procedure, "about": case.subject, **details},
        touched=Touch(frozenset({case.organisation_id})),
    )  # fmt: skip
