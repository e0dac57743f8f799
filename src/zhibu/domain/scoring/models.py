"""Entered marks with their history, and scores kept as they were on a day."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import ID_LENGTH, text_column


class Mark(models.Model):
    """A mark entered for an organisation (录入的分): for one item of a scorecard in one period.

    Never changed and never deleted: a correction is a new mark that says which one it corrects; one
    entered by mistake is withdrawn, with the reason.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="marks", verbose_name="组织"
    )
    directive = models.CharField("制度", max_length=ID_LENGTH)
    card = models.CharField("计分表", max_length=ID_LENGTH)
    item = models.CharField("计分项", max_length=ID_LENGTH)
    period_start = models.DateField("考评期从")
    points = models.CharField("分值", max_length=20)  # exact: 3, -0.5, 1/3
    evidence = models.CharField("依据", max_length=500)
    entered_by = models.CharField("录入人", max_length=100)
    entered_on = models.DateField("录入日期")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by",
        verbose_name="更正哪一笔",
    )  # fmt: skip
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_by = text_column("撤回人", 100)
    withdrawn_reason = text_column("撤回原因", 500)

    class Meta:
        verbose_name = verbose_name_plural = "录入的分"
        ordering = ["organisation", "directive", "card", "period_start", "item", "pk"]
        indexes = [
            models.Index(
                fields=["directive", "card", "period_start", "organisation"], name="mark_card_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.card} {self.item} {self.points}"


class KeptScore(models.Model):
    """The points of an organisation as they were on a day (定稿的考评结果), with every step and a digest.

    Kept anew after an objection, a further row stands beside the former; the latest counts.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="kept_scores", verbose_name="组织"
    )
    directive = models.CharField("制度", max_length=ID_LENGTH)
    card = models.CharField("计分表", max_length=ID_LENGTH)
    title = models.CharField("名称", max_length=200)
    period_start = models.DateField("考评期从")
    period_end = models.DateField("考评期到")
    as_of = models.DateField("截至")
    points = models.CharField("总分", max_length=20)
    grade = text_column("等次", 100)
    detail = models.JSONField("逐项")  # see `kept.py`
    pack = models.CharField("规则包摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)
    kept_by = models.CharField("定稿人", max_length=100)
    kept_at = models.DateTimeField("定稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "定稿的考评结果"
        ordering = ["organisation", "directive", "card", "period_start", "pk"]
        indexes = [
            models.Index(
                fields=["directive", "card", "period_start", "organisation"], name="kept_card_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.title} {self.points}"
