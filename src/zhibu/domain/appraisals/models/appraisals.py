"""The yearly democratic appraisal of the members of a branch (民主评议党员).

Its steps are those of a case, its meeting an activity, its measurement a vote: here is the plan and what was
said of each. Votes are in `voting`; nothing here tells who wrote what on a slip.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.appraisals.choices import Grade, State
from zhibu.domain.appraisals.columns import sealed_column
from zhibu.domain.organisations.columns import id_column, one_of, text_column


class Appraisal(models.Model):
    """The appraisal of one branch in one year with its plan (一年的民主评议)."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="appraisals", db_index=False,
        verbose_name="支部",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("年度")
    case = models.OneToOneField(
        "procedures.Case", models.PROTECT, related_name="appraisal_file", verbose_name="办件"
    )
    activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="appraisal",
        verbose_name="评议的会议",
    )  # fmt: skip
    plan = text_column("方案说明", 2000)
    self_by = models.DateField("自评交到哪天")
    mutual_by = models.DateField("互评到哪天")
    meeting_on = models.DateField("哪天开会测评")
    grading_by = models.DateField("哪天以前评定")
    state = models.CharField("进行到", max_length=10, choices=State, default=State.PLANNED)
    opened_on = models.DateField("方案日期")
    graded_on = models.DateField("评定日期", null=True, blank=True)
    over_reason = text_column("优秀超出比例的原因", 300)
    reported_on = models.DateField("报上级日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    cancelled_reason = text_column("取消的原因", 300)

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ["-year", "-opened_on", "id"]
        constraints = [
            one_of("state", State.values, name="appraisal_state"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=~Q(state=State.CANCELLED), name="appraisal_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年民主评议"


class Appraisee(models.Model):
    """A member who takes part; only those `graded` get a grade (参加评议的人)."""

    appraisal = models.ForeignKey(
        Appraisal, models.CASCADE, related_name="people", db_index=False, verbose_name="民主评议"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="appraised", verbose_name="党员")
    group = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    graded = models.BooleanField("定等次", default=True)
    why_not = text_column("不定等次的原因", 100)
    floating = models.BooleanField("流动党员", default=False)
    self_text = sealed_column("自评")
    self_on = models.DateField("自评日期", null=True, blank=True)
    mutual_text = sealed_column("互评意见")
    mutual_on = models.DateField("互评日期", null=True, blank=True)
    grade = sealed_column("等次")  # a code of Grade
    comment = sealed_column("支部意见")
    told_on = models.DateField("告知本人日期", null=True, blank=True)
    read_on = models.DateField("本人看过日期", null=True, blank=True)
    objection = sealed_column("本人的不同意见")
    objected_on = models.DateField("提出日期", null=True, blank=True)
    answer = sealed_column("答复")
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加评议的党员"
        ordering = ["appraisal", "member"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "member"], name="appraisee_key")]

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.member_id}"

    @property
    def grade_label(self) -> str:
        """优秀, 合格 ...; empty where none was given."""
        return Grade(self.grade).label if self.grade else ""
