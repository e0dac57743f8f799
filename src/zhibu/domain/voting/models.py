"""A vote and all that belongs to it until its result is confirmed (选举表决).

No row tells who chose what. The roll says who took a slip and of which kind; the box holds sealed slips under
tokens that were signed blindly; readings of paper slips bear the number in the pile, never a name.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column
from zhibu.domain.voting.choices import Duty, Kind, Means, State, Taken


class Poll(models.Model):
    """One vote of one body on one matter (一次表决)."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="polls", db_index=False,
        verbose_name="组织",
    )  # fmt: skip
    kind = models.CharField("表决种类", max_length=20, choices=Kind)
    matter = models.CharField("表决事项", max_length=60)
    title = models.CharField("名称", max_length=100)
    on = models.DateField("投票日期")
    means = models.CharField("表决方法", max_length=12, choices=Means)
    secret = models.BooleanField("无记名", default=True)
    seats = models.PositiveIntegerField("应选名额", null=True, blank=True)
    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="polls",
        verbose_name="所在会议",
    )  # fmt: skip
    case = models.ForeignKey(
        "procedures.Case", models.PROTECT, null=True, blank=True, related_name="polls",
        verbose_name="办件",
    )  # fmt: skip
    step = text_column("为哪一步表决", 60)  # of the case: where its result goes
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="上一轮"
    )
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    state = models.CharField("进行到", max_length=10, choices=State, default=State.DRAFT)
    terms = models.JSONField("按什么规定", default=dict)  # as they were when it opened
    public = models.JSONField("公开的部分", default=dict)  # public keys and the form of the slip
    present = models.PositiveIntegerField("到会", null=True, blank=True)
    opened_at = models.DateTimeField("开票时间", null=True, blank=True)
    closed_at = models.DateTimeField("封箱时间", null=True, blank=True)
    outcome = models.JSONField("结果", default=dict)
    result_file = models.BinaryField("结果文件", null=True, blank=True)
    confirmed_by = text_column("由什么确认", 200)
    abandoned_reason = text_column("作废的原因", 500)

    class Meta:
        verbose_name = verbose_name_plural = "选举表决"
        ordering = ["-on", "-id"]
        constraints = [
            one_of("kind", Kind.values, name="poll_kind"),
            one_of("means", Means.values, name="poll_means"),
            one_of("state", State.values, name="poll_state"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-on"], name="poll_organisation"),
            models.Index(fields=["-on", "-id"], name="poll_on"),
        ]

    def __str__(self) -> str:
        return self.title


class Option(models.Model):
    """A candidate, a person voted on, or a question, in the order of the slip (候选人、被表决人、问题)."""

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="options", db_index=False, verbose_name="表决"
    )
    number = models.PositiveIntegerField("次序")
    name = models.CharField("姓名或问题", max_length=200)
    member = text_column("党员", ID_LENGTH)
    about = text_column("介绍", 300)
    answers = models.JSONField("可选的回答", default=list)  # of a question of a survey

    class Meta:
        verbose_name = verbose_name_plural = "票上的一项"
        ordering = ["poll", "number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="option_key")]

    def __str__(self) -> str:
        return self.name


class Voter(models.Model):
    """A member on the roll of a poll, entitled or with the reason why not (名册上的人)."""

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="voters", db_index=False, verbose_name="表决"
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="rolls", verbose_name="党员"
    )
    entitled = models.BooleanField("有表决权并计入应到")
    reason = text_column("不计入的原因", 40)
    article = text_column("依据", 200)
    approved_by = text_column("报哪个上级同意", 200)
    resolution = text_column("哪次大会通过", 200)
    taken = models.CharField("领了哪种票", max_length=12, choices=Taken, blank=True, default="")
    salt = text_column("名册标记的随机数", 32)
    blinded = text_column("请求的摘要", 64)  # both are wiped when the box is opened
    signature = models.TextField("盲签名", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "名册"
        ordering = ["poll", "member"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="voter_key"),
            one_of("taken", [value for value in Taken.values if value], name="voter_taken", empty=True),
            models.CheckConstraint(
                condition=Q(taken="") | Q(entitled=True), name="voter_entitled_to_take"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.member_id}"


class Slot(models.Model):
    """A place in the box: there are as many as voters from the start, and a slip falls into any free one.

    So neither the row's number nor the length of the table tells in which order slips came.
    """

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="slots", db_index=False, verbose_name="表决"
    )
    token = models.CharField("票号", max_length=64, null=True, blank=True)
    prefix = text_column("签名前缀", 64)
    signature = models.TextField("票号的签名", blank=True, default="")
    public_key = text_column("这张票的公钥", 140)
    sealed = models.TextField("封好的选票", blank=True, default="")
    bound = text_column("选票同票号的绑定", 140)

    class Meta:
        verbose_name = verbose_name_plural = "票箱"
        ordering = ["poll", "token"]
        constraints = [models.UniqueConstraint(fields=["poll", "token"], name="slot_token")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class Teller(models.Model):
    """Who watches over the count or counts; never a candidate (监票人、计票人)."""

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="tellers", db_index=False, verbose_name="表决"
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="tellings", verbose_name="党员"
    )
    duty = models.CharField("分工", max_length=10, choices=Duty)
    present = models.PositiveIntegerField("数到会的人", null=True, blank=True)
    closed_by = text_column("封箱时的账号", ID_LENGTH)  # filled: he agrees to close; two accounts

    class Meta:
        verbose_name = verbose_name_plural = "监票人和计票人"
        ordering = ["poll", "duty", "id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="teller_key"),
            one_of("duty", Duty.values, name="teller_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.member_id}"


class Reading(models.Model):
    """What one teller read: one paper slip by its number in the pile, or the hands counted (0) (录票)."""

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="readings", db_index=False, verbose_name="表决"
    )
    teller = models.ForeignKey(
        Teller, models.CASCADE, null=True, blank=True, related_name="readings", db_index=False,
        verbose_name="谁录的",
    )  # fmt: skip
    slip = models.PositiveIntegerField("第几张")
    marks = models.JSONField("票上写的", default=dict)
    entered_by = text_column("录入的账号", ID_LENGTH)  # two readings never come from one account

    class Meta:
        verbose_name = verbose_name_plural = "录票"
        ordering = ["poll", "slip"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "teller", "slip"], name="reading_key"),
            models.UniqueConstraint(
                fields=["poll", "slip"], condition=Q(teller__isnull=True), name="reading_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.slip}"
