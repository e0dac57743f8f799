"""The papers of a meeting are noted with their files, or taken back: rules see them as `Paper`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import paper_note, paper_withdraw
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.selectors.papers import has_papers
from zhibu.domain.meetings.services.noting import held, named, noted, require_open
from zhibu.domain.rulebook.selectors import paper_labels
from zhibu.domain.uploads.services import files_store
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened

NOUN = "meeting"  # of its files


@transaction.atomic
def meeting_paper(
    *, actor: Actor, activity: Activity, kind: str, on: dt.date | None = None, files: Sequence[tuple[str, bytes]] = (),
    base: int | None = None,
) -> Activity:  # fmt: skip
    """A paper of this kind is there since a day (today), on paper or as the files given; once noted it is not doubled."""
    found, sheet = held(activity, base=base, doing="登记材料")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "登记材料")
    _require_kind(found, kind)
    day = on or clock.today()
    require_happened(day, "材料的")
    if not Paper.objects.filter(about=found.pk, kind=kind).exists():
        paper_note(actor=actor.entrusted(), organisation=found.organisation, kind=kind, on=day, about=found.pk)
    if files:
        files_store(actor=actor, organisation=found.organisation, noun=NOUN, about=found.pk, files=files)
    noted(actor, found, sheet, "paper", {"kind": kind, "day": day, "files": len(files)})
    return found


@transaction.atomic
def meeting_paper_undo(*, actor: Actor, activity: Activity, kind: str, base: int | None = None) -> Activity:
    """It was noted by mistake; files that came with it stay until somebody takes them away."""
    found, sheet = held(activity, base=base, doing="撤回材料")
    policies.meeting_keep(actor, found.organisation)
    _require_kind(found, kind)
    rows = list(Paper.objects.filter(about=found.pk, kind=kind))
    if not rows:
        raise Refused(f"{named(found)}没有登记过{paper_labels()[kind]}，没有可撤回的。")
    for row in rows:
        paper_withdraw(actor=actor.entrusted(), organisation=found.organisation, paper=row)
    noted(actor, found, sheet, "paper_undo", {"kind": kind})
    return found


def _require_kind(activity: Activity, kind: str) -> None:
    if kind not in paper_labels():
        raise Refused(f"没有叫 {kind} 的材料种类。")
    if not has_papers(activity):
        raise Refused(f"{named(activity)}的材料有自己的页面，在那里登记。")
