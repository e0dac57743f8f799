"""Penalties as dated facts: imposed by a decision, ended before their day by a review; never deleted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members import policies
from zhibu.domain.members.choices import PenaltyKind
from zhibu.domain.members.models import Member, Penalty
from zhibu.domain.members.services import spans
from zhibu.domain.members.services.items import branches_of
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def penalty_impose(
    *, actor: Actor, member: Member, kind: str, since: dt.date, until: dt.date | None = None
) -> Penalty:
    """A penalty has effect from a day on; `until`: the first day no longer."""
    locked = spans.member_lock(member.pk)
    policies.member_change(actor, branches_of(locked))
    label = PenaltyKind(kind).label
    if since < locked.joined:
        raise Refused(f"处分的日期 {since} 早于入党日期 {locked.joined}。")
    if until is not None and until <= since:
        raise Refused(f"影响期结束的日期要晚于 {since}，读到 {until}。")
    if Penalty.objects.filter(member=locked, kind=kind, since=since).exists():
        raise Refused(f"{locked.name} {since} 的{label}已经登记过。")
    made = Penalty.objects.create(member=locked, kind=kind, since=since, until=until)
    _record(actor, "penalty.impose", made)
    return made


@transaction.atomic
def penalty_end(*, actor: Actor, penalty: Penalty, until: dt.date, why: str) -> Penalty:
    """End its effect before its day: a review changed or lifted it. What was in effect until then stays so."""
    locked = spans.member_lock(penalty.member_id)
    policies.member_change(actor, branches_of(locked))
    found = Penalty.objects.get(pk=penalty.pk)
    if until <= found.since or (found.until is not None and until >= found.until):
        raise Refused(f"提前结束的日期要在 {found.since} 以后、原来的 {found.until or '终身'} 以前，读到 {until}。")
    if not why.strip():
        raise Refused("还没有写为什么提前结束。")
    found.until = until
    found.save(update_fields=["until"])
    _record(actor, "penalty.end", found, why=why.strip())
    return found


def _record(actor: Actor, action: str, penalty: Penalty, **more: str) -> None:
    home = branches_of(penalty.member)
    entry_record(
        actor=actor,
        action=action,
        subject=penalty.member_id,
        organisation=home[0].pk if home else "",
        details={"kind": penalty.kind, "since": penalty.since, "until": penalty.until, **more},
        touched=Touch(frozenset(body.pk for body in home), frozenset({penalty.member_id})),
    )
