"""A member's report (党员汇报): for which period, when, how; a written one is sealed for him and those who receive it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import id_column, one_of, text_column
from zhibu.domain.reports.choices import Manner, State


class Report(models.Model):
    """A draft of the member's own, or a report that was given; what rules count is its activity."""

    id = id_column()
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="reports", db_index=False, verbose_name="党员"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="member_reports", db_index=False, verbose_name="向谁汇报"
    )
    period = models.CharField("所属时期", max_length=7)  # 2026-11, 2026-Q4
    manner = models.CharField("方式", max_length=10, choices=Manner)
    state = models.CharField("进行到", max_length=10, choices=State)
    on = models.DateField("汇报日期", null=True, blank=True)
    activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="member_report", verbose_name="活动"
    )
    letter = models.OneToOneField(
        "letters.Letter", models.PROTECT, null=True, blank=True, related_name="report", verbose_name="内容"
    )
    answer = models.OneToOneField(
        "letters.Letter", models.PROTECT, null=True, blank=True, related_name="report_answered", verbose_name="答复"
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    noted_by = text_column("谁登记的", 100)
    changed_at = models.DateTimeField("改动时间")

    class Meta:
        verbose_name = verbose_name_plural = "党员汇报"
        ordering = ["-on", "-id"]
        constraints = [
            one_of("manner", Manner.values, name="report_manner"),
            one_of("state", State.values, name="report_state"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, activity__isnull=True, on__isnull=True)
                | Q(state=State.GIVEN, activity__isnull=False, on__isnull=False),
                name="report_given",
            ),
            models.UniqueConstraint(
                fields=["member", "period"], condition=Q(state=State.DRAFT), name="report_one_draft"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "on"], name="report_organisation"),
            models.Index(fields=["member", "on"], name="report_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.period}"
