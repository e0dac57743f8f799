"""What stands beside an organisational-life meeting (组织生活会) or a democratic-life meeting of a leading body.

The meeting itself is an `Activity`; here is only what no rule reads. Outlines and criticism are encrypted at rest.
"""

from __future__ import annotations

from django.db import models

from zhibu.domain.appraisals.choices import Kind, Source
from zhibu.domain.appraisals.columns import sealed_column
from zhibu.domain.organisations.columns import one_of, text_column


class LifeMeeting(models.Model):
    """One meeting with its package (一次生活会和它的整套材料)."""

    activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, primary_key=True, related_name="life_meeting", verbose_name="会议"
    )
    source = models.CharField("主题来源", max_length=10, choices=Source, default=Source.OWN)
    basis = text_column("上级的通知", 200)
    studies = models.ManyToManyField("activities.Activity", related_name="+", blank=True, verbose_name="会前学习")
    talks_since = models.DateField("谈心谈话从哪天算起", null=True, blank=True)
    outlines_by = models.DateField("提纲交稿日期", null=True, blank=True)  # the last day
    names_critics = models.BooleanField("记下谁提的批评意见", default=False)
    opened_on = models.DateField("开始准备")

    class Meta:
        verbose_name = verbose_name_plural = "组织生活会"
        ordering = ["-opened_on", "pk"]
        constraints = [one_of("source", Source.values, name="life_meeting_source")]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class LifeText(models.Model):
    """A paper of the package as text: plan, preparation, host's script (方案、筹备情况、主持词)."""

    life = models.ForeignKey(
        LifeMeeting, models.CASCADE, related_name="texts", db_index=False, verbose_name="生活会"
    )
    kind = models.CharField("材料种类", max_length=60)
    text = models.TextField("正文")
    on = models.DateField("写成日期")

    class Meta:
        verbose_name = verbose_name_plural = "生活会材料"
        ordering = ["life", "kind"]
        constraints = [models.UniqueConstraint(fields=["life", "kind"], name="life_text_key")]

    def __str__(self) -> str:
        return f"{self.life_id} {self.kind}"


class Outline(models.Model):
    """What a member will say of himself (对照检查、发言提纲): his own until the meeting, unless he shares it."""

    life = models.ForeignKey(
        LifeMeeting, models.CASCADE, related_name="outlines", db_index=False, verbose_name="生活会"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="outlines", verbose_name="党员")
    text = sealed_column("提纲")
    shared = models.BooleanField("会前给支部看", default=False)
    handed_on = models.DateField("交稿日期", null=True, blank=True)  # empty: still being written
    changed_at = models.DateTimeField("改动时间")

    class Meta:
        verbose_name = verbose_name_plural = "发言提纲"
        ordering = ["life", "member"]
        constraints = [models.UniqueConstraint(fields=["life", "member"], name="outline_key")]

    def __str__(self) -> str:
        return f"{self.life_id} {self.member_id}"


class Criticism(models.Model):
    """What was said about a member at the meeting, by himself or by others (批评和自我批评)."""

    life = models.ForeignKey(
        LifeMeeting, models.CASCADE, related_name="criticism", db_index=False, verbose_name="生活会"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="criticism", verbose_name="对谁")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁提的"
    )  # only where the unit wants it
    text = sealed_column("内容")

    class Meta:
        verbose_name = verbose_name_plural = "批评和自我批评"
        ordering = ["life", "member", "pk"]
        constraints = [one_of("kind", Kind.values, name="criticism_kind")]
        indexes = [models.Index(fields=["life", "member"], name="criticism_life")]

    def __str__(self) -> str:
        return f"{self.life_id} {self.member_id}"
