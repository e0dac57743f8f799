"""The side that gives: give, change, say who does it, withdraw, reopen, look at what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks import policies
from zhibu.domain.tasks.choices import OPEN, State, What
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.domain.tasks.people import heads_of
from zhibu.domain.tasks.services.noting import (
    held,
    kept,
    noted,
    owners_found,
    owners_set,
    owners_tell,
    require_due,
    titled,
)
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

Owner = str | Member | Sequence[str | Member]


@transaction.atomic
def task_give(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    owner: Owner,
    due_on: dt.date,
    origin: str = "",
    note: str = "",
    number: int | None = None,
    done_means: str = "",
    giver: Organisation | None = None,
    part_of: Task | None = None,
    series: TaskSeries | None = None,
    on: dt.date | None = None,
) -> Task:
    """Give a task to one or several members (ids) of `organisation`; the first answers for it.

    `origin` and `number`: the activity (id) and the resolution there that it comes from; the same resolution
    given again changes nothing and answers the task there is. `on`: the day on which it
    was settled, of minutes that are entered later; its owners are those of that day. `giver`: a body above that gives it; it looks at what was done.
    """
    policies.task_give(actor, giver or organisation)
    today = clock.today()
    if giver is not None and not organisation.path.startswith(giver.path):
        raise Refused(f"{giver}只能给自己和下级派任务，{organisation}不在它下面。")
    there = Task.objects.filter(origin=origin, number=number).first() if origin and number is not None else None
    if there is not None:
        return there
    text = titled(title, note=note, done_means=done_means, origin=origin)
    given_on = on or today
    require_due(due_on, given_on)
    owners = owners_found(organisation, owner, given_on)
    task = Task.objects.create(
        id=new_id("task"), organisation=organisation, giver=giver or organisation, giver_user=actor.user,
        giver_name=actor.name[:100], giver_member=actor.member, title=text, note=note.strip(),
        done_means=done_means.strip(), origin=origin, number=number, part_of=part_of, series=series,
        given_on=given_on, due_on=due_on,
    )  # fmt: skip
    owners_set(task, owners)
    noted(actor, task, "give", What.GIVE, {})
    owners_tell(actor, task, owners)
    return task


@transaction.atomic
def tasks_give(
    *,
    actor: Actor,
    giver: Organisation,
    organisations: Sequence[Organisation],
    title: str,
    due_on: dt.date,
    note: str = "",
    done_means: str = "",
) -> list[Task]:
    """The same task to several bodies at or below `giver`: the secretary or leader of each has it.

    Where the post is empty nobody has it yet, and the body is asked to say who.
    """
    policies.task_give(actor, giver)
    today = clock.today()
    text = titled(title, note=note, done_means=done_means)
    require_due(due_on, today)
    if not organisations:
        raise Refused("还没有选派给哪些组织。")
    foreign = [one for one in organisations if not one.path.startswith(giver.path)]
    if foreign:
        raise Refused(f"{giver}只能给自己和下级派任务，{foreign[0]}不在它下面。")
    heads = heads_of(organisations, today)
    made = []
    for body in organisations:
        task = Task.objects.create(
            id=new_id("task"), organisation=body, giver=giver, giver_user=actor.user, giver_name=actor.name[:100],
            giver_member=actor.member, title=text, note=note.strip(), done_means=done_means.strip(), given_on=today, due_on=due_on,
        )  # fmt: skip
        there = list(members_on(body, today).filter(pk=heads.get(body.pk, "")))
        owners_set(task, there)
        noted(actor, task, "give", What.GIVE, {})
        owners_tell(actor, task, there)
        made.append(task)
    return made


@transaction.atomic
def task_change(
    *,
    actor: Actor,
    task: Task,
    title: str | None = None,
    note: str | None = None,
    done_means: str | None = None,
    due_on: dt.date | None = None,
    reason: str = "",
) -> Task:
    """Change what is asked or until when; what is not named stays. A later day than before needs a reason."""
    policies.task_change(actor, task)
    found = held(task, *OPEN, doing="改")
    before = kept(found)
    given = {"title": title, "note": note, "done_means": done_means}
    found.title = titled(found.title if title is None else title, **{k: v for k, v in given.items() if v and k != "title"})
    found.note = found.note if note is None else note.strip()
    found.done_means = found.done_means if done_means is None else done_means.strip()
    if due_on is not None and due_on != found.due_on:
        require_due(due_on, found.given_on)
        if due_on > found.due_on and not reason.strip():
            raise Refused(f"期限从 {found.due_on} 推到 {due_on}，写明为什么推后。")
        found.due_on, found.asked_until = due_on, None
    if kept(found) == before:
        return found
    found.save(update_fields=["title", "note", "done_means", "due_on", "asked_until"])
    until = found.due_on if before["due_on"] != found.due_on.isoformat() else None
    noted(actor, found, "change", What.CHANGE, before, note=reason, until=until)
    return found


@transaction.atomic
def task_assign(*, actor: Actor, task: Task, owner: Owner, reason: str = "") -> Task:
    """Say who does it from now on (换人办): of a task from above the body's own leader or secretary says so."""
    policies.task_owners(actor, task)
    found = held(task, *OPEN, doing="换人")
    owners = owners_found(found.organisation, owner, clock.today())
    old = list(found.owners.values_list("member", flat=True))
    if [one.pk for one in owners] == old:
        return found
    before = {**kept(found), "owners": old}
    owners_set(found, owners)
    noted(actor, found, "assign", What.OWNERS, before, note=reason)
    owners_tell(actor, found, [one for one in owners if one.pk not in old])
    return found


@transaction.atomic
def task_check(*, actor: Actor, task: Task, accepted: bool, reason: str = "") -> Task:
    """Look at it: accept it as done (also where it was not handed in: one sees that it is done), or return it with why."""
    policies.task_check(actor, task)
    found = held(task, *(OPEN if accepted else (State.HANDED,)), doing="查看" if accepted else "退回")
    if not accepted and not reason.strip():
        raise Refused("退回要写明还差什么。")
    before = kept(found)
    if accepted:
        found.state, found.done_on, found.asked_until = State.DONE, clock.today(), None
        found.handed_on = found.handed_on or found.done_on
    else:
        found.state, found.handed_on = State.RETURNED, None
    found.save(update_fields=["state", "done_on", "handed_on", "asked_until"])
    noted(actor, found, "check", What.ACCEPT if accepted else What.RETURN, before, note=reason)
    return found


@transaction.atomic
def task_reopen(*, actor: Actor, task: Task, reason: str, due_on: dt.date | None = None) -> Task:
    """Open again what was done or withdrawn, with the reason; a day that has passed needs a new one."""
    policies.task_change(actor, task)
    found = held(task, State.DONE, State.WITHDRAWN, doing="重新打开")
    if not reason.strip():
        raise Refused("写明为什么重新打开。")
    before = kept(found)
    if due_on is not None:
        require_due(due_on, found.given_on)
        found.due_on = due_on
    found.state, found.done_on, found.handed_on = State.GIVEN, None, None
    found.save(update_fields=["state", "done_on", "handed_on", "due_on"])
    noted(actor, found, "reopen", What.REOPEN, before, note=reason, until=due_on)
    return found


@transaction.atomic
def task_withdraw(*, actor: Actor, task: Task, reason: str) -> Task:
    """It need not be done any more; it stays in the list with the reason."""
    policies.task_change(actor, task)
    found = held(task, *OPEN, doing="撤回")
    if not reason.strip():
        raise Refused("写明为什么撤回。")
    before = kept(found)
    found.state, found.asked_until = State.WITHDRAWN, None
    found.save(update_fields=["state", "asked_until"])
    noted(actor, found, "withdraw", What.WITHDRAW, before, note=reason)
    return found
