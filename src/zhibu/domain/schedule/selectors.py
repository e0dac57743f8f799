"""Reads for doors: how the jobs stand."""

from __future__ import annotations

from zhibu.domain.schedule.models import JobRun


def job_runs() -> list[JobRun]:
    """Every job that ever was due here, by name."""
    return list(JobRun.objects.all())
