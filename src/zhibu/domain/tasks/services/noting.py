"""What every write of the room does: lock the row, keep what it was, write event and entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member
from zhibu.domain.notices.services import notice_send
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.models import Task, TaskEvent, TaskOwner
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

MOST_OWNERS, FARTHEST = 10, 10  # FARTHEST: years ahead
KEPT = ("state", "title", "note", "done_means", "due_on", "asked_until", "handed_on", "done_on")


def held(task: Task, *states: str, doing: str = "") -> Task:
    """The row, locked; Refused where it is not in one of these states any more (none named: in any)."""
    found = Task.objects.select_for_update(of=("self",)).select_related("organisation", "giver").filter(pk=task.pk).first()
    if found is None:
        raise NotFound("找不到这项任务，可能刚才已经删掉了。")
    if states and found.state not in states:
        raise Refused(f"“{found.title}”现在是“{found.get_state_display()}”，不能{doing}。刷新页面看最新情况。")
    return found


def kept(task: Task) -> dict[str, Any]:
    """The columns as they are, for taking a change back."""
    values = {name: getattr(task, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def noted(
    actor: Actor, task: Task, verb: str, what: str, before: dict[str, Any], *, note: str = "", until: dt.date | None = None
) -> TaskEvent:
    """The event on the task's page, and the entry of the record; the entry holds no words of anybody."""
    require_fits(TaskEvent, note=note)
    entry_record(
        actor=actor, action=f"task.{verb}", subject=task.pk, organisation=task.organisation_id,
        details={"what": what, "state": task.state, "until": until or task.due_on},
    )  # fmt: skip
    return TaskEvent.objects.create(
        task=task, at=clock.now(), on=clock.today(), what=what, person=actor.name[:100], user=actor.user,
        note=note.strip(), until=until, before=before,
    )  # fmt: skip


def owners_found(organisation: Organisation, owner: str | Member | Sequence[str | Member], on: dt.date) -> list[Member]:
    """The members that are named, in order; Refused where one does not belong to the body on the day."""
    named = [owner] if isinstance(owner, str | Member) else list(owner)
    keys = list(dict.fromkeys(one.pk if isinstance(one, Member) else one for one in named if one))
    if not keys:
        raise Refused("还没有选谁来办。")
    if len(keys) > MOST_OWNERS:
        raise Refused(f"一项任务最多 {MOST_OWNERS} 个人办，选了 {len(keys)} 个：分成几项，或者只写牵头的人。")
    by_key = {one.pk: one for one in members_on(organisation, on).filter(pk__in=keys)}
    missing = [key for key in keys if key not in by_key]
    if missing:
        near = organisation.parent if organisation.kind == OrganisationKind.PARTY_GROUP and organisation.parent else organisation
        known = Member.objects.filter(pk=missing[0], memberships__organisation__path__under=near.path).first()
        who = known.name if known else f"编号 {missing[0][:40]}"  # whoever was never here is not named: ids could be tried
        day = "今天" if on == clock.today() else f"{on.month}月{on.day}日"
        raise Refused(f"{who}{day}不在{organisation}，任务只能派给本组织的党员。换一个人，或者由他所在的组织派。")
    return [by_key[key] for key in keys]


def owners_set(task: Task, owners: Sequence[Member]) -> None:
    """Write who has it, in order; the first answers for it."""
    TaskOwner.objects.filter(task=task).delete()
    TaskOwner.objects.bulk_create(TaskOwner(task=task, member=one, place=place) for place, one in enumerate(owners, 1))


def titled(title: str, **texts: str) -> str:
    """The title without blanks around it; Refused where there is none or a text is too long."""
    text = title.strip()
    if not text:
        raise Refused("还没有写做什么。")
    require_fits(Task, title=text, **texts)
    return text


def require_due(due_on: dt.date, given_on: dt.date) -> None:
    """A task is due on the day it is given or later."""
    if due_on.year > given_on.year + FARTHEST:
        raise Refused(f"完成期限读到 {due_on}，太远了，看看年份写错没有。")
    if due_on < given_on:
        raise Refused(f"完成期限 {due_on} 早于派出的日期 {given_on}，写当天或者以后的一天。")


def owners_tell(actor: Actor, task: Task, owners: Sequence[Member]) -> None:
    """Tell who has it, but not who gave it to himself: that there is a task, its day and its page, never what."""
    to = [one.pk for one in owners if one.pk != actor.member]
    if to:
        notice_send(
            actor=actor.entrusted(), organisation=task.organisation, to=to, kind="task", about=("task", task.pk), when=task.due_on, text="任务"
        )
