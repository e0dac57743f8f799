"""The file of a member: rewards, hardship, care; corrections; who looked; merged doubles; clearings."""

from __future__ import annotations

from django.db import models

from zhibu.domain.members.columns import encrypted_column
from zhibu.domain.members.items import ITEMS
from zhibu.domain.organisations.columns import ends_after, one_of, text_column
from zhibu.domain.registry.choices import (
    CareKind,
    ClearingState,
    CorrectionState,
    HardshipKind,
    LookKind,
)
from zhibu.domain.registry.retention import RecordClass, record_class


def _member(name: str, *, db_index: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        "members.Member", models.PROTECT, related_name=name, verbose_name="党员", db_index=db_index
    )


class Reward(models.Model):
    """A reward (奖励): what, by whom, when."""

    member = _member("rewards")
    title = models.CharField("奖励名称", max_length=100)
    granted_by = models.CharField("授予单位", max_length=100)
    on = models.DateField("授予日期")
    number = text_column("文号", 100)

    class Meta:
        verbose_name = verbose_name_plural = "奖励"
        ordering = ["member", "-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Hardship(models.Model):
    """A member in need for a while (困难); the details are encrypted and seen by few."""

    member = _member("hardships")
    kind = models.CharField("困难类型", max_length=20, choices=HardshipKind)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    details = encrypted_column("情况")

    class Meta:
        verbose_name = verbose_name_plural = "困难情况"
        ordering = ["member", "-since", "-pk"]
        constraints = [
            one_of("kind", HardshipKind.values, name="hardship_kind"),
            ends_after("since", "until", name="hardship_ends_after"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Care(models.Model):
    """What was done for a member (关怀)."""

    member = _member("cares")
    kind = models.CharField("关怀方式", max_length=20, choices=CareKind)
    on = models.DateField("日期")
    by = models.CharField("由谁", max_length=100)
    amount = models.DecimalField("金额", max_digits=10, decimal_places=2, null=True, blank=True)
    details = encrypted_column("情况")

    class Meta:
        verbose_name = verbose_name_plural = "关怀记录"
        ordering = ["member", "-on", "-pk"]
        constraints = [one_of("kind", CareKind.values, name="care_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Correction(models.Model):
    """A member asks to have an item of his own put right (更正申请)."""

    member = _member("corrections")
    item = models.CharField("项目", max_length=40)
    before = encrypted_column("现在的记录")
    wanted = encrypted_column("应当是")
    reason = models.CharField("理由", max_length=300)
    evidence = text_column("依据", 300)
    state = models.CharField(
        "状态", max_length=20, choices=CorrectionState, default=CorrectionState.OPEN, db_index=True
    )
    asked_at = models.DateTimeField("提出时间")
    decided_by = text_column("处理人", 150)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    answer = text_column("答复", 300)
    objection = text_column("异议", 300)
    objected_at = models.DateTimeField("异议时间", null=True, blank=True)
    reviewed_by = text_column("复核人", 150)
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True)
    review = text_column("复核答复", 300)

    class Meta:
        verbose_name = verbose_name_plural = "更正申请"
        ordering = ["-asked_at", "-pk"]
        constraints = [one_of("state", CorrectionState.values, name="correction_state")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.item}"

    @property
    def label(self) -> str:
        """The item in words."""
        return ITEMS[self.item].label if self.item in ITEMS else self.item


class Look(models.Model):
    """Somebody saw a member's data (查看记录); opening a page counts once a day."""

    member = _member("looks", db_index=False)
    kind = models.CharField("方式", max_length=10, choices=LookKind)
    on = models.DateField("日期")
    at = models.DateTimeField("时间")
    user = text_column("账号", 100)
    by = models.CharField("谁", max_length=150)
    role = text_column("身份", 100)
    what = text_column("看了什么", 200)
    why = text_column("原因", 200)

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ["member", "-at", "-pk"]
        constraints = [
            one_of("kind", LookKind.values, name="look_kind"),
            models.UniqueConstraint(
                fields=["member", "user", "on"],
                condition=models.Q(kind=LookKind.PAGE),
                name="look_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["member", "at"], name="look_member")]

    def __str__(self) -> str:
        return f"{self.by} {self.at}"


class Merging(models.Model):
    """Two rows of one person made one (合并); both as they were lie sealed beside it, for the way back."""

    kept = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="mergings", verbose_name="保留的"
    )
    gone = models.CharField("并入的编号", max_length=100, db_index=True)
    name = models.CharField("姓名", max_length=60)
    at = models.DateTimeField("时间")
    by = models.CharField("经办人", max_length=150)
    why = models.CharField("依据", max_length=300)
    snapshot = models.BinaryField("合并前后的记录")
    separated_at = models.DateTimeField("恢复时间", null=True, blank=True)
    separated_by = text_column("恢复人", 150)

    class Meta:
        verbose_name = verbose_name_plural = "合并记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.gone} > {self.kept_id}"


class Distinct(models.Model):
    """Two members who look alike and are not the same person (不是同一个人)."""

    first = models.CharField("一个", max_length=100)
    second = models.CharField("另一个", max_length=100)
    by = models.CharField("经办人", max_length=150)
    at = models.DateTimeField("时间")
    why = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "不是同一个人"
        ordering = ["first", "second"]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="distinct_pair")]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class Clearing(models.Model):
    """Records of a class that are due to be cleared of somebody who left (到期清除)."""

    member = _member("clearings")
    record_class = models.CharField("档案类别", max_length=40)
    due_on = models.DateField("到期")
    found_on = models.DateField("列出日期")
    state = models.CharField(
        "状态", max_length=10, choices=ClearingState, default=ClearingState.DUE, db_index=True
    )
    decided_by = text_column("批准人", 150)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    keep_until = models.DateField("保存到", null=True, blank=True)
    why = text_column("原因", 300)

    class Meta:
        verbose_name = verbose_name_plural = "到期清除"
        ordering = ["due_on", "member", "record_class"]
        constraints = [
            one_of("state", ClearingState.values, name="clearing_state"),
            models.UniqueConstraint(fields=["member", "record_class", "due_on"], name="clearing_key"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.record_class}"

    @property
    def kept(self) -> RecordClass | None:
        """The class of record as the packs say it now."""
        return record_class(self.record_class)
