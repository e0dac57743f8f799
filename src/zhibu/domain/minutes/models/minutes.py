"""Minutes of one activity (会议记录), every state they were in, what is typed and not saved yet."""

from __future__ import annotations

from django.db import models

from zhibu.domain.minutes.choices import How, Outcome, State
from zhibu.domain.organisations.columns import ID_LENGTH, one_of, text_column


class Minutes(models.Model):
    """Minutes of an activity. What stands in them is the `texts` of the version `version` (0: nothing yet).

    `sealed` is all that is printed as it stood at the lock, `code` its hash; corrections after it are rows of their
    own. Day, place, host and attendance are facts of the activity and not kept here before the lock.
    """

    activity = models.OneToOneField(
        "activities.Activity",
        models.PROTECT,
        primary_key=True,
        related_name="minutes",
        verbose_name="会议",
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="minutes",
        db_index=False,
        verbose_name="组织",
    )
    on = models.DateField("会议日期")
    state = models.CharField("进行到", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("第几版", default=0)
    changed_at = models.DateTimeField("修改时间")
    changed_by = text_column("谁改的")
    finished_on = models.DateField("记完日期", null=True, blank=True)
    handed_at = models.DateTimeField("交核对时间", null=True, blank=True)
    handed_by = text_column("谁交的")
    returned_note = text_column("退回重写的原因", 300)
    confirmed_at = models.DateTimeField("核对时间", null=True, blank=True)
    confirmed_by = text_column("谁核对的")
    confirmed_for = text_column("不是主持人本人核对的原因", 300)
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    locked_by = text_column("谁锁定的")
    sealed = models.JSONField("锁定的内容", null=True, blank=True)
    code = text_column("核对码", 64)

    class Meta:
        verbose_name = verbose_name_plural = "会议记录"
        ordering = ["-on", "pk"]
        constraints = [
            one_of("state", State.values, name="minutes_state"),
            models.CheckConstraint(
                condition=~models.Q(state=State.LOCKED)
                | models.Q(locked_at__isnull=False, sealed__isnull=False),
                name="minutes_sealed",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-on"], name="minutes_organisation"),
            models.Index(fields=["state", "on"], name="minutes_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_state_display()}"

    @property
    def is_locked(self) -> bool:
        """Whether only corrections with a reason are left."""
        return self.state == State.LOCKED


class Version(models.Model):
    """One state of the minutes: flat texts by their names in the form (`domain/minutes/texts.py`)."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="versions", db_index=False, verbose_name="记录"
    )
    number = models.PositiveIntegerField("第几版")
    texts = models.JSONField("内容")
    how = models.CharField("怎么来的", max_length=10, choices=How, default=How.SAVED)
    note = text_column("说明", 300)
    at = models.DateTimeField("时间")
    by = text_column("谁写的")

    class Meta:
        verbose_name = verbose_name_plural = "记录的版本"
        ordering = ["minutes", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_key"),
            one_of("how", How.values, name="minutes_version_how"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.number}"


class Draft(models.Model):
    """What one person has typed and not saved yet: whole fields of the form, ticks of attendance among them."""

    activity = models.ForeignKey(
        "activities.Activity",
        models.CASCADE,
        related_name="minutes_drafts",
        db_index=False,
        verbose_name="会议",
    )
    user = models.CharField("账号", max_length=ID_LENGTH)
    texts = models.JSONField("内容")
    base = models.PositiveIntegerField("从第几版写起", default=0)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "没存的草稿"
        ordering = ["activity", "user"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "user"], name="minutes_draft_key")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.user}"


class Choice(models.Model):
    """Two wrote different words at one place: both are kept until somebody chooses."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="choices", verbose_name="记录"
    )
    name = models.CharField("哪一格", max_length=200)
    before = models.TextField("原来", blank=True, default="")
    standing = models.TextField("先存的", blank=True, default="")
    standing_by = text_column("谁先存的")
    offered = models.TextField("后存的", blank=True, default="")
    offered_by = text_column("谁后存的")
    at = models.DateTimeField("时间")
    chosen_at = models.DateTimeField("选定时间", null=True, blank=True)
    chosen_by = text_column("谁选定的")

    class Meta:
        verbose_name = verbose_name_plural = "两处不同的写法"
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.name}"


class Correction(models.Model):
    """One correction after the lock: old and new stay readable, the reason with them."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="corrections", verbose_name="记录"
    )
    number = models.PositiveIntegerField("第几次")
    name = models.CharField("哪一格", max_length=200)
    old = models.TextField("原来", blank=True, default="")
    new = models.TextField("改为", blank=True, default="")
    reason = models.CharField("原因", max_length=300)
    at = models.DateTimeField("时间")
    by = text_column("谁更正的")
    code = text_column("核对码", 64)

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_correction_key")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.number}"


class Result(models.Model):
    """What a line of the minutes became: the task given at confirmation, the opinion sent up with the report."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="results", db_index=False, verbose_name="记录"
    )
    kind = models.CharField("种类", max_length=10, choices=Outcome)
    key = models.CharField("哪一行", max_length=60)
    made = models.CharField("成了什么", max_length=ID_LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = "记录带出的事"
        ordering = ["minutes", "kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "kind", "key"], name="minutes_result_key"),
            one_of("kind", Outcome.values, name="minutes_result_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made}"
