"""Signs that a record may not be what happened (提醒), what the unit says to them, and who looked from above."""

from __future__ import annotations

from django.db import models

from zhibu.domain.minutes.choices import Answer, SignalKind
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Signal(models.Model):
    """One sign about one activity; shown to its unit first, upward only when passed on or inspected."""

    id = id_column()
    activity = models.ForeignKey(
        "activities.Activity",
        models.CASCADE,
        related_name="signals",
        db_index=False,
        verbose_name="会议",
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="signals",
        db_index=False,
        verbose_name="组织",
    )
    on = models.DateField("会议日期")
    kind = models.CharField("种类", max_length=12, choices=SignalKind)
    key = models.CharField(
        "哪一件", max_length=ID_LENGTH * 3
    )  # kind, other activity, member: one row each
    other = models.ForeignKey(
        "activities.Activity",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="另一次会议",
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁"
    )
    figure = models.PositiveIntegerField(
        "数", default=0
    )  # days late, or how many signs are the same
    found_on = models.DateField("发现日期")
    gone_on = models.DateField(
        "消除日期", null=True, blank=True
    )  # what it spoke of is no longer so
    answer = text_column("怎么答复", 10, choices=Answer)
    answer_text = text_column("说明", 500)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = text_column("谁答复的")
    passed_on = models.DateField("报上级日期", null=True, blank=True)
    passed_by = text_column("谁报的")

    class Meta:
        verbose_name = verbose_name_plural = "记录的提醒"
        ordering = ["-on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "key"], name="minutes_signal_key"),
            one_of("kind", SignalKind.values, name="minutes_signal_kind"),
            one_of("answer", Answer.values, name="minutes_signal_answer", empty=True),
        ]
        indexes = [models.Index(fields=["organisation", "-on"], name="minutes_signal_organisation")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Inspection(models.Model):
    """Somebody above looks at the signals of named units: who, why, which days; told to each unit, never deleted."""

    id = id_column()
    user = models.CharField("账号", max_length=ID_LENGTH)
    by = models.CharField("谁查看", max_length=200)
    why = models.CharField("为什么", max_length=300)
    since = models.DateField("从")
    until = models.DateField("到")  # the first day no longer
    opened_at = models.DateTimeField("开始时间")
    closes_on = models.DateField("看到哪天")  # the first day no longer
    units = models.ManyToManyField(
        "organisations.Organisation", related_name="+", verbose_name="哪些组织"
    )

    class Meta:
        verbose_name = verbose_name_plural = "记录抽查"
        ordering = ["-opened_at", "id"]
        indexes = [models.Index(fields=["user", "-opened_at"], name="minutes_inspection_user")]

    def __str__(self) -> str:
        return f"{self.by} {self.since}"


class Band(models.Model):
    """A piece of the fingerprint of minutes: two texts that share one may be the same text."""

    minutes = models.ForeignKey(
        "minutes.Minutes", models.CASCADE, related_name="bands", db_index=False, verbose_name="记录"
    )
    band = models.PositiveSmallIntegerField("第几段")
    value = models.BigIntegerField("值")

    class Meta:
        verbose_name = verbose_name_plural = "文字指纹"
        ordering = ["minutes", "band"]
        constraints = [models.UniqueConstraint(fields=["minutes", "band"], name="minutes_band_key")]
        indexes = [models.Index(fields=["value", "band"], name="minutes_band_value")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.band}"
