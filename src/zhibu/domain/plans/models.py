"""The plan of a year (年度计划): what is to be held and talked about in which month, and how it was changed later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import id_column, one_of, text_column
from zhibu.domain.plans.choices import PlanState


class Plan(models.Model):
    """The plan of one organisation for one year; decided once, changed later with trace."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="plans", db_index=False, verbose_name="组织"
    )
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    decided_on = models.DateField("定下日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="plans_decided", verbose_name="定下的会议"
    )
    paper = text_column("材料", 100)  # id of the paper by which rules see it
    note = text_column("总的要求", 500)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "年度计划"
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="plan_key"),
            one_of("state", PlanState.values, name="plan_state"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(decided_on__isnull=False), name="plan_decided_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年"


class PlanItem(models.Model):
    """One line: in which month, what is held, about what, who sees to it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", db_index=False, verbose_name="计划")
    month = models.PositiveSmallIntegerField("月份")
    number = models.PositiveSmallIntegerField("序号")
    type = models.CharField("类型", max_length=60)
    theme = text_column("主题", 200)
    agenda = text_column("议题", 2000)  # one a line
    who = text_column("谁负责", 100)
    topic = text_column("议题出处", 200)  # directive/code of the topic it was taken from
    upper = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adopted", verbose_name="支部计划的条目"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度计划的条目"
        ordering = ["plan", "month", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "month", "number"], name="plan_item_key"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="plan_item_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month}月 {self.theme}"


class PlanChange(models.Model):
    """What a line of a decided plan said before and after (计划调整); never changed itself."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes", db_index=False, verbose_name="计划")
    month = models.PositiveSmallIntegerField("月份")
    before = text_column("调整前", 3000)
    after = text_column("调整后", 3000)
    why = models.CharField("原因", max_length=300)
    on = models.DateField("日期")
    by = text_column("经办人", 150)

    class Meta:
        verbose_name = verbose_name_plural = "年度计划的调整"
        ordering = ["plan", "pk"]
        indexes = [models.Index(fields=["plan"], name="plan_change_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.month}月"
