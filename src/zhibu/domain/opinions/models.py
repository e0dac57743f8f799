"""Opinions and demands (意见和诉求), where they lay, and the box (意见箱) through which anybody sends one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from encrypted_fields.fields import EncryptedTextField

from zhibu.domain.opinions.choices import Kind, Source, State, What, Whose
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Opinion(models.Model):
    """One opinion of a member or of the masses; its words are encrypted (意见).

    `organisation` is where it was taken down, `at` the body that has it now and is to answer. `origin` is
    the id of the meeting at which it was said. Of what came through the box nothing is known of the
    sender but a keyed mark of the receipt code that he keeps.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="opinions", db_index=False, verbose_name="在哪里提的"
    )
    at = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="opinions_at", db_index=False, verbose_name="现在在哪里"
    )
    whose = models.CharField("谁的意见", max_length=10, choices=Whose)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.OPINION)
    source = models.CharField("怎么来的", max_length=10, choices=Source, default=Source.TAKEN)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="提的党员"
    )
    speaker = EncryptedTextField("提的人", null=True, blank=True)  # as he gave his name; empty: no name
    text = EncryptedTextField("内容")
    confidential = models.BooleanField("涉及个人", default=False)
    origin = text_column("出自哪次会", ID_LENGTH)
    taken_on = models.DateField("提出日期")
    taken_user = text_column("记下的账号", ID_LENGTH)
    at_since = models.DateField("到这里的日期")
    state = models.CharField("进行到", max_length=10, choices=State, default=State.OPEN)
    into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入哪一条"
    )
    answer = EncryptedTextField("答复", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = text_column("谁答复的", 100)
    told_how = text_column("怎么反馈的", 100)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    public_text = text_column("公开的意见", 500)  # in the unit's own words, without names
    public_answer = text_column("公开的答复", 1000)
    published_on = models.DateField("公开日期", null=True, blank=True)
    receipt = text_column("回执", 64)  # keyed mark of the code; the code itself is with the sender only
    form = text_column("表单标记", 64)

    class Meta:
        verbose_name = verbose_name_plural = "意见和诉求"
        ordering = ["-taken_on", "-id"]
        constraints = [
            one_of("whose", Whose.values, name="opinion_whose"),
            one_of("kind", Kind.values, name="opinion_kind"),
            one_of("source", Source.values, name="opinion_source"),
            one_of("state", State.values, name="opinion_state"),
            models.UniqueConstraint(fields=["receipt"], condition=~Q(receipt=""), name="opinion_receipt"),
            models.UniqueConstraint(fields=["form"], condition=~Q(form=""), name="opinion_form"),
            models.CheckConstraint(condition=~Q(state=State.MERGED) | Q(into__isnull=False), name="opinion_into"),
            models.CheckConstraint(
                condition=~Q(source=Source.PUBLIC) | Q(member__isnull=True, taken_user=""), name="opinion_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "taken_on"], name="opinion_organisation"),
            models.Index(fields=["at", "state", "taken_on"], name="opinion_at"),
            models.Index(fields=["-taken_on", "-id"], name="opinion_order"),
            models.Index(fields=["origin"], name="opinion_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.get_whose_display()}{self.get_kind_display()} {self.taken_on}"


class OpinionEvent(models.Model):
    """What happened with an opinion: who passed it where; never its words (经过)."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="events", verbose_name="意见")
    at = models.DateTimeField("时间")
    on = models.DateField("日期")
    what = models.CharField("做了什么", max_length=10, choices=What)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="到哪里"
    )
    person = text_column("谁", 100)
    user = text_column("账号", ID_LENGTH)
    note = EncryptedTextField("说明", null=True, blank=True)
    before = models.JSONField("以前", default=dict)
    undone_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见经过"
        ordering = ["opinion", "at", "pk"]
        constraints = [one_of("what", What.values, name="opinion_event_what")]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.what}"


class OpinionBox(models.Model):
    """The public page of an organisation through which anybody sends an opinion without an account (意见箱)."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="opinion_box", verbose_name="组织"
    )
    code = models.CharField("地址", max_length=20, unique=True)
    opened_on = models.DateField("开放日期")
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    words = text_column("写在页面上的话", 300)
    shows_answers = models.BooleanField("页面上公开答复", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "意见箱"

    def __str__(self) -> str:
        return f"{self.organisation}的意见箱"

    @property
    def is_open(self) -> bool:
        """Whether anybody can send one now."""
        return self.closed_on is None


class BoxCount(models.Model):
    """How often the box, or one address, was used on a day (次数).

    `mark` is keyed by the day: it tells two uses of one day apart and nothing else, and is gone the day after.
    Empty: all together.
    """

    box = models.ForeignKey(OpinionBox, models.CASCADE, related_name="counts", db_index=False, verbose_name="意见箱")
    on = models.DateField("日期")
    mark = text_column("标记", 64)
    times = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "意见箱次数"
        constraints = [models.UniqueConstraint(fields=["box", "on", "mark"], name="box_count_key")]

    def __str__(self) -> str:
        return f"{self.box_id} {self.on} {self.times}"
