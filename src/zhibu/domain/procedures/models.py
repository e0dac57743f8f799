"""Cases of a procedure (办件) with dated steps, counted ballots, and checks of a checklist."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column
from zhibu.domain.procedures.choices import Method


class Case(models.Model):
    """One run of a procedure; its subject may be an applicant without a row, so it is text."""

    id = id_column()
    procedure = models.CharField("程序", max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="cases", verbose_name="办理组织"
    )
    subject = models.CharField("对象", max_length=ID_LENGTH, db_index=True)
    opened = models.DateField("开始")
    closed = models.DateField("办结", null=True, blank=True)
    outcome = text_column("结果", 100)

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["opened", "id"]
        indexes = [
            models.Index(fields=["-opened", "id"], name="case_newest"),
            models.Index(fields=["-closed", "id"], condition=Q(closed__isnull=False), name="case_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.subject}"


class Step(models.Model):
    """A step of a case, on the day it was done (步骤)."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="steps", db_index=False, verbose_name="办件"
    )
    step = models.CharField("步骤", max_length=60)
    on = models.DateField("日期")
    outcome = text_column("结果", 100)
    by = text_column("经办", ID_LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = "步骤"
        ordering = ["case", "on", "step"]
        constraints = [models.UniqueConstraint(fields=["case", "step", "on"], name="step_key")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.on}"


class Ballot(models.Model):
    """The counted result of one vote; an election has one row a candidate (表决)."""

    id = id_column()
    matter = models.CharField("事项", max_length=60)
    activity = models.ForeignKey(
        "activities.Activity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name="所在会议",
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="办件"
    )
    method = models.CharField("方式", max_length=10, choices=Method)
    entitled = models.PositiveIntegerField("应到")
    present = models.PositiveIntegerField("实到")
    cast = models.PositiveIntegerField("投出", null=True, blank=True)
    valid = models.PositiveIntegerField("有效", null=True, blank=True)
    in_favour = models.PositiveIntegerField("赞成", null=True, blank=True)
    against = models.PositiveIntegerField("反对", null=True, blank=True)
    abstained = models.PositiveIntegerField("弃权", null=True, blank=True)
    seats = models.PositiveIntegerField("应选名额", null=True, blank=True)
    candidates = models.PositiveIntegerField("候选人数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表决"
        ordering = ["id"]
        constraints = [one_of("method", Method.values, name="ballot_method")]

    def __str__(self) -> str:
        return f"{self.matter} {self.id}"


class Check(models.Model):
    """One item of a checklist looked at on one day (检查)."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="checks",
        db_index=False,
        verbose_name="组织",
    )
    checklist = models.CharField("清单", max_length=60)
    item = models.CharField("项目", max_length=60)
    on = models.DateField("日期")
    ok = models.BooleanField("合格")
    value = text_column("数值", 100)

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        ordering = ["organisation", "checklist", "item", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "checklist", "item", "on"], name="check_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.checklist}/{self.item} {self.on}"
