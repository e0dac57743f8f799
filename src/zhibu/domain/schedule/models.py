"""One row for each job: when it is due, who is at it, how it went the last time."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """A job (定时任务) by name; claimed by a conditional update, so never done twice at a time."""

    name = models.CharField("任务", max_length=60, primary_key=True)
    due_at = models.DateTimeField("下次")
    claimed_until = models.DateTimeField("占用到", null=True, blank=True)
    finished_at = models.DateTimeField("上次完成", null=True, blank=True)
    failed = models.BooleanField("上次失败", default=False)
    outcome = models.TextField("上次结果", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "定时任务"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
