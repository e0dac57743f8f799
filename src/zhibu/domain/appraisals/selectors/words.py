"""What persons wrote and were told at a life meeting, for those who may read it."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import Kind
from zhibu.domain.appraisals.models import Criticism, LifeMeeting, Outline
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def outline_get(actor: Actor, life: LifeMeeting, member: str) -> Outline:
    """The outline of a member, if he may read it; else it is not there for him."""
    row = life.outlines.filter(member=member).select_related("member").first()
    if row is None or not policies.outline_reads(actor, row, life, held=life.activity.status == ActivityStatus.HELD):
        raise NotFound("没有交提纲，或者本人还没有给支部看。")
    return row


def criticism_of(actor: Actor, life: LifeMeeting, member: str) -> list[Criticism]:
    """What was said of a member: he himself and the unit read it."""
    if not policies.is_himself(actor, member) and not policies.is_unit(actor, life.activity.organisation):
        raise NotFound("没有这份批评意见。")
    return list(life.criticism.filter(member=member).select_related("by").order_by("pk"))


def own_words(rows: Iterable[Criticism]) -> str:
    """His self-criticism."""
    return "\n".join(row.text for row in rows if row.kind == Kind.SELF)
