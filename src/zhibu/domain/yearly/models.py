"""Reports of a year or half-year (年度报告), section by section, each with what the records say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import ID_LENGTH, ends_after, id_column, one_of, text_column
from zhibu.domain.yearly.choices import State


class YearReport(models.Model):
    """One report of a body about a period, of one activity type (rule packs).

    `period` is 2026 or 2026-H1, `until` the first day after it. `activity` is the fact that it was made,
    `meeting` the gathering at which it was read aloud (ids).
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="year_reports", db_index=False, verbose_name="谁的报告"
    )
    type = models.CharField("哪种报告", max_length=60)
    period = models.CharField("所属时期", max_length=10)
    since = models.DateField("从")
    until = models.DateField("到")
    title = models.CharField("标题", max_length=200)
    state = models.CharField("进行到", max_length=10, choices=State, default=State.DRAFT)
    receiver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="year_reports_in", verbose_name="交给谁"
    )
    due_on = models.DateField("期限", null=True, blank=True)
    drafted_on = models.DateField("按哪天的记录起草")
    submitted_on = models.DateField("交出日期", null=True, blank=True)
    submitted_user = text_column("交出的账号", ID_LENGTH)
    submitted_by = text_column("谁交的", 100)
    received_on = models.DateField("收到日期", null=True, blank=True)
    received_by = text_column("谁收的", 100)
    reason = text_column("退回的原因", 500)
    activity = text_column("登记的活动", ID_LENGTH)
    meeting = text_column("在哪次会上报告", ID_LENGTH)
    read_on = models.DateField("报告日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-since", "organisation", "type"]
        constraints = [
            one_of("state", State.values, name="year_report_state"),
            ends_after("since", "until", name="year_report_span"),
            models.UniqueConstraint(fields=["organisation", "type", "period"], name="year_report_key"),
            models.CheckConstraint(
                condition=Q(state__in=(State.DRAFT, State.RETURNED)) | Q(submitted_on__isnull=False), name="year_report_handed"
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state"], name="year_report_inbox"),
            models.Index(fields=["-since", "organisation", "type"], name="year_report_order"),
        ]

    def __str__(self) -> str:
        return self.title


class YearSection(models.Model):
    """One section: the words as they stand, and beside them what the records said when last looked (一部分).

    `sources` holds for each line of `drafted` the records it comes from: a list of [words, address].
    """

    report = models.ForeignKey(YearReport, models.CASCADE, related_name="sections", db_index=False, verbose_name="报告")
    place = models.PositiveSmallIntegerField("顺序")
    code = models.CharField("哪一部分", max_length=20)
    title = models.CharField("小标题", max_length=60)
    text = models.TextField("文字", blank=True, default="")
    drafted = models.TextField("按记录写的", blank=True, default="")
    sources = models.JSONField("出自哪些记录", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告的一部分"
        ordering = ["report", "place"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="year_section_key")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.code}"

    @property
    def is_own(self) -> bool:
        """Whether somebody put it into words of his own: refreshing leaves it as it is."""
        return self.text != self.drafted
