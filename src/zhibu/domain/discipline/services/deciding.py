"""The general meeting decides, the body above approves, and the penalty has effect from that day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.discipline import policies
from zhibu.domain.discipline.effects import Effect, effects
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.discipline.services.noting import held, noted, require_text, stepped
from zhibu.domain.members.choices import LeaveReason
from zhibu.domain.members.services.following import posts_end_with
from zhibu.domain.members.services.penalties import penalty_impose
from zhibu.domain.members.services.standing import member_leave
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import Refused


@transaction.atomic
def matter_resolve(
    *, actor: Actor, file: DisciplineFile, on: dt.date, activity: str, kind: str, months: int | None = None
) -> DisciplineFile:
    """The general meeting (`activity`) decided on a penalty; Refused before he was heard."""
    found = held(file)
    policies.matter_handle(actor, found)
    if not found.heard:
        raise Refused("还没有把事实告诉本人、听取他的说明和申辩，支部大会不能决定处分。")
    effect = effect_of(kind)
    found.proposed, found.months = effect.kind, months_of(effect, months)
    stepped(actor, found, "penalty_resolution", on, paper="resolution", decided_by=activity, outcome=effect.label)
    found.save(update_fields=["proposed", "months"])
    noted(actor, found, "resolve", on=on, kind=found.proposed)
    return found


@transaction.atomic
def matter_approve(
    *, actor: Actor, file: DisciplineFile, on: dt.date, approved_by: str, number: str,
    kind: str = "", months: int | None = None,
) -> DisciplineFile:
    """The body above approved; the penalty has effect from this day on.

    `kind` where it decided otherwise than the meeting. Probation within the Party ends his posts, expulsion his
    membership, as the data of the packs say.
    """
    found = held(file)
    policies.matter_approve(actor, found)
    if not found.proposed:
        raise Refused("支部大会还没有决定。上级直接决定的，先登记支部大会或者写明按特殊情况直接办理。")
    effect = effect_of(kind or found.proposed)
    length = months_of(effect, months if months is not None else (None if kind else found.months))
    found.approved_by = require_text(approved_by, "哪个机关批准的")
    found.decision_number = number.strip()
    require_fits(DisciplineFile, approved_by=found.approved_by, decision_number=found.decision_number)
    stepped(actor, found, "penalty_approval", on, paper="penalty_decision", outcome=effect.label)
    until = add_months(on, length) if length is not None else None
    found.penalty = penalty_impose(
        actor=actor.entrusted(), member=found.member, kind=effect.kind, since=on, until=until
    )
    found.proposed, found.months = effect.kind, length
    found.save(update_fields=["proposed", "months", "approved_by", "decision_number", "penalty"])
    _follow(actor, found, effect, on)
    noted(actor, found, "approve", on=on, kind=effect.kind)
    return found


def effect_of(kind: str) -> Effect:
    """The effect of a kind; Refused where the packs do not know it."""
    found = effects().get(kind)
    if found is None:
        names = "、".join(effect.label for effect in effects().values())
        raise Refused(f"没有叫“{kind}”的处分，应为{names}之一。")
    return found


def months_of(effect: Effect, months: int | None) -> int | None:
    """The length that was decided; the only one where there is but one; None: for ever."""
    if not effect.months:
        return None
    if months is None and len(effect.months) == 1:
        return effect.months[0]
    if months not in effect.months:
        allowed = "或 ".join(f"{one} 个月" for one in effect.months)
        raise Refused(f"{effect.label}的影响期应为{allowed}（{effect.article}）。")
    return months


def _follow(actor: Actor, file: DisciplineFile, effect: Effect, on: dt.date) -> None:
    if effect.ends_posts and not effect.ends_membership:  # with his membership they end anyhow
        posts_end_with(actor=actor, member=file.member_id, on=on, why=effect.label)
    if effect.ends_membership:
        member_leave(actor=actor.entrusted(), member=file.member, on=on, reason=LeaveReason.EXPELLED)
