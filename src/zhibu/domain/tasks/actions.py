"""What programs and the command line may do with tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.tasks import selectors, services
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

States = Literal["", "open", "given", "handed", "returned", "done", "withdrawn"]


class TaskTold(Shape):
    """One task; `late` is in days."""

    id: str
    organisation: str
    giver: str
    giver_name: str
    owners: list[str]
    title: str
    note: str
    done_means: str
    origin: str
    number: int | None
    part_of: str
    state: str
    given_on: dt.date
    due_on: dt.date
    asked_until: dt.date | None
    handed_on: dt.date | None
    done_on: dt.date | None
    late: int


class SeriesTold(Shape):
    """A task that comes back every month."""

    id: str
    organisation: str
    title: str
    owners: list[str]
    due_day: int
    since: dt.date
    until: dt.date | None


class Asked(Given):
    """Which tasks: `whose` mine, given (by me), ours (from above) or all."""

    whose: Literal["", "mine", "given", "ours"] = ""
    at: str = ""
    state: States = ""
    q: str = ""
    late: bool = False


class SeriesAsked(Given):
    """All that run."""


class Give(Given):
    """A task for members (ids) of a body; `origin` and `number`: the activity and the resolution it comes from."""

    organisation: str
    title: str
    owner: list[str]
    due_on: dt.date
    origin: str = ""
    number: int | None = None
    note: str = ""
    done_means: str = ""


class Change(Given):
    """What is asked or until when; what is left out stays."""

    task: str
    title: str | None = None
    note: str | None = None
    done_means: str | None = None
    due_on: dt.date | None = None
    reason: str = ""


class Assign(Given):
    """Who does it from now on."""

    task: str
    owner: list[str]
    reason: str = ""


class Progress(Given):
    """How it goes."""

    task: str
    text: str


class Done(Given):
    """Hand it in."""

    task: str
    text: str = ""


class Check(Given):
    """Accept or return it."""

    task: str
    accepted: bool
    reason: str = ""


class Ask(Given):
    """Ask for more time."""

    task: str
    until: dt.date
    reason: str


class Extend(Given):
    """Decide on more time."""

    task: str
    granted: bool
    reason: str = ""


class Reasoned(Given):
    """A deed with its reason."""

    task: str
    reason: str


class Reopen(Reasoned):
    """Open it again."""

    due_on: dt.date | None = None


class Named(Given):
    """A deed without anything more."""

    task: str


class SeriesOpen(Given):
    """A task of every month."""

    organisation: str
    title: str
    owner: list[str]
    due_day: int
    note: str = ""
    done_means: str = ""
    until: dt.date | None = None


class SeriesNamed(Given):
    """One of them."""

    series: str


def _told(task: Task) -> TaskTold:
    columns: dict[str, Any] = {
        name: getattr(task, name) for name in TaskTold.model_fields if name not in ("organisation", "giver", "owners", "part_of", "late")
    }
    return TaskTold(
        **columns, organisation=task.organisation_id, giver=task.giver_id, part_of=task.part_of_id or "",
        owners=[one.member_id for one in task.owners.all()], late=selectors.days_late(task, clock.today()),
    )  # fmt: skip


def _series(one: TaskSeries) -> SeriesTold:
    return SeriesTold(
        id=one.pk, organisation=one.organisation_id, title=one.title, owners=[o.pk for o in one.owners.all()], due_day=one.due_day,
        since=one.since, until=one.until,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.tasks_asked(
        actor, whose=asked.whose, at=asked.at, state=asked.state, q=asked.q, late_on=clock.today() if asked.late else None
    )


def _shape(actor: Actor, rows: Sequence[Task]) -> list[TaskTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> TaskTold:
    return _told(selectors.task_get(actor, key))


def _give(actor: Actor, given: Give) -> TaskTold:
    body = scope.organisation_get(actor, given.organisation)
    origin = scope.activity_get(actor, given.origin).pk if given.origin else ""
    giver = body if actor.everything else selectors.giver_for(actor, body)
    return _told(services.task_give(actor=actor, giver=giver, **given.model_dump() | {"organisation": body, "origin": origin}))


def _open(actor: Actor, given: SeriesOpen) -> SeriesTold:
    body = scope.organisation_get(actor, given.organisation)
    return _series(services.series_open(actor=actor, **given.model_dump() | {"organisation": body}))


def _series_find(actor: Actor, asked: SeriesAsked) -> Any:
    return selectors.series_seen(actor, clock.today())


def _series_shape(actor: Actor, rows: Sequence[TaskSeries]) -> list[SeriesTold]:
    return [_series(row) for row in rows]


ABOUT = ("task", "task")
_by = by_service("task", lambda actor, _, made: _told(made), task=selectors.task_get)
_series_by = by_service("series", lambda actor, _, made: _series(made), series=selectors.series_get)
ACTIONS = (
    Listing("task.list", "任务", Asked, TaskTold, _find, _shape),
    Single("task.get", "一项任务", TaskTold, _get),
    Listing("series.list", "每月任务", SeriesAsked, SeriesTold, _series_find, _series_shape),
    Action("task.give", "派任务", Give, TaskTold, _give),
    Action("task.change", "改任务", Change, TaskTold, _by(services.task_change), ABOUT),
    Action("task.assign", "换人办", Assign, TaskTold, _by(services.task_assign), ABOUT),
    Action("task.progress", "写进展", Progress, TaskTold, _by(services.task_progress), ABOUT),
    Action("task.done", "交出", Done, TaskTold, _by(services.task_done), ABOUT),
    Action("task.check", "查看", Check, TaskTold, _by(services.task_check), ABOUT),
    Action("task.ask", "申请延期", Ask, TaskTold, _by(services.task_ask), ABOUT),
    Action("task.extend", "定延期", Extend, TaskTold, _by(services.task_extend), ABOUT),
    Action("task.reopen", "重新打开", Reopen, TaskTold, _by(services.task_reopen), ABOUT),
    Action("task.withdraw", "撤回任务", Reasoned, TaskTold, _by(services.task_withdraw), ABOUT),
    Action("task.undo", "收回刚做的一步", Named, TaskTold, _by(services.task_undo), ABOUT),
    Action("series.open", "定每月任务", SeriesOpen, SeriesTold, _open),
    Action("series.end", "停止每月任务", SeriesNamed, SeriesTold, _series_by(services.series_end)),
)
