"""What comes of minutes: tasks at the confirmation, opinions of a group for the branch at the lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import paper_note, paper_withdraw
from zhibu.domain.minutes import texts
from zhibu.domain.minutes.choices import Outcome
from zhibu.domain.minutes.models import Minutes, Result
from zhibu.domain.minutes.selectors.asking import resolves
from zhibu.domain.opinions.choices import State as OpinionState
from zhibu.domain.opinions.choices import Whose
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.opinions.services import opinion_close, opinion_take
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.rulebook.selectors import demanded
from zhibu.domain.tasks.choices import OPEN, State
from zhibu.domain.tasks.models import Task
from zhibu.domain.tasks.services import (
    task_assign,
    task_change,
    task_give,
    task_reopen,
    task_withdraw,
)
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import PartialDate
from zhibu.kernel.errors import InputError

MINUTES, RESOLUTION = "minutes", "resolution"


def tasks_give(
    actor: Actor, activity: Activity, minutes: Minutes, written: Mapping[str, str]
) -> int:
    """Each thing to be done becomes a task of its owner; what was given before and withdrawn is opened again."""
    todos = texts.todos(written)
    if wrong := texts.todos_wrong(todos):
        raise InputError(wrong)
    entrusted = actor.entrusted()
    there = {row.key: row for row in Result.objects.filter(minutes=minutes, kind=Outcome.TASK)}
    known = {
        task.pk: task for task in Task.objects.filter(pk__in=[row.made for row in there.values()])
    }
    for todo in todos:
        due = PartialDate.written(todo.due).first
        row = there.get(todo.key)
        task = known.get(row.made) if row else None
        if task is None:
            task = task_give(
                actor=entrusted, organisation=activity.organisation, title=todo.title, owner=todo.owner.split(),
                due_on=due, origin=activity.pk, on=min(activity.on, clock.today()),
            )  # fmt: skip
            Result.objects.update_or_create(
                minutes=minutes, kind=Outcome.TASK, key=todo.key, defaults={"made": task.pk}
            )
        else:
            _task_follow(entrusted, task, todo, due)
    return len(todos)


def _task_follow(actor: Actor, task: Task, todo: texts.Todo, due: dt.date) -> None:
    """A task that was given before, as the minutes say it now."""
    if task.state == State.WITHDRAWN:
        task_reopen(actor=actor, task=task, reason="会议记录重新核对", due_on=due)
        task.refresh_from_db()
    if task.state not in OPEN:
        return  # done already
    if (task.title, task.due_on) != (todo.title, due):
        task = task_change(
            actor=actor, task=task, title=todo.title, due_on=due, reason="会议记录改了"
        )
    task_assign(actor=actor, task=task, owner=todo.owner.split(), reason="会议记录改了")


def tasks_withdraw(actor: Actor, minutes: Minutes, reason: str) -> None:
    """Those that came of these minutes and are not done yet need not be done until they are confirmed again."""
    made = Result.objects.filter(minutes=minutes, kind=Outcome.TASK).values("made")
    for task in Task.objects.filter(pk__in=made, state__in=OPEN):
        task_withdraw(actor=actor.entrusted(), task=task, reason=reason)


def opinions_send(
    actor: Actor, activity: Activity, minutes: Minutes, written: Mapping[str, str]
) -> int:
    """The opinions said where nothing is resolved, each once: a group's go to its branch, others stay with their body.

    Where the type says that the masses speak (联系服务群众), every line is an opinion of one of them.
    """
    demands = demanded(activity.organisation, activity.type, activity.on)
    if resolves(demands, activity.organisation):
        return 0
    whose = Whose.MASSES if demands.type.voices == "masses" else Whose.MEMBER
    up = activity.organisation.kind == OrganisationKind.PARTY_GROUP
    done = set(
        Result.objects.filter(minutes=minutes, kind=Outcome.OPINION).values_list("key", flat=True)
    )
    count = 0
    for key, text in _voiced(written, apart=whose == Whose.MASSES):
        if key in done:
            continue
        made = opinion_take(
            actor=actor.entrusted(), organisation=activity.organisation, text=text, origin=activity.pk,
            on=activity.on, up=up, whose=whose,
        )  # fmt: skip
        Result.objects.create(minutes=minutes, kind=Outcome.OPINION, key=key, made=made.pk)
        count += 1
    return count


def _voiced(written: Mapping[str, str], *, apart: bool) -> list[tuple[str, str]]:
    """Each opinion with the key by which it is known again: an item's whole, or line by line."""
    found = [(item.key, item.view) for item in texts.items(written) if item.view]
    if not apart:
        return found
    lines = [(key, number, line.strip()) for key, text in found for number, line in enumerate(text.splitlines(), 1)]
    return [(f"{key}.{number}", line) for key, number, line in lines if line]


def answers_told(actor: Actor, activity: Activity, written: Mapping[str, str]) -> None:
    """Answers to opinions that stand in these minutes were told at the meeting: the opinions are closed."""
    how = f"{activity.on.month}月{activity.on.day}日会上反馈"
    waiting = Opinion.objects.filter(organisation=activity.organisation_id, state=OpinionState.ANSWERED)
    for one in waiting.filter(pk__in=texts.followed(written)).order_by("pk"):
        opinion_close(actor=actor.entrusted(), opinion=one, how=how)


def papers_note(actor: Actor, activity: Activity, written: Mapping[str, str]) -> None:
    """The papers that the minutes are, where the type or a directive knows them: what rules ask for is not entered twice."""
    demands = demanded(activity.organisation, activity.type, activity.on)
    known = {one.code for one in demands.papers}
    settled = resolves(demands, activity.organisation) and any(item.view for item in texts.items(written))
    for kind in (MINUTES, *((RESOLUTION,) if settled else ())):
        there = Paper.objects.filter(kind=kind, about=activity.pk).exists()
        if kind in known and not there:
            paper_note(
                actor=actor.entrusted(), organisation=activity.organisation, kind=kind,
                on=activity.recorded_on or clock.today(), about=activity.pk,
            )  # fmt: skip


def papers_withdraw(actor: Actor, activity: Activity) -> None:
    """Minutes whose confirmation was taken back are no paper yet."""
    for paper in Paper.objects.filter(kind__in=(MINUTES, RESOLUTION), about=activity.pk):
        paper_withdraw(actor=actor.entrusted(), organisation=activity.organisation, paper=paper)
