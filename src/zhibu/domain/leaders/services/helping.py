"""A leader is talked with when his group does not get on; a leader who leaves hands over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.leaders import policies
from zhibu.domain.leaders.choices import Outcome
from zhibu.domain.leaders.models import HandOver, Interview
from zhibu.domain.leaders.selectors.work import open_work
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def interview_record(
    *, actor: Actor, post: Post, on: dt.date, by: str, gist: str, improve_by: dt.date | None = None
) -> Interview:
    """Record that the branch talked with a leader: who, when, what about, until when it is to get better.

    The record keeps that it took place, never what was said.
    """
    policies.interview_change(actor, post.organisation, post.member)
    if on < post.since or (post.until is not None and on >= post.until):
        raise Refused(f"约谈的日期要在任职期间，{post.since} 起；读到 {on}。")
    if not by.strip() or not gist.strip():
        raise Refused("写明谁谈的、谈了什么。")
    if improve_by is not None and improve_by <= on:
        raise Refused(f"改进期限要晚于约谈的日期 {on}，读到 {improve_by}。")
    require_fits(Interview, by=by.strip())
    made = Interview.objects.create(
        id=new_id("itv"), post=post, on=on, by=by.strip(), gist=gist.strip(), improve_by=improve_by,
        recorded_by=actor.name,
    )  # fmt: skip
    entry_record(
        actor=actor, action="interview.record", subject=made.pk, organisation=post.organisation_id,
        details={"post": post.pk, "on": on, "improve_by": improve_by},
    )  # fmt: skip
    return made


@transaction.atomic
def interview_close(*, actor: Actor, interview: Interview, outcome: str, on: dt.date) -> Interview:
    """Note what came of it: better, or to be replaced (which is then a selection of its own)."""
    post = interview.post
    policies.interview_change(actor, post.organisation, post.member)
    if outcome not in (Outcome.IMPROVED, Outcome.REPLACE):
        raise Refused("写有改进，或者提出调整。")
    if on < interview.on:
        raise Refused(f"日期不能早于约谈那天 {interview.on}，读到 {on}。")
    interview.outcome, interview.outcome_on = Outcome(outcome), on
    interview.save(update_fields=["outcome", "outcome_on"])
    entry_record(
        actor=actor, action="interview.close", subject=interview.pk, organisation=post.organisation_id,
        details={"outcome": outcome, "on": on},
    )  # fmt: skip
    return interview


@transaction.atomic
def hand_over_record(
    *, actor: Actor, post: Post, to: Member, on: dt.date, note: str = ""
) -> HandOver:
    """Record that the work of a leader whose term ends was handed over, with what was open that day."""
    policies.selection_change(actor, post.organisation)
    if post.until is None or on < post.since:
        raise Refused("任职还没有结束，先登记免去或者新组长，再登记交接。")
    if to.pk == post.member:
        raise Refused("交给另一个人。")
    if HandOver.objects.filter(pk=post.pk).exists():
        raise Refused("这个任职已经登记过交接。")
    require_fits(HandOver, note=note.strip())
    items = [
        {"what": one.what, "name": one.name, "due": one.due.isoformat() if one.due else ""}
        for one in open_work(post.organisation, on)
    ]
    made = HandOver.objects.create(
        post=post, on=on, to=to, note=note.strip(), recorded_by=actor.name,
        items=items,
    )  # fmt: skip
    entry_record(
        actor=actor, action="hand_over.record", subject=post.pk, organisation=post.organisation_id,
        details={"to": to.pk, "on": on, "items": len(items)},
    )  # fmt: skip
    return made
