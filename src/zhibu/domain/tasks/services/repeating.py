"""Tasks that come back every month: opened, ended, and given when their month begins."""

from __future__ import annotations

import calendar
import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.belonging import members_on
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks import policies
from zhibu.domain.tasks.choices import What
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.domain.tasks.services.giving import Owner
from zhibu.domain.tasks.services.noting import (
    noted,
    owners_found,
    owners_set,
    owners_tell,
    titled,
)
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


def due_in(month: dt.date, day: int) -> dt.date:
    """The day in the month of `month`; in a shorter month its last."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


@transaction.atomic
def series_open(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    owner: Owner,
    due_day: int,
    note: str = "",
    done_means: str = "",
    until: dt.date | None = None,
) -> TaskSeries:
    """Give a task every month from now on, due on its `due_day`; that of this month is given at once if its day is ahead."""
    policies.task_give(actor, organisation)
    today = clock.today()
    text = titled(title, note=note, done_means=done_means)
    if not 1 <= due_day <= 31:
        raise Refused(f"每月几号以前读到 {due_day}，应是 1 到 31；31 就是每月最后一天。")
    if until is not None and until <= today:
        raise Refused(f"到哪天止读到 {until}，应在今天以后。")
    owners = owners_found(organisation, owner, today)
    series = TaskSeries.objects.create(
        id=new_id("ser"), organisation=organisation, title=text, note=note.strip(), done_means=done_means.strip(),
        due_day=due_day, since=today, until=until, giver_name=actor.name[:100], giver_user=actor.user,
        giver_member=actor.member,
    )  # fmt: skip
    series.owners.set(owners)
    entry_record(
        actor=actor, action="series.open", subject=series.pk, organisation=organisation.pk,
        details={"count": len(owners), "until": until},
    )  # fmt: skip
    _give(actor, series, today)
    return series


@transaction.atomic
def series_end(*, actor: Actor, series: TaskSeries) -> TaskSeries:
    """Give it no more; what was given stays."""
    policies.task_give(actor, series.organisation)
    found = TaskSeries.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=series.pk)
    if found.until is not None and found.until <= clock.today():
        raise Refused("这项每月任务已经停了。")
    found.until = clock.today() + dt.timedelta(days=1)
    found.save(update_fields=["until"])
    entry_record(actor=actor, action="series.end", subject=found.pk, organisation=found.organisation_id, details={"until": found.until})
    return found


def series_due_make(*, day: dt.date) -> int:
    """Give the tasks of the month that has begun; how many. Asked at every door (config/wiring DUE)."""
    month = day.replace(day=1)
    waiting = TaskSeries.objects.exclude(until__lte=day).exclude(made_to__gte=month)
    made = 0
    for key in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            series = TaskSeries.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=key)
            made += _give(Actor.system("jobs"), series, day)
    return made


def _give(actor: Actor, series: TaskSeries, day: dt.date) -> int:
    """The task of the month of `day`, once; owners who have left are left out, without any it waits for the leader."""
    month = day.replace(day=1)
    if series.made_to is not None and series.made_to >= month:
        return 0
    due_on = due_in(month, series.due_day)
    series.made_to = month
    series.save(update_fields=["made_to"])
    if due_on < day or (series.until is not None and due_on >= series.until):
        return 0
    there = members_on(series.organisation, day).filter(pk__in=series.owners.values("pk"))
    task = Task.objects.create(
        id=new_id("task"), organisation=series.organisation, giver=series.organisation, giver_user=series.giver_user,
        giver_name=series.giver_name, giver_member=series.giver_member, title=series.title, note=series.note,
        done_means=series.done_means, series=series, given_on=day, due_on=due_on,
    )  # fmt: skip
    owners_set(task, list(there))
    noted(actor, task, "give", What.GIVE, {}, note="每月任务")
    owners_tell(actor, task, list(there))
    return 1
