"""Claiming and finishing a job. No audit entry here: the work itself writes its own."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from zhibu.domain.schedule.models import JobRun

AHEAD = dt.timedelta(days=2)
LEASE = dt.timedelta(hours=1)  # a job that was cut short may be claimed again after this


def job_plan(*, name: str, due_at: dt.datetime) -> None:
    """Make the row of a job that has none yet; a row that is there keeps its time."""
    JobRun.objects.get_or_create(name=name, defaults={"due_at": due_at})


def job_claim(*, name: str, at: dt.datetime) -> bool:
    """Take a due job; True for exactly one of all who ask at the same time.

    Jobs are due every day: one that is due or claimed further ahead was planned by a clock that has been
    set back since, and is due now.
    """
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + AHEAD)
    due = JobRun.objects.filter(free, Q(due_at__lte=at) | Q(due_at__gt=at + AHEAD), name=name)
    return due.update(claimed_until=at + LEASE) == 1


def job_finish(
    *, name: str, at: dt.datetime, due_at: dt.datetime, outcome: str, failed: bool
) -> None:
    """Note how it went, and when it is due again."""
    JobRun.objects.filter(name=name).update(
        claimed_until=None, finished_at=at, due_at=due_at, outcome=outcome, failed=failed
    )
