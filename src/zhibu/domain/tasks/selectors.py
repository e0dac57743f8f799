"""Reads of the room: tasks in scope and one's own, what waits for whom, what the next meeting looks back at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks import policies
from zhibu.domain.tasks.choices import OPEN, WITH_OWNER, State
from zhibu.domain.tasks.models import Task, TaskEvent, TaskOwner, TaskSeries
from zhibu.domain.tasks.people import HEADS
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.open_work import Left, OpenItem

SHOWN = 8  # of each kind on a desk
SOON = 7  # days ahead that a task stands on the desk of its owner
FEW = 60  # members that are shown to choose from; of more the heads of the bodies first


@dataclass(frozen=True, slots=True)
class Row:
    """One task as lists tell it: whose it is, and how many days late (0: not)."""

    task: Task
    owners: str
    late: int
    note: str  # what was said last

    @property
    def standing(self) -> str:
        """How far it is, in words."""
        words = self.task.get_state_display()
        if self.late and self.task.state in WITH_OWNER:
            return f"{words}，超期 {self.late} 天"
        return f"{words}，迟交 {self.late} 天" if self.late else words


def tasks(actor: Actor) -> QuerySet[Task]:
    """What the actor may see, the nearest due day first: of bodies in scope, given by them, and his own."""
    found = Task.objects.select_related("organisation", "giver")
    if scope.sees_all(actor):
        return found
    seen = Task.objects.filter(scope.reach(actor, "organisation__")).order_by().values("pk")
    seen = seen.union(Task.objects.filter(scope.reach(actor, "giver__")).order_by().values("pk"))
    if actor.member:
        seen = seen.union(Task.objects.filter(owners__member=actor.member).order_by().values("pk"))
    return found.filter(pk__in=seen)


def task_get(actor: Actor, pk: str) -> Task:
    """One task that he may see."""
    return scope.row_get(tasks(actor).prefetch_related(_owners()), pk, "这项任务")


def tasks_asked(
    actor: Actor, *, whose: str = "", at: str = "", state: str = "", q: str = "", late_on: dt.date | None = None
) -> QuerySet[Task]:
    """The same, cut: `whose` mine, given (by me) or ours (from above), `at` of a body and what is below it, a part of the words, those late."""
    found = tasks(actor)
    if whose == "mine":
        found = found.filter(pk__in=TaskOwner.objects.filter(member=actor.member or None).values("task"))
    elif whose == "given":
        found = found.filter(giver_user=actor.user) if actor.user else found.none()
    elif whose == "ours":
        found = found.filter(incoming(actor))
    if at:
        body = scope.organisation_get(actor, at)
        found = found.filter(organisation__path__under=body.path)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state:
        found = found.filter(state=state)
    if q:
        named = TaskOwner.objects.filter(member__name__contains=q).values("task")
        found = found.filter(Q(title__contains=q) | Q(pk__in=named))
    if late_on is not None:
        found = found.filter(late(late_on))
    return found.prefetch_related(_owners())


def incoming(actor: Actor) -> Q:
    """Given by others to the bodies for which he works."""
    held = [one.organisation for one in actor.roles if one.role in (*KEEPERS, "leader")]
    return Q(organisation__in=held) & ~Q(giver__in=held)


def _owners() -> Prefetch[str]:
    return Prefetch("owners", TaskOwner.objects.select_related("member").order_by("place"))


def late(on: dt.date) -> Q:
    """The day has passed and it was not handed in."""
    return Q(state__in=WITH_OWNER, due_on__lt=on)


def days_late(task: Task, on: dt.date) -> int:
    """How many days after its day it was handed in, or it is not handed in yet; 0 where in time."""
    if task.state == State.WITHDRAWN:
        return 0
    end = on if task.state in WITH_OWNER else (task.handed_on or task.done_on or on)
    return max((end - task.due_on).days, 0)


def owners_told(task: Task) -> str:
    """Who has it, in order; 还没定人 where nobody has."""
    return "、".join(one.member.name for one in task.owners.all()) or "还没定人"


def rows(found: Iterable[Task], on: dt.date) -> list[Row]:
    """Lines of a list, with what was said last of each in one query."""
    listed = list(found)
    said = TaskEvent.objects.filter(task__in=[one.pk for one in listed], undone_at=None).exclude(note="")
    notes = {event.task_id: event.note for event in said.order_by("at", "pk")}
    return [Row(one, owners_told(one), days_late(one, on), notes.get(one.pk, "")) for one in listed]


def follow_up(actor: Actor, organisation: Organisation, since: dt.date, on: dt.date) -> list[Row]:
    """What a meeting looks back at: tasks of the body that are open, and those done since the last meeting."""
    found = tasks(actor).filter(organisation=organisation, given_on__lte=on)
    found = found.filter(Q(state__in=OPEN) | Q(state=State.DONE, done_on__gte=since, done_on__lte=on))
    return rows(found.prefetch_related(_owners()), on)


def tasks_of_meeting(actor: Actor, activity: str) -> list[Task]:
    """The tasks that came from the resolutions of a meeting, in their order."""
    found = tasks(actor).filter(origin=activity) if activity else tasks(actor).none()
    return list(found.prefetch_related(_owners()).order_by("number", "id"))


def series_seen(actor: Actor, on: dt.date) -> QuerySet[TaskSeries]:
    """Tasks that come back every month, of bodies in scope, not ended."""
    found = TaskSeries.objects.filter(scope.reach(actor, "organisation__")).exclude(until__lte=on)
    return found.select_related("organisation").prefetch_related("owners")


def series_get(actor: Actor, pk: str) -> TaskSeries:
    """One of them."""
    return scope.row_get(TaskSeries.objects.filter(scope.reach(actor, "organisation__")).select_related("organisation"), pk, "这项每月任务")


def events(task: Task) -> list[TaskEvent]:
    """What happened with it, the latest first."""
    return list(task.events.order_by("-at", "-pk"))


def bodies_of(actor: Actor) -> list[Organisation]:
    """The bodies for which he works, the nearest first: where his roles are held."""
    held = [one.organisation for one in actor.roles if one.role in (*KEEPERS, "leader")]
    return list(Organisation.objects.filter(pk__in=held, dissolved=None).order_by("-depth", "path"))


def giver_for(actor: Actor, body: Organisation) -> Organisation:
    """Which of his bodies gives a task to `body`: the nearest at or above it."""
    mine = [one for one in bodies_of(actor) if body.path.startswith(one.path)]
    return mine[0] if mine else body


def choosable(body: Organisation, on: dt.date, q: str = "") -> list[Member]:
    """Members to choose an owner from; of many those whose name has `q` in it, else the heads of the bodies."""
    found = members_on(body, on)
    if q:
        return list(found.filter(name__contains=q)[:FEW])
    few = list(found[: FEW + 1])
    if len(few) <= FEW:
        return few
    heads = Post.objects.filter(organisation__path__under=body.path, post__in=HEADS, since__lte=on).exclude(until__lte=on)
    return list(found.filter(pk__in=heads.order_by().values("member"))[: FEW * 4])


def children_of(body: Organisation) -> list[Organisation]:
    """The bodies right below it, to which a task can be given."""
    return list(body.children.filter(dissolved=None).exclude(kind=OrganisationKind.LEADING_BODY).order_by("path"))


def _held(actor: Actor) -> list[str]:
    return [one.organisation for one in actor.roles if one.role != "member"]


def to_check(actor: Actor) -> QuerySet[Task]:
    """Handed in, or with more time asked for, and his to look at: given by a body of his, or by a leader to himself."""
    held = _held(actor)
    if not held:
        return Task.objects.none()
    own_given = Q(giver__parent__in=held, owners__member_id=F("giver_member")) & ~Q(giver_member="")
    found = Task.objects.filter(Q(giver__in=held) | own_given)
    found = found.filter(Q(state=State.HANDED) | Q(state__in=WITH_OWNER, asked_until__isnull=False))
    if actor.member:
        found = found.exclude(pk__in=TaskOwner.objects.filter(member=actor.member).values("task"))
    return Task.objects.filter(pk__in=found.order_by().values("pk"))


def mine(actor: Actor) -> QuerySet[Task]:
    """His own that he has still to do."""
    if not actor.member:
        return Task.objects.none()
    return Task.objects.filter(owners__member=actor.member, state__in=WITH_OWNER)


def ownerless(actor: Actor) -> QuerySet[Task]:
    """Given to a body of his, and nobody has it."""
    held = _held(actor)
    return Task.objects.filter(organisation__in=held, state__in=OPEN, owners=None) if held else Task.objects.none()


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """My tasks that are due or soon due, what I am to look at, what has no owner."""
    soon = today + dt.timedelta(days=SOON)
    kinds = (
        (mine(actor).filter(Q(due_on__lte=soon) | Q(state=State.RETURNED)), "办任务"),
        (to_check(actor), "查看"),
        (ownerless(actor), "定人"),
    )
    return [
        OpenItem("任务", one.title, reverse("task", args=[one.pk]), one.due_on, verb)
        for found, verb in kinds for one in found.order_by("due_on", "pk")[:SHOWN]
    ]  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """The number beside the list: his own to do, and those to look at."""
    found = mine(actor).order_by().values("pk")
    return found.union(to_check(actor).order_by().values("pk")).count()


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: his own tasks there, and those he gave."""
    asked = Q(giver_user=user) if user else Q(pk__in=[])
    if member:
        asked |= Q(owners__member=member)
    found = Task.objects.filter(asked, Q(organisation=organisation) | Q(giver=organisation), state__in=OPEN).distinct()
    return [
        OpenItem("任务", f"{one.title}：{one.get_state_display()}", reverse("task", args=[one.pk]), one.due_on)
        for one in found.order_by("due_on", "pk")[: SHOWN * 5]
    ]


def task_files(actor: Actor, about: str) -> None:
    """Who may read the proofs of a task: whoever sees it (config/wiring FILES)."""
    task_get(actor, about)


def task_files_change(actor: Actor, about: str) -> Organisation:
    """To whom they belong; added by who does it or works for the body, while it is not done (FILES_CHANGE)."""
    task = task_get(actor, about)
    policies.task_done(actor, task)
    if task.state not in OPEN:
        raise Refused(f"“{task.title}”已经是“{task.get_state_display()}”，先重新打开，再加材料。")
    return task.organisation


def left_behind(bodies: Collection[str]) -> Left:
    """Open tasks given to or by these bodies (ids); they go to whoever carries their work on (config/wiring LEFT_BEHIND)."""
    found = Task.objects.filter(Q(organisation__in=bodies) | Q(giver__in=bodies), state__in=OPEN)
    return Left("没办结的任务", found.count(), "转给接着办的组织，期限不变")
