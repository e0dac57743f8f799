"""The side that does it: how it goes, handing in, more time; and taking the last deed back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.tasks import policies
from zhibu.domain.tasks.choices import WITH_OWNER, State, What
from zhibu.domain.tasks.models import Task, TaskEvent
from zhibu.domain.tasks.services.noting import KEPT, held, kept, noted, owners_set
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

DAYS = ("due_on", "asked_until", "handed_on", "done_on")
UNDO_DAYS = 7  # later a deed is mended by another one


@transaction.atomic
def task_progress(*, actor: Actor, task: Task, text: str) -> Task:
    """Say how it goes."""
    policies.task_done(actor, task)
    found = held(task, *WITH_OWNER, State.HANDED, doing="写进展")
    if not text.strip():
        raise Refused("还没有写进展。")
    noted(actor, found, "progress", What.PROGRESS, kept(found), note=text)
    return found


@transaction.atomic
def task_done(*, actor: Actor, task: Task, text: str = "") -> Task:
    """Hand it in: the side that gave it looks at it."""
    policies.task_done(actor, task)
    found = held(task, *WITH_OWNER, doing="交出")
    before = kept(found)
    found.state, found.handed_on, found.asked_until = State.HANDED, clock.today(), None
    found.save(update_fields=["state", "handed_on", "asked_until"])
    noted(actor, found, "done", What.DONE, before, note=text)
    return found


@transaction.atomic
def task_ask(*, actor: Actor, task: Task, until: dt.date, reason: str) -> Task:
    """Ask for more time, with the reason."""
    policies.task_done(actor, task)
    found = held(task, *WITH_OWNER, doing="申请延期")
    if until <= found.due_on:
        raise Refused(f"现在的期限是 {found.due_on}，要延到更晚的一天，读到 {until}。")
    if not reason.strip():
        raise Refused("写明为什么要延期。")
    before = kept(found)
    found.asked_until = until
    found.save(update_fields=["asked_until"])
    noted(actor, found, "ask", What.ASK, before, note=reason, until=until)
    return found


@transaction.atomic
def task_extend(*, actor: Actor, task: Task, granted: bool, reason: str = "") -> Task:
    """Decide on more time that was asked for; a refusal needs the reason."""
    policies.task_check(actor, task)
    found = held(task, *WITH_OWNER, doing="定延期")
    if found.asked_until is None:
        raise Refused(f"“{found.title}”没有等着定的延期申请。")
    if not granted and not reason.strip():
        raise Refused("不同意延期要写明原因。")
    before, until = kept(found), found.asked_until
    if granted:
        found.due_on = until
    found.asked_until = None
    found.save(update_fields=["due_on", "asked_until"])
    noted(actor, found, "extend", What.GRANT if granted else What.REFUSE, before, note=reason, until=until)
    return found


def undoable(actor: Actor, task: Task) -> TaskEvent | None:
    """The last thing that happened, where it was his own of these days and can be taken back."""
    last = TaskEvent.objects.filter(task=task, undone_at=None).order_by("-at", "-pk").first()
    if last is None or last.what == What.GIVE or not actor.user or last.user != actor.user:
        return None
    return last if (clock.today() - last.on).days <= UNDO_DAYS else None


@transaction.atomic
def task_undo(*, actor: Actor, task: Task) -> Task:
    """Take one's own last deed back; it stays in the list of what happened, with its mark."""
    found = held(task)
    last = undoable(actor, found)
    if last is None:
        raise NotAllowed("只能收回自己刚做的最后一步；别人已经接着办了的，用退回、重新打开或者改动来纠正。")
    for name in KEPT:
        if name in last.before:
            value = last.before[name]
            setattr(found, name, dt.date.fromisoformat(value) if name in DAYS and value else value)
    found.save(update_fields=list(KEPT))
    if "owners" in last.before:
        by_key = Member.objects.in_bulk(last.before["owners"])
        owners_set(found, [by_key[key] for key in last.before["owners"] if key in by_key])
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])
    entry_record(
        actor=actor, action="task.undo", subject=found.pk, organisation=found.organisation_id,
        details={"what": last.what, "state": found.state},
    )  # fmt: skip
    return found
