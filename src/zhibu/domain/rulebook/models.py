"""Where directives are in force (adoptions), what is excused (waivers), school terms, the calendar."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import ID_LENGTH, ends_after, text_column


class Adoption(models.Model):
    """A directive (文件) is in force for an organisation and everything below it (执行)."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="adoptions",
        db_index=False,
        verbose_name="组织",
    )
    directive = models.CharField("文件", max_length=ID_LENGTH)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    note = text_column("说明", 500)

    class Meta:
        verbose_name = verbose_name_plural = "执行"
        ordering = ["organisation", "directive", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "directive", "since"], name="adoption_key"
            ),
            ends_after("since", "until", name="adoption_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.directive} {self.since}"


class Waiver(models.Model):
    """A rule does not bind one subject for a while (豁免); named subject and rule need not resolve."""

    directive = models.CharField("文件", max_length=ID_LENGTH)
    rule = models.CharField("规则", max_length=ID_LENGTH)
    subject = models.CharField("对象", max_length=ID_LENGTH, db_index=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    reason = models.CharField("原因", max_length=500)
    approved_by = models.CharField("批准", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "豁免"
        ordering = ["directive", "rule", "subject", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "rule", "subject", "since", "reason", "approved_by"],
                name="waiver_key",
            ),
            ends_after("since", "until", name="waiver_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.rule} {self.subject}"


class Interpretation(models.Model):
    """A recorded decision which reading of a matter holds, where directives differ (读法决定).

    It changes no verdict: each directive keeps its own. It is shown wherever the matter comes up.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="interpretations",
        verbose_name="组织",
    )
    matter = models.CharField("问题", max_length=ID_LENGTH)
    directive = models.CharField("按哪份文件", max_length=ID_LENGTH, blank=True, default="")
    reading = models.CharField("怎样读", max_length=500)
    reason = models.CharField("理由", max_length=500)
    decided_by = models.CharField("谁决定的", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "读法决定"
        ordering = ["organisation", "matter", "-since", "-id"]
        indexes = [models.Index(fields=["matter", "organisation"], name="interpretation_matter")]
        constraints = [ends_after("since", "until", name="interpretation_ends_after")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.matter} {self.since}"


class LocalDirective(models.Model):
    """A published version of a directive that an organisation wrote here (本单位制度). Never changed."""

    directive = models.CharField("文件", max_length=ID_LENGTH)
    version = models.PositiveIntegerField("版本")
    owner = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="local_directives",
        verbose_name="制定的组织",
    )
    files = models.JSONField("文件内容")  # name -> text of the pack's files
    digest = models.CharField("摘要", max_length=64)
    note = text_column("改了什么", 500)
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("谁发布的", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "本单位制度"
        ordering = ["directive", "version"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "version"], name="local_directive_key")
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.version}"


class OwnType(models.Model):
    """A version of an activity type that an organisation invented (自己定的活动类型). Never changed.

    Of each code the last version holds, for the owner and everything below it, from `since` on. Older
    activities keep the type when it is offered no longer.
    """

    code = models.CharField("代码", max_length=ID_LENGTH)
    version = models.PositiveIntegerField("版本")
    owner = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="own_types",
        verbose_name="定它的组织",
    )
    content = models.JSONField("内容")  # keys of a file in rulepacks/activity_types, without code and order
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    what = text_column("改了什么", 200)
    made_at = models.DateTimeField("时间")
    made_by = models.CharField("谁改的", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "自己定的活动类型"
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="own_type_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ParameterValue(models.Model):
    """A value that this installation set for a parameter of a directive (本单位设定). Ended, not deleted."""

    directive = models.CharField("文件", max_length=ID_LENGTH)
    parameter = models.CharField("参数", max_length=ID_LENGTH)
    value = models.CharField("值", max_length=200)
    reason = models.CharField("理由", max_length=500)
    set_by = models.CharField("谁设定的", max_length=200)
    set_at = models.DateTimeField("设定时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "本单位设定"
        ordering = ["directive", "parameter", "-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "parameter"],
                condition=models.Q(ended_at__isnull=True),
                name="parameter_value_one_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.parameter}={self.value}"


class Term(models.Model):
    """A school term (学期)."""

    name = models.CharField("学期", primary_key=True, max_length=ID_LENGTH)
    since = models.DateField("起")
    until = models.DateField("止")

    class Meta:
        verbose_name = verbose_name_plural = "学期"
        ordering = ["since"]
        constraints = [ends_after("since", "until", name="term_ends_after")]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day on which the public working-day calendar is overridden (工作日历)."""

    date = models.DateField("日期", primary_key=True)
    workday = models.BooleanField("上班")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}"
