"""Notices to persons, the ways they go out, and what each person and office wants of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from encrypted_fields.fields import EncryptedTextField

from zhibu.domain.notices.choices import ROBOTS, Channel, DeliveryState, Rhythm
from zhibu.domain.organisations.columns import id_column, one_of, text_column


class Batch(models.Model):
    """What somebody sent in one go (一批通知): to many persons, about one or several things."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="notice_batches", db_index=False, verbose_name="组织"
    )
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁发的"
    )
    made_at = models.DateTimeField("时间")
    lines = models.JSONField("可以复制的话", default=list)  # one a thing: [text, address of the page]

    class Meta:
        verbose_name = verbose_name_plural = "一批通知"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="batch_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.made_at}"


class Notice(models.Model):
    """One person is told of one thing: what kind, when it is, where the page is; never what is in it.

    Of `kind` and thing a person has one notice that holds: a new time takes the place of the old.
    """

    id = id_column()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="notices", verbose_name="批次")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="notices", db_index=False, verbose_name="党员"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="notices", db_index=False,
        verbose_name="账号（不是党员的）",
    )  # fmt: skip
    kind = models.CharField("种类", max_length=40)
    text = models.CharField("说法", max_length=60)
    about_name = models.CharField("页面", max_length=60)
    about_key = text_column("哪一件", 100)
    when = models.DateTimeField("时间", null=True, blank=True)
    day = models.DateField("日期")
    made_at = models.DateTimeField("发出时间")
    seen_on = models.DateField("看过", null=True, blank=True)  # the day, never the hour
    superseded_at = models.DateTimeField("被替代", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, user__isnull=True) | Q(member__isnull=True, user__isnull=False),
                name="notice_to_one",
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "about_name", "about_key"],
                condition=Q(superseded_at__isnull=True, member__isnull=False), name="notice_once",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "about_name", "about_key"],
                condition=Q(superseded_at__isnull=True, user__isnull=False), name="notice_once_account",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["member", "-made_at"], name="notice_member"),
            models.Index(fields=["user", "-made_at"], name="notice_user"),
            models.Index(
                fields=["member"], condition=Q(seen_on__isnull=True, superseded_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["about_name", "about_key"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Robot(models.Model):
    """A robot of a group chat of an organisation (群机器人): told once a batch, of nobody in particular."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="robots", verbose_name="组织"
    )
    channel = models.CharField("哪一种", max_length=20, choices=[(one.value, one.label) for one in ROBOTS])
    name = models.CharField("叫什么", max_length=60)
    token = EncryptedTextField("令牌")
    secret = EncryptedTextField("加签密钥", null=True, blank=True)
    made_at = models.DateTimeField("添加时间")
    closed_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        ordering = ["organisation", "made_at", "id"]
        constraints = [one_of("channel", [one.value for one in ROBOTS], name="robot_channel")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One way out of a notice, or of a batch to a robot: the outbox, which outlives a restart.

    Taken by one worker at a time (`claim`), for a while (`claimed_until`).
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, blank=True, related_name="deliveries", verbose_name="通知"
    )
    batch = models.ForeignKey(
        Batch, models.CASCADE, null=True, blank=True, related_name="deliveries", verbose_name="批次"
    )
    robot = models.ForeignKey(
        Robot, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="机器人"
    )
    channel = models.CharField("怎样发", max_length=20, choices=Channel)
    state = models.CharField("状态", max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField("什么时候发")
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    problem = text_column("没有发成的原因", 300)
    claim = text_column("谁在发", 40)
    claimed_until = models.DateTimeField("占用到", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        ordering = ["due_at", "id"]
        constraints = [
            one_of("channel", Channel.values, name="delivery_channel"),
            one_of("state", DeliveryState.values, name="delivery_state"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, batch__isnull=True, robot__isnull=True)
                | Q(notice__isnull=True, batch__isnull=False, robot__isnull=False),
                name="delivery_of_one",
            ),
            models.UniqueConstraint(
                fields=["notice", "channel"], condition=Q(notice__isnull=False), name="delivery_once"
            ),
            models.UniqueConstraint(
                fields=["batch", "robot"], condition=Q(batch__isnull=False), name="delivery_robot_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["state", "channel"], name="delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Wish(models.Model):
    """What a person wants of notices outside the site (通知设置); nothing goes out to whoever has none."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="notice_wish", verbose_name="账号")
    channels = models.JSONField("怎样通知", default=list)
    rhythm = text_column("多久一次", 10, choices=Rhythm)  # empty: as the office says
    quiet_from = models.TimeField("几点以后不发", null=True, blank=True)
    quiet_until = models.TimeField("几点以前不发", null=True, blank=True)
    mail = EncryptedTextField("邮箱", null=True, blank=True)
    wecom = EncryptedTextField("企业微信账号", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"
        constraints = [one_of("rhythm", Rhythm.values, name="wish_rhythm", empty=True)]

    def __str__(self) -> str:
        return self.user_id


class OfficeWish(models.Model):
    """What holds at an organisation and below it for whoever said nothing himself."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.CASCADE, related_name="notice_wish", verbose_name="组织"
    )
    rhythm = models.CharField("多久一次", max_length=10, choices=Rhythm)
    quiet_from = models.TimeField("几点以后不发")
    quiet_until = models.TimeField("几点以前不发")

    class Meta:
        verbose_name = verbose_name_plural = "单位的通知设置"
        constraints = [one_of("rhythm", Rhythm.values, name="office_wish_rhythm")]

    def __str__(self) -> str:
        return self.organisation_id
