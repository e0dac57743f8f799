"""Keeps a run so that it can be checked again later, though packs change; and lets it go by rule."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.compliance import policies
from zhibu.domain.compliance.choices import Scope
from zhibu.domain.compliance.digests import Digesting, run_digest
from zhibu.domain.compliance.models import KeptRun, Run
from zhibu.domain.compliance.sealing import pack_bytes, verdict_bytes
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Window
from zhibu.engine.judging.everything import everything_judged
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

YEARS = 5  # for which a run is kept where nothing else is said


def run_keep(*, actor: Actor, run: Run, reason: str, until: dt.date | None = None) -> KeptRun:
    """Seal a run: its verdicts and the texts of its packs are stored.

    Refused where its verdicts can no longer be had: facts or packs are otherwise now. Then a new judging
    can be kept.
    """
    policies.run_keep(actor)
    today = clock.today()
    until = until or today.replace(day=1, year=today.year + YEARS)
    if not reason.strip():
        raise Refused("还没有填“为什么保存”。")
    if until <= today:
        raise Refused(f"保存到的日期要晚于今天，读到 {until}。")
    if run.scope != Scope.ALL or not run.row_digest:
        raise Refused("只能保存对全部组织的核查。")
    if KeptRun.objects.filter(run=run).exists():
        raise Refused("这次核查已经保存了。")
    packs = pack_bytes()
    digesting, window = Digesting(), Window(run.since, run.as_of)
    with everything_judged(rulebook.rulebook(), whole_copy(window.as_of), window) as verdicts:
        sealed = verdict_bytes(digesting.passing(verdicts))
    if run_digest(digesting.rules()) != run.row_digest:
        raise Refused("那次核查以后事实或者规则改过，当时的结论已经取不出来。等今晚重新核查（或运行 zhibu work --job daily-check），再保存新的。")
    with transaction.atomic():
        kept = KeptRun.objects.create(
            run=run,
            reason=reason.strip()[:200],
            kept_by=actor.name,
            kept_at=clock.now(),
            keep_until=until,
            verdicts=sealed,
            packs=packs,
        )
        _record(actor, "run.keep", run, kept)
    return kept


@transaction.atomic
def run_release(*, actor: Actor, run: Run) -> None:
    """Let what was kept of a run go; its digest and counts stay."""
    policies.run_release(actor)
    kept = KeptRun.objects.select_for_update().filter(run=run).first()
    if kept is None:
        raise Refused("这次核查没有保存。")
    _record(actor, "run.release", run, kept)
    kept.delete()


@transaction.atomic
def runs_expire(*, actor: Actor, day: dt.date) -> int:
    """Let go what was to be kept until a day that has come; the daily job."""
    ended = list(KeptRun.objects.filter(keep_until__lte=day).select_related("run"))
    for kept in ended:
        _record(actor, "run.expire", kept.run, kept)
        kept.delete()
    return len(ended)


def _record(actor: Actor, action: str, run: Run, kept: KeptRun) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=str(run.pk),
        details={
            "as_of": run.as_of,
            "digest": run.row_digest,
            "reason": kept.reason,
            "until": kept.keep_until,
        },
    )
