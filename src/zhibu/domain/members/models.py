"""Members (党员) and what is true of them for a span of days: memberships, states, penalties, posts, places of work.

Ends (`left`, `until`) are stored as the first day that no longer counts; an end known only to the
month or the year is stored as the first day after it, with its precision beside it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.members.choices import Manner, PenaltyKind, PostKind, State
from zhibu.domain.members.columns import encrypted_column, index_column
from zhibu.domain.organisations.columns import (
    ID_LENGTH,
    ends_after,
    exact,
    id_column,
    one_of,
    precision_column,
    text_column,
)
from zhibu.domain.organisations.derived import MarkedModel, pinyin_column


class Member(MarkedModel):
    """A member from the day a general meeting admitted him as probationary."""

    id = id_column()
    name = models.CharField("姓名", max_length=60, db_index=True)
    name_pinyin = pinyin_column("姓名拼音", 240)
    name_initials = pinyin_column("姓名首字母", 60)
    joined = models.DateField("入党日期")
    joined_precision = precision_column()
    full_since = models.DateField("转正日期", null=True, blank=True)
    full_since_precision = precision_column()
    left = models.DateField("离开日期", null=True, blank=True)
    left_precision = precision_column()
    left_reason = text_column("离开原因", 60)
    sex = text_column("性别", 4)
    birth = models.DateField("出生日期", null=True, blank=True)
    birth_precision = precision_column()
    ethnicity = text_column("民族", 20)
    education = text_column("学历", 40)
    job = text_column("工作岗位", 100)
    address = encrypted_column("家庭住址")
    id_number = encrypted_column("公民身份号码")
    id_number_index = index_column("身份号码索引")
    phone = encrypted_column("联系电话")
    phone_index = index_column("电话索引")

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["id"]
        constraints = [
            exact(
                "joined_precision",
                "full_since_precision",
                "left_precision",
                "birth_precision",
                name="member_precision",
            ),
        ]
        indexes = [  # looked up by their beginning, which PostgreSQL reads from an index by signs only
            models.Index(fields=["name_pinyin"], name="member_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_initials"], name="member_initials", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name", "id"], name="member_name_id"),  # read through for a part of a name
            models.Index(fields=["birth"], name="member_birth"),
            models.Index(fields=["full_since"], name="member_full_since"),
            models.Index(fields=["education"], name="member_education"),
            models.Index(fields=["joined", "id"], name="member_joined"),
            models.Index(fields=["left"], condition=Q(left__isnull=False), name="member_left"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A member belongs to a branch or a party group (组织关系)."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="memberships", db_index=False, verbose_name="党员"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="memberships",
        db_index=False,
        verbose_name="所在组织",
    )
    since = models.DateField("起")
    since_precision = precision_column()
    until = models.DateField("止", null=True, blank=True)
    until_precision = precision_column()
    assumed = models.BooleanField("起始日期是推定的", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "组织关系"
        ordering = ["member", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "organisation", "since"], name="membership_key"
            ),
            exact("since_precision", "until_precision", name="membership_precision"),
            ends_after("since", "until", name="membership_ends_after"),
        ]
        indexes = [
            # with the member, so that who belongs below a body is read from the index alone
            models.Index(fields=["organisation", "since", "until"], include=["member"], name="membership_below")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.organisation_id} {self.since}"


class Placement(models.Model):
    """Where a member works or lives for a while (单位、科室或班组村组): by it a branch is divided into groups."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="placements", db_index=False, verbose_name="党员"
    )
    unit = text_column("单位", 100, db_index=True)
    team = text_column("科室、班组或村组", 100)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位和班组"
        ordering = ["member", "since"]
        constraints = [
            models.UniqueConstraint(fields=["member", "since"], name="placement_key"),
            ends_after("since", "until", name="placement_ends_after"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.unit, self.team)))


class MemberChange(models.Model):
    """What was recorded of a member before and after a change (改动记录); never changed itself.

    Both values are encrypted: an old address or number is as personal as the new one.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="changes", db_index=False, verbose_name="党员"
    )
    item = models.CharField("项目", max_length=40)
    before = encrypted_column("改前")
    after = encrypted_column("改后")
    at = models.DateTimeField("时间")
    by = models.CharField("经办人", max_length=150)
    door = models.CharField("入口", max_length=10)
    why = text_column("原因", 200)

    class Meta:
        verbose_name = verbose_name_plural = "党员信息改动"
        ordering = ["member", "-at", "-pk"]
        indexes = [models.Index(fields=["member", "at"], name="member_change")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.item}"


class MemberState(models.Model):
    """A member is stopped, lost or floating for a while (党籍状态)."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="states", db_index=False, verbose_name="党员"
    )
    state = models.CharField("状态", max_length=20, choices=State)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    details = text_column("流向或原因", 200)

    class Meta:
        verbose_name = verbose_name_plural = "党员状态"
        ordering = ["member", "since"]
        constraints = [
            models.UniqueConstraint(fields=["member", "state", "since"], name="state_key"),
            one_of("state", State.values, name="state_state"),
            ends_after("since", "until", name="state_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.state} {self.since}"


class Penalty(models.Model):
    """A Party penalty and the days of its effect (处分)."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="penalties", db_index=False, verbose_name="党员"
    )
    kind = models.CharField("处分", max_length=30, choices=PenaltyKind)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "处分"
        ordering = ["member", "since"]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "since"], name="penalty_key"),
            one_of("kind", PenaltyKind.values, name="penalty_kind"),
            ends_after("since", "until", name="penalty_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.since}"


class Post(models.Model):
    """Somebody holds a post in an organisation (任职).

    `member` is text without a foreign key: a post held by somebody who is not (or no longer) a
    member is no error but what a rule judges. `decided_by` is an activity, of a later room.
    """

    id = id_column()
    member = models.CharField("任职人", max_length=ID_LENGTH, db_index=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="posts",
        db_index=False,
        verbose_name="所在组织",
    )
    post = models.CharField("职务", max_length=40, choices=PostKind)
    since = models.DateField("起")
    since_precision = precision_column()
    until = models.DateField("止", null=True, blank=True)
    until_precision = precision_column()
    manner = text_column("产生方式", 20, choices=Manner)
    decided_by = text_column("决定的会议", ID_LENGTH)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filing_number = text_column("备案文号", 100)
    planned_until = models.DateField("任期届满", null=True, blank=True)
    acting = models.BooleanField("主持工作", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["organisation", "post", "since"]
        constraints = [
            one_of("post", PostKind.values, name="post_post"),
            one_of("manner", Manner.values, name="post_manner", empty=True),
            exact("since_precision", "until_precision", name="post_precision"),
            ends_after("since", "until", name="post_ends_after"),
            models.CheckConstraint(condition=~Q(member=""), name="post_member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "post", "since"], name="post_organisation"),
            models.Index(fields=["planned_until"], name="post_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.post} {self.organisation_id}"


class PostEnd(models.Model):
    """A post that ended because its holder went (因人离开免去的任职): what it takes to bring it back with him."""

    post = models.OneToOneField(
        Post, models.CASCADE, primary_key=True, related_name="ending", verbose_name="任职"
    )
    on = models.DateField("免去日期", db_index=True)
    before = models.DateField("原来的止", null=True, blank=True)
    why = models.CharField("原因", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "因人离开免去的任职"

    def __str__(self) -> str:
        return f"{self.post_id} {self.on}"
