"""Which judging the stored verdicts come from, and whether they still say how things are."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max

from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Run, Touched
from zhibu.domain.compliance.selectors.visible import changes_seen_by
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

PATIENCE = dt.timedelta(seconds=5)  # for which nobody is told that verdicts are being made
RECENT = dt.timedelta(days=7)
CHANGES_SHOWN = 6


def run_latest() -> Run | None:
    """The last judging that brought all verdicts to a day: of everything, or of what that day changed."""
    whole = Run.objects.exclude(scope=Scope.ONE).filter(finished_at__isnull=False)
    return whole.order_by("-pk").first()


def stale_reason(run: Run | None, today: dt.date) -> str:
    """Why the stored verdicts may not say how things are today; empty where they do."""
    if run is None:
        return "还没有核查过。每天凌晨会自动核查；等不及的，由管理员运行 zhibu work --job daily-check。"
    if run.digest != digest_of(rulebook.rulebook()):
        return "制度包改过了，这些结论还是按原来的规则判断的。下一次核查以后更新。"
    if run.as_of < today:
        return f"这些结论截至 {run.as_of}，今天的核查还没有做。到期的日子可能不准。"
    if Touched.objects.filter(since__lt=clock.now() - PATIENCE).exists():
        return "刚才有人改了数据，牵涉的结论正在重新核查；等几分钟再看，还这样就告诉管理员。"
    return ""


def digest_of(book: Rulebook) -> str:
    """Changes when a file of any pack does."""
    packs = sorted(book.directives.items())
    joined = "\n".join(f"{key} {directive.digest}" for key, directive in packs)
    return hashlib.sha256(joined.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Changed:
    """Verdicts of one rule that lately became otherwise."""

    citation: Citation
    after: str
    count: int
    on: dt.date


def changes_recent(*, actor: Actor, today: dt.date) -> list[Changed]:
    """What the judgings of the last days found otherwise than before, the latest first."""
    rows = (
        changes_seen_by(actor)
        .filter(run__as_of__gte=today - RECENT)
        .order_by()
        .values_list("directive", "rule", "after")
        .annotate(count=Count("pk"), on=Max("run__as_of"))
        .order_by("-on", "-count")[:CHANGES_SHOWN]
    )
    return [
        Changed(cite(directive, rule), after, count, on)
        for directive, rule, after, count, on in rows
    ]
