"""Word templates of minutes (模板) that a clerk has uploaded, with all their versions."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import id_column, text_column


class Template(models.Model):
    """One version of an organisation's template; good for it and all below it from `since` on.

    `activity_type` empty: for every type that has none of its own. The latest of the nearest body above is used.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="minutes_templates", db_index=False,
        verbose_name="组织",
    )  # fmt: skip
    activity_type = text_column("活动类型", 60)
    number = models.PositiveIntegerField("第几版")
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("文件")
    since = models.DateField("从哪天起用")
    until = models.DateField("用到哪天", null=True, blank=True)  # the first day no longer
    at = models.DateTimeField("上传时间")
    by = text_column("谁上传的")

    class Meta:
        verbose_name = verbose_name_plural = "记录模板"
        ordering = ["organisation", "activity_type", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "activity_type", "number"], name="minutes_template_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} 第 {self.number} 版"
