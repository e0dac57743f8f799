"""Runs, verdicts and what changed between runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.compliance.choices import Scope, Status, Strength, Thing
from zhibu.domain.organisations.paths import PathField


class Run(models.Model):
    """One judging: which days, which packs, which facts, when."""

    scope = models.CharField("范围", max_length=3, choices=Scope)
    organisation = models.CharField("组织", max_length=100, blank=True, default="")
    since = models.DateField("从哪一天")
    as_of = models.DateField("截至哪一天")
    packs = models.CharField("规则包", max_length=400, blank=True, default="")
    digest = models.CharField("规则摘要", max_length=64, blank=True, default="")
    # what a later check compares: each pack's digest, the values of parameters, digests of the rows
    versions = models.JSONField("规则包的版本", default=dict)
    parameters = models.JSONField("参数取值", default=dict)
    row_digest = models.CharField("结论摘要", max_length=64, blank=True, default="")
    rule_digests = models.JSONField("各规则的结论数和摘要", default=dict)
    # rows found otherwise although everything written had been judged: empty where nobody can say
    differences = models.PositiveIntegerField("意外的不同", null=True, blank=True)
    facts_at = models.CharField("事实到哪一笔", max_length=64, blank=True, default="")
    rows = models.PositiveIntegerField("结论数", default=0)
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("完成", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"截至 {self.as_of}，{self.rows} 条"


class Verdict(models.Model):
    """One verdict: a row of the form that `zhibu check` writes, and where it stands in the tree."""

    run = models.ForeignKey(Run, models.DO_NOTHING, db_constraint=False, related_name="+")
    directive = models.CharField("制度", max_length=100)
    rule = models.CharField("规则", max_length=160)
    article = models.CharField("条", max_length=60)
    strength = models.CharField("语气", max_length=10, choices=Strength)
    subject_kind = models.CharField("对象类别", max_length=20)
    subject = models.CharField("对象", max_length=200)
    period_start = models.DateField("期间从")
    period_end = models.DateField("期间到")
    status = models.CharField("结论", max_length=10, choices=Status)
    actual = models.TextField("实际", blank=True, default="")
    required = models.TextField("要求", blank=True, default="")
    due = models.DateField("到期", null=True, blank=True)
    evidence = models.TextField("事实", blank=True, default="")
    reason = models.TextField("理由", blank=True, default="")
    # where it stands: the organisation it belongs to, and on whose line of the grid it is shown
    # (a group's branch, else the organisation itself)
    organisation = models.CharField("组织", max_length=100, blank=True, default="")
    line = models.CharField("所在行", max_length=100, blank=True, default="")
    path = PathField("路径", max_length=120, blank=True, default="")
    # the month it is shown in (yyyymm) and how bad it is: derived, so that a page asks one range
    month = models.PositiveIntegerField("月份")
    severity = models.PositiveSmallIntegerField("轻重")
    # a digest of all it says, which of its days are the as-of day itself (see rows.py), and
    # the first day on which it may say something else although nothing is written
    mark = models.BigIntegerField("摘要", default=0)
    rolls = models.PositiveSmallIntegerField("随日期走", default=0)
    flips_on = models.DateField("哪天会变", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查结论"
        ordering = ["path", "directive", "rule", "subject", "period_start"]
        indexes = [
            models.Index(fields=["path", "month", "severity"], name="verdict_path_month"),
            models.Index(fields=["subject", "rule", "period_start"], name="verdict_subject_rule"),
            models.Index(fields=["line", "month"], name="verdict_line_month"),
            models.Index(
                fields=["flips_on"], name="verdict_flips", condition=Q(flips_on__isnull=False)
            ),
            # all that a desk counts: what is not simply met, without touching the rows themselves
            models.Index(
                fields=[
                    "severity",
                    "path",
                    "directive",
                    "rule",
                    "article",
                    "strength",
                    "status",
                    "due",
                    "line",
                ],
                name="verdict_loud",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.period_start} {self.get_status_display()}"


class Change(models.Model):
    """A verdict that a run found otherwise than the one before it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="changes")
    directive = models.CharField("制度", max_length=100)
    rule = models.CharField("规则", max_length=160)
    subject = models.CharField("对象", max_length=200)
    period_start = models.DateField("期间从")
    path = PathField("路径", max_length=120, blank=True, default="")
    before = models.CharField("原来", max_length=10, choices=Status)
    after = models.CharField("现在", max_length=10, choices=Status)

    class Meta:
        verbose_name = verbose_name_plural = "结论变化"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject", "rule", "period_start"], name="change_subject_rule"),
            models.Index(fields=["path"], name="change_path"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.before} → {self.after}"


class Touched(models.Model):
    """What a write touched and nobody has judged yet (待更新): written in the transaction of the write.

    Whoever judges it deletes the row in the transaction that stores the verdicts; a crash loses nothing.
    """

    thing = models.CharField("哪一类", max_length=6, choices=Thing)
    key = models.CharField("编号", max_length=100, blank=True, default="")
    since = models.DateTimeField("从何时")

    class Meta:
        verbose_name = verbose_name_plural = "待更新"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_thing_display()} {self.key}"


class KeptRun(models.Model):
    """What a run that is kept rested on (封存): its rows and the texts of its packs, compressed."""

    run = models.OneToOneField(Run, models.PROTECT, related_name="kept", verbose_name="核查")
    reason = models.CharField("为什么保存", max_length=200)
    kept_by = models.CharField("谁保存的", max_length=150)
    kept_at = models.DateTimeField("何时保存")
    keep_until = models.DateField("保存到哪一天")
    verdicts = models.BinaryField("结论")
    packs = models.BinaryField("规则包")

    class Meta:
        verbose_name = verbose_name_plural = "封存的核查"
        ordering = ["-kept_at"]

    def __str__(self) -> str:
        return f"{self.run} {self.reason}"
