"""What is done with an opinion: passed on, answered, told and closed, merged, kept narrow, published, taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.notices.services import notice_send
from zhibu.domain.opinions import policies
from zhibu.domain.opinions.choices import State, What
from zhibu.domain.opinions.models import Opinion, OpinionEvent
from zhibu.domain.opinions.services.noting import (
    DAYS,
    KEPT,
    LONGEST_ANSWER,
    held,
    kept,
    noted,
    worded,
)
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.people import heads_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

UNDO_DAYS = 7


@transaction.atomic
def opinion_pass(*, actor: Actor, opinion: Opinion, to: Organisation, reason: str = "") -> Opinion:
    """Pass it to a body above or below, which answers from now on."""
    policies.opinion_pass(actor, opinion, to)
    found = held(opinion, State.OPEN, doing="转交")
    if to.pk == found.at_id:
        raise Refused(f"这条意见已经在{to}。")
    if not (to.path.startswith(found.at.path) or found.at.path.startswith(to.path)):
        raise Refused(f"意见沿着隶属关系上下转交，{to}不在{found.at}的上级或者下级里。")
    if to.dissolved:
        raise Refused(f"{to}已经撤销，转给别的组织。")
    before = kept(found)
    found.at, found.at_since = to, clock.today()
    found.save(update_fields=["at", "at_since"])
    noted(actor, found, "pass", What.PASS, before, note=reason)
    return found


@transaction.atomic
def opinion_answer(*, actor: Actor, opinion: Opinion, text: str) -> Opinion:
    """Answer it; it is closed when the answer was told."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion, State.OPEN, State.ANSWERED, doing="答复")
    before = kept(found)
    found.answer, found.state = worded(text, LONGEST_ANSWER, "答复"), State.ANSWERED
    found.answered_on, found.answered_by = clock.today(), actor.name[:100]
    found.save(update_fields=["answer", "state", "answered_on", "answered_by"])
    noted(actor, found, "answer", What.ANSWER, before, note=found.answer)
    _answer_tell(actor, found)
    return found


def _answer_tell(actor: Actor, opinion: Opinion) -> None:
    """Who said it, and the same in other words, is told that there is an answer; so is the leader who took it down."""
    told = [opinion, *Opinion.objects.filter(into=opinion, state=State.MERGED).select_related("organisation")]
    for one in told:
        heads = heads_of([one.organisation], clock.today()).values() if one.organisation_id != opinion.at_id else ()
        to = {key for key in (one.member_id, *heads) if key and key != actor.member}
        if to:
            notice_send(
                actor=actor.entrusted(), organisation=opinion.at, to=to, kind="opinion", about=("opinion", one.pk), when=None,
                text="意见有了答复",
            )  # fmt: skip


@transaction.atomic
def opinion_close(*, actor: Actor, opinion: Opinion, how: str) -> Opinion:
    """The answer was told, and how: closed."""
    policies.opinion_close(actor, opinion)
    found = held(opinion, State.ANSWERED, doing="办结")
    told = worded(how, 100, "怎么反馈的")
    before = kept(found)
    found.state, found.told_how, found.closed_on = State.CLOSED, told, clock.today()
    found.save(update_fields=["state", "told_how", "closed_on"])
    noted(actor, found, "close", What.CLOSE, before)
    return found


@transaction.atomic
def opinion_reopen(*, actor: Actor, opinion: Opinion, reason: str) -> Opinion:
    """Open it again, with why: the answer was not enough, or nothing came of it."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion, State.ANSWERED, State.CLOSED, State.WITHDRAWN, doing="重新打开")
    why = worded(reason, 500, "为什么重新打开")
    before = kept(found)
    found.state, found.closed_on = State.OPEN, None
    found.save(update_fields=["state", "closed_on"])
    noted(actor, found, "reopen", What.REOPEN, before, note=why)
    return found


@transaction.atomic
def opinion_merge(*, actor: Actor, opinion: Opinion, into: Opinion) -> Opinion:
    """Merge an equal one into another that lies with the same body: answered together, each told on its own page."""
    policies.opinion_answer(actor, opinion)
    policies.opinion_answer(actor, into)
    if opinion.pk == into.pk:
        raise Refused("不能并入它自己，选另一条。")
    rows = {one.pk: one for one in Opinion.objects.select_for_update(of=("self",)).filter(pk__in=[opinion.pk, into.pk]).order_by("pk")}
    goal = rows[into.pk]
    found = held(opinion, State.OPEN, doing="并入别的")
    if goal.state not in (State.OPEN, State.ANSWERED) or goal.at_id != found.at_id:
        raise Refused("只能并入同一个组织手里、还没办结的另一条意见。")
    if goal.confidential != found.confidential:
        raise Refused("一条涉及个人、一条不涉及，不能并在一起。")
    before = kept(found)
    Opinion.objects.filter(into=found).update(into=goal)
    found.state, found.into = State.MERGED, goal
    found.save(update_fields=["state", "into"])
    noted(actor, found, "merge", What.MERGE, before)
    return found


@transaction.atomic
def opinion_part(*, actor: Actor, opinion: Opinion) -> Opinion:
    """Take a merged one out again: it waits for an answer of its own."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion, State.MERGED, doing="拆开")
    before = kept(found)
    found.state, found.into = State.OPEN, None
    found.save(update_fields=["state", "into"])
    noted(actor, found, "part", What.PART, before)
    return found


@transaction.atomic
def opinion_guard(*, actor: Actor, opinion: Opinion, confidential: bool) -> Opinion:
    """Say whether it is about a person: then few read it, and it is never published."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion)
    if found.confidential == confidential:
        return found
    if confidential and found.published_on is not None:
        raise Refused("这条已经公开，先停止公开，再设为涉及个人。")
    before = kept(found)
    found.confidential = confidential
    found.save(update_fields=["confidential"])
    noted(actor, found, "guard", What.GUARD, before)
    return found


@transaction.atomic
def opinion_publish(*, actor: Actor, opinion: Opinion, public_text: str, public_answer: str) -> Opinion:
    """Show question and answer on the public page, in words of the unit's own and without names."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion, State.ANSWERED, State.CLOSED, doing="公开")
    if found.confidential:
        raise Refused("涉及个人的意见不公开。")
    before = kept(found)
    found.public_text, found.public_answer = worded(public_text, 500, "公开的意见"), worded(public_answer, 1000, "公开的答复")
    require_fits(Opinion, public_text=found.public_text, public_answer=found.public_answer)
    names = [name for name in (found.speaker, found.member.name if found.member else "") if name]
    if any(name in found.public_text + found.public_answer for name in names):
        raise Refused("公开的文字里有提意见的人的名字，删掉再公开。")
    found.published_on = clock.today()
    found.save(update_fields=["public_text", "public_answer", "published_on"])
    noted(actor, found, "publish", What.PUBLISH, before)
    return found


@transaction.atomic
def opinion_hide(*, actor: Actor, opinion: Opinion) -> Opinion:
    """Show it on the public page no more."""
    policies.opinion_answer(actor, opinion)
    found = held(opinion)
    if found.published_on is None:
        raise Refused("这条没有公开。")
    before = kept(found)
    found.published_on = None
    found.save(update_fields=["published_on"])
    noted(actor, found, "hide", What.HIDE, before)
    return found


def undoable(actor: Actor, opinion: Opinion) -> OpinionEvent | None:
    """The last thing that happened, where it was his own of these days and can be taken back."""
    last = OpinionEvent.objects.filter(opinion=opinion, undone_at=None).order_by("-at", "-pk").first()
    if last is None or last.what in (What.TAKE, What.SEND) or not actor.user or last.user != actor.user:
        return None
    return last if (clock.today() - last.on).days <= UNDO_DAYS else None


@transaction.atomic
def opinion_undo(*, actor: Actor, opinion: Opinion) -> Opinion:
    """Take one's own last deed back: what was passed comes back, an answer is as it was before; the trace stays."""
    found = held(opinion)
    last = undoable(actor, found)
    if last is None:
        raise NotAllowed("只能收回自己刚做的最后一步；别人已经接着办了的，用重新打开或者转交来纠正。")
    for name in KEPT:
        if name in last.before:
            value = last.before[name]
            setattr(found, name, dt.date.fromisoformat(value) if name in DAYS and value else value)
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])
    if last.what == What.ANSWER:
        earlier = OpinionEvent.objects.filter(opinion=found, what=What.ANSWER, undone_at=None).order_by("-at", "-pk").first()
        found.answer = (earlier.note if earlier else None) or ""
    found.save(update_fields=[*(name.removesuffix("_id") for name in KEPT), "answer"])
    entry_record(
        actor=actor, action="opinion.undo", subject=found.pk, organisation=found.at_id,
        details={"what": last.what, "state": found.state},
    )  # fmt: skip
    return found
