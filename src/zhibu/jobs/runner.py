"""Claims due jobs and runs them; what a job raises is noted and tried again in an hour."""

from __future__ import annotations

import datetime as dt
import logging
import time

from zhibu.domain.compliance.services import rules_compile, touched_work_off
from zhibu.domain.notices.services import outbox_work_off
from zhibu.domain.schedule import services
from zhibu.jobs.schedule import JOBS, Job
from zhibu.jobs.work import Progress
from zhibu.kernel.clock import now
from zhibu.kernel.errors import ZhibuError

RETRY = dt.timedelta(hours=1)
PATIENCE = 20  # seconds between two notes on how far a job is
OUTBOX_PAUSE = 10  # seconds between two looks at the outbox of notices
log = logging.getLogger("zhibu.jobs")


def run_due(*, at: dt.datetime, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run all jobs that are due and not claimed by another process; one line for each."""
    lines = []
    for job in jobs:
        services.job_plan(name=job.name, due_at=job.next_after(at))
        if services.job_claim(name=job.name, at=at):
            lines.append(_run_claimed(job, at))
    return lines


def _run_claimed(job: Job, at: dt.datetime) -> str:
    due_at, failed = job.next_after(at), False
    try:
        outcome = _do(job, at.date(), _Logged(job.title))
    except Exception as error:
        log.exception("job %s failed", job.name)
        due_at, failed = at + RETRY, True
        outcome = f"失败：{error}"
    services.job_finish(
        name=job.name, at=now(), due_at=due_at, outcome=outcome[:2000], failed=failed
    )
    return f"{job.title}：{outcome}"


def run_named(
    *, name: str, day: dt.date, jobs: tuple[Job, ...] = JOBS, progress: Progress | None = None
) -> str:
    """Run one job now, as if it were `day`; `progress` is told how far it is."""
    for job in jobs:
        if job.name == name:
            return f"{job.title}：{_do(job, day, progress)}"
    raise ZhibuError(f"没有任务“{name}”，可选：{'、'.join(job.name for job in jobs)}。")


def _do(job: Job, day: dt.date, progress: Progress | None) -> str:
    return job.do(day, progress=progress) if job.tells else job.do(day)


class _Logged:
    """Notes how far a job is, now and then: who reads the log sees that it is at work."""

    def __init__(self, title: str) -> None:
        self.title, self.next = title, time.monotonic() + PATIENCE

    def __call__(self, done: int, total: int, what: str) -> None:
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + PATIENCE
            log.info("%s %s/%s：%s", self.title, done, total, what)


_outbox_next = [0.0]


def work_off() -> None:
    """Judge what was touched and is still waiting, compile rules that changed, send notices that are due.

    Asked for every second, mostly nothing is; the outbox is looked at now and then.
    """
    touched_work_off()
    rules_compile()
    if time.monotonic() >= _outbox_next[0]:
        _outbox_next[0] = time.monotonic() + OUTBOX_PAUSE
        outbox_work_off()
