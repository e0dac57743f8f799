"""Which judging the stored verdicts come from, and whether they still say how things are."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.models import Run


def run_latest() -> Run | None:
    """The last judging of everything that came to its end."""
    return Run.objects.filter(scope=Scope.ALL, finished_at__isnull=False).order_by("-pk").first()


def stale_reason(run: Run | None, today: dt.date) -> str:
    """Why the stored verdicts may not say how things are today; empty where they do."""
    if run is None:
        return "还没有核查过。每天凌晨会自动核查；管理员也可以现在运行 zhibu check 的每日任务。"
    if run.as_of < today:
        return f"这些结论截至 {run.as_of}，今天的核查还没有做。到期的日子可能不准。"
    return ""
