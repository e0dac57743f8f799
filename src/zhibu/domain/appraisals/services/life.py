"""The package of an organisational-life meeting: theme, study, papers, outlines, criticism."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import paper_note
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import LIFE_TYPES, Kind, Source
from zhibu.domain.appraisals.models import Criticism, LifeMeeting, LifeText, Outline
from zhibu.domain.appraisals.services.noting import life_lock, life_noted
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.rulebook.selectors import paper_labels
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened

LONGEST = 20_000  # signs of a paper or an outline
MOST = 200  # opinions on one member


@transaction.atomic
def life_open(
    *, actor: Actor, activity: Activity, source: str = Source.OWN, basis: str = "",
    outlines_by: dt.date | None = None, talks_since: dt.date | None = None, names_critics: bool = False,
    studies: Sequence[Activity] = (),
) -> LifeMeeting:  # fmt: skip
    """Begin the package of a meeting, or change what it says.

    `basis`: the notice from above, where the theme comes from there. `outlines_by`: the last day for handing in
    outlines. `studies`: the sessions before the meeting. `names_critics`: whether it is written down who criticised.
    """
    body = activity.organisation
    policies.life_change(actor, body)
    if activity.type not in LIFE_TYPES:
        raise Refused("只有组织生活会和民主生活会才有这套材料。")
    _require_days(activity, outlines_by, talks_since)
    if source == Source.ABOVE and not basis.strip():
        raise Refused("主题是上级定的，写明是哪份通知。")
    if any(one.organisation_id != body.pk and not body.path.startswith(one.organisation.path) for one in studies):
        raise Refused("会前学习只选本组织和上级支部的学习。")
    require_fits(LifeMeeting, basis=basis.strip())
    row, made = LifeMeeting.objects.get_or_create(activity=activity, defaults={"opened_on": clock.today()})
    row = life_lock(row)
    row.source, row.basis, row.names_critics = source, basis.strip(), names_critics
    row.outlines_by, row.talks_since = outlines_by, talks_since
    row.save()
    row.studies.set(studies)
    life_noted(actor, "life.open" if made else "life.change", row, {
        "source": source, "outlines_by": outlines_by, "studies": len(studies), "names_critics": names_critics,
    })  # fmt: skip
    return row


def _require_days(activity: Activity, outlines_by: dt.date | None, talks_since: dt.date | None) -> None:
    if outlines_by is not None and outlines_by > activity.on:
        raise Refused(f"提纲交稿日期 {outlines_by} 晚于开会日期 {activity.on}，写会前的日期。")
    if talks_since is not None and talks_since > activity.on:
        raise Refused(f"谈心谈话从 {talks_since} 算起，晚于开会日期 {activity.on}，写会前的日期。")


@transaction.atomic
def life_write(*, actor: Actor, life: LifeMeeting, kind: str, text: str, on: dt.date) -> LifeText:
    """Write a paper of the package (plan, preparation, host's script); it counts as that paper from its day."""
    locked = life_lock(life)
    policies.life_change(actor, locked.activity.organisation)
    _require_kind(kind)
    require_happened(on, "材料")
    _require_text(text, "材料")
    row, _ = LifeText.objects.update_or_create(life=locked, kind=kind, defaults={"text": text.strip(), "on": on})
    _paper(actor, locked, kind, on)
    life_noted(actor, "life.write", locked, {"kind": kind, "on": on})
    return row


@transaction.atomic
def life_note(*, actor: Actor, life: LifeMeeting, kind: str, on: dt.date) -> None:
    """Note that a paper of the package is there: on paper, or put together from what was entered."""
    locked = life_lock(life)
    policies.life_change(actor, locked.activity.organisation)
    _require_kind(kind)
    require_happened(on, "材料")
    _paper(actor, locked, kind, on)
    life_noted(actor, "life.note", locked, {"kind": kind, "on": on})


def _require_kind(kind: str) -> None:
    if kind not in paper_labels():
        raise Refused(f"没有叫 {kind} 的材料种类。")


def _require_text(text: str, what: str) -> None:
    if not text.strip():
        raise Refused(f"{what}还没有写内容。")
    if len(text) > LONGEST:
        raise Refused(f"{what}最多 {LONGEST} 个字，读到 {len(text)} 个字，分开写或者上传文件。")


def _paper(actor: Actor, life: LifeMeeting, kind: str, on: dt.date) -> None:
    paper_note(actor=actor.entrusted(), organisation=life.activity.organisation, kind=kind, on=on, about=life.pk)


@transaction.atomic
def outline_save(
    *, actor: Actor, life: LifeMeeting, member: Member, text: str, shared: bool = False, handed: bool = False
) -> Outline:
    """Keep one's outline; `handed`: hand it in today, once. What was handed in can still be changed until the meeting."""
    locked = life_lock(life)
    policies.outline_write(actor, member.pk)
    if locked.activity.status == ActivityStatus.HELD and Outline.objects.filter(life=locked, member=member, handed_on__isnull=False).exists():
        raise Refused("会已经开过，交过的提纲不再改；有补充的，写到整改措施里。")
    _require_text(text, "提纲")
    row = Outline.objects.select_for_update().filter(life=locked, member=member).first()
    row = row or Outline(life=locked, member=member)
    row.text, row.shared, row.changed_at = text.strip(), shared, clock.now()
    if handed and row.handed_on is None:
        row.handed_on = clock.today()
    row.save()
    life_noted(actor, "outline.save", locked, {"handed": row.handed_on is not None, "shared": shared}, member.pk)
    return row


@transaction.atomic
def criticism_save(
    *, actor: Actor, life: LifeMeeting, member: Member, own: str = "", received: Sequence[tuple[str, Member | None]] = ()
) -> None:
    """Put down what a member said of himself and what others said of him; replaces what stood there.

    `received`: (text, who said it); who is kept only where the unit wants it.
    """
    locked = life_lock(life)
    policies.life_narrow(actor, locked.activity.organisation)
    if locked.activity.status != ActivityStatus.HELD:
        raise Refused("会还没有开，开了再记批评和自我批评。")
    if len(received) > MOST:
        raise Refused(f"一个人最多记 {MOST} 条意见，读到 {len(received)} 条。")
    Criticism.objects.filter(life=locked, member=member).delete()
    rows = [Criticism(life=locked, member=member, kind=Kind.SELF, text=own.strip())] if own.strip() else []
    for text, by in received:
        if text.strip():
            said_by = by if locked.names_critics else None
            rows.append(Criticism(life=locked, member=member, kind=Kind.RECEIVED, by=said_by, text=text.strip()))
    for row in rows:
        _require_text(row.text, "意见")
    Criticism.objects.bulk_create(rows)
    life_noted(actor, "criticism.save", locked, {"received": sum(row.kind == Kind.RECEIVED for row in rows)}, member.pk)
