"""Tasks of members (任务), who has them, what happened, and tasks that come back every month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import ID_LENGTH, ends_after, id_column, one_of, text_column
from zhibu.domain.tasks.choices import State, What


class TaskSeries(models.Model):
    """A task that is given anew every month, to the same owners (每月任务)."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="task_series", verbose_name="哪个组织的"
    )
    title = models.CharField("任务", max_length=200)
    note = text_column("要求", 1000)
    done_means = text_column("做到什么算完成", 300)
    owners = models.ManyToManyField("members.Member", related_name="task_series", verbose_name="谁办")
    due_day = models.PositiveSmallIntegerField("每月几号以前")  # 31: the last day of the month
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, blank=True)
    made_to = models.DateField("派到哪个月", null=True, blank=True)  # the first of the month given last
    giver_name = text_column("谁派的", 100)
    giver_user = text_column("派的账号", ID_LENGTH)
    giver_member = text_column("派的党员", ID_LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = "每月任务"
        ordering = ["organisation", "title", "id"]
        constraints = [
            ends_after("since", "until", name="task_series_span"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=31), name="task_series_day"),
        ]
        indexes = [models.Index(fields=["made_to"], condition=Q(until=None), name="task_series_open")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One task: what, by whom, by which day, and what counts as done (任务).

    `organisation` is the body whose members do it; `giver` is the body that gave it, the same one or one
    above. `origin` is the id of the activity whose resolution it is, `number` the resolution's number there.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="tasks", db_index=False, verbose_name="哪个组织办"
    )
    giver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="tasks_given", db_index=False, verbose_name="哪个组织派"
    )
    giver_user = text_column("派的账号", ID_LENGTH)
    giver_name = text_column("谁派的", 100)
    giver_member = text_column("派的党员", ID_LENGTH)
    title = models.CharField("任务", max_length=200)
    note = text_column("要求", 1000)
    done_means = text_column("做到什么算完成", 300)
    origin = text_column("出自哪次会", ID_LENGTH)
    number = models.PositiveSmallIntegerField("第几项决议", null=True, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级派的哪项任务"
    )
    series = models.ForeignKey(
        TaskSeries, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="每月任务"
    )
    state = models.CharField("进行到", max_length=10, choices=State, default=State.GIVEN)
    given_on = models.DateField("派出日期")
    due_on = models.DateField("完成期限")
    asked_until = models.DateField("申请延到", null=True, blank=True)
    handed_on = models.DateField("交出日期", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["due_on", "id"]
        constraints = [
            one_of("state", State.values, name="task_state"),
            models.CheckConstraint(condition=~Q(state=State.DONE) | Q(done_on__isnull=False), name="task_done_day"),
            models.UniqueConstraint(
                fields=["origin", "number"], condition=~Q(origin="") & Q(number__isnull=False), name="task_resolution"
            ),
            models.UniqueConstraint(fields=["series", "due_on"], condition=Q(series__isnull=False), name="task_month"),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="task_organisation"),
            models.Index(fields=["giver", "state", "due_on"], name="task_giver"),
            models.Index(fields=["origin"], name="task_origin"),
            models.Index(fields=["due_on", "id"], name="task_order"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskOwner(models.Model):
    """Who has a task (负责人); the first answers for it, the others help."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="owners", db_index=False, verbose_name="任务")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="tasks", verbose_name="党员")
    place = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "任务负责人"
        ordering = ["task", "place"]
        constraints = [models.UniqueConstraint(fields=["task", "member"], name="task_owner_key")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.member_id}"


class TaskEvent(models.Model):
    """What happened with a task; only the last can be taken back, and then stays with its mark (经过)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="events", verbose_name="任务")
    at = models.DateTimeField("时间")
    on = models.DateField("日期")
    what = models.CharField("做了什么", max_length=10, choices=What)
    person = text_column("谁", 100)
    user = text_column("账号", ID_LENGTH)
    note = text_column("说明", 500)
    until = models.DateField("延到", null=True, blank=True)
    before = models.JSONField("以前", default=dict)  # columns of the task before it, for taking it back
    undone_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务经过"
        ordering = ["task", "at", "pk"]
        constraints = [one_of("what", What.values, name="task_event_what")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.what}"
