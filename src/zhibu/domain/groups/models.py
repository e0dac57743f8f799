"""Divisions of a branch into party groups: the draft with every step of it, what was offered, what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.groups.choices import OPEN, Basis, DivisionState
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Division(models.Model):
    """A division of a branch (划分方案), from the first draft until it is in force or dropped.

    `place` is the step that is shown: those behind it were undone and can be done again. `revision`
    counts every change, so that a change made on an older state is refused. `done` says what was written
    when it came into force, for the undoing.
    """

    id = id_column()
    branch = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="divisions", verbose_name="支部"
    )
    state = models.CharField("状态", max_length=10, choices=DivisionState, default=DivisionState.DRAFT)
    basis = models.CharField("按什么分", max_length=10, choices=Basis, default=Basis.UNIT)
    groups = models.PositiveSmallIntegerField("想分几组", null=True, blank=True)
    largest = models.PositiveSmallIntegerField("一组最多几人", null=True, blank=True)
    pins = models.JSONField("留在本组的党员", default=list, blank=True)  # ids; in the group that the draft has them in
    revision = models.PositiveIntegerField("修改次数", default=0)
    place = models.PositiveIntegerField("显示第几步", default=0)
    told = models.JSONField("说明", default=dict, blank=True)  # conflict: keys of rules; wish: bool
    opened_on = models.DateField("开始起草")
    opened_by = text_column("起草人", 100)
    decided_by = text_column("决定的会议", ID_LENGTH)
    since = models.DateField("执行日期", null=True, blank=True)
    case = models.ForeignKey(
        "procedures.Case", models.PROTECT, null=True, blank=True, related_name="divisions", verbose_name="办件"
    )
    done = models.JSONField("写入的内容", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "划分方案"
        ordering = ["branch", "-opened_on", "-id"]
        constraints = [
            one_of("state", DivisionState.values, name="division_state"),
            one_of("basis", Basis.values, name="division_basis"),
            models.UniqueConstraint(fields=["branch"], condition=Q(state__in=OPEN), name="division_open"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | (Q(since__isnull=False) & ~Q(decided_by="")),
                name="division_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.state}"


class DivisionStep(models.Model):
    """A division after one change of it (一步): who sits where, and what was done."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="steps", verbose_name="划分方案")
    number = models.PositiveIntegerField("第几步")
    label = models.CharField("做了什么", max_length=200)
    layout = models.JSONField("分组")

    class Meta:
        verbose_name = verbose_name_plural = "方案的一步"
        ordering = ["division", "number"]
        constraints = [models.UniqueConstraint(fields=["division", "number"], name="division_step_key")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.number}"


class Alternative(models.Model):
    """One of the divisions that the solver offered (备选方案)."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="alternatives", verbose_name="划分方案")
    place = models.PositiveSmallIntegerField("顺序")
    label = models.CharField("名称", max_length=60)
    layout = models.JSONField("分组")
    best = models.BooleanField("算到底了", default=True)
    nearest = models.BooleanField("最接近的", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "备选方案"
        ordering = ["division", "place"]
        constraints = [models.UniqueConstraint(fields=["division", "place"], name="alternative_key")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.label}"


class Neighbour(models.Model):
    """Two units of a branch that lie near each other, as somebody entered (相邻单位)."""

    branch = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="neighbours", verbose_name="支部"
    )
    one = models.CharField("单位", max_length=201)
    other = models.CharField("相邻的单位", max_length=201)

    class Meta:
        verbose_name = verbose_name_plural = "相邻单位"
        ordering = ["branch", "one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "one", "other"], name="neighbour_key"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="neighbour_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"
