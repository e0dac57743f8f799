"""What the work on a meeting needs beside the activity itself: agenda, guests, steps, changes of day, the word of the branch.

The facts that rules read (day, status, days of notice, consent, report ...) stand in `activities.Activity` alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.meetings.choices import JointState, Move, Source
from zhibu.domain.organisations.columns import id_column, one_of, text_column


class Meeting(models.Model):
    """The work on one activity; an activity that came with an import has none until somebody works on it."""

    activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, primary_key=True, related_name="meeting", verbose_name="活动"
    )
    version = models.PositiveIntegerField("版本", default=1)  # grows with every change of what the page shows
    requirements = text_column("有关要求", 500)  # told to members before (manner, what to bring)
    minutes_long = models.PositiveIntegerField("预计时长（分钟）", null=True, blank=True)
    asked_word = text_column("请示时写的话", 300)
    answer_word = text_column("支部的意见", 300)
    returned_on = models.DateField("支部退回日期", null=True, blank=True)  # empty again once it was asked anew
    host_word = text_column("委托主持的说明", 200)  # why somebody else than leader or secretary presides
    entrusted_word = text_column("支委会委托的说明", 200)  # by which the secretary speaks for the committee
    joint_of = models.ForeignKey(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="joined_meetings",
        verbose_name="联合举办于",
    )  # fmt: skip
    late_entry = models.BooleanField("补登", default=False)  # entered after it was held, never planned here

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        indexes = [models.Index(fields=["returned_on"], condition=Q(returned_on__isnull=False), name="meeting_returned")]

    def __str__(self) -> str:
        return self.activity_id


class AgendaItem(models.Model):
    """One item of the agenda (议题)."""

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="agenda", db_index=False, verbose_name="活动"
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议题", max_length=200)
    note = text_column("说明", 500)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.FREE)
    origin = text_column("来源编号", 100)  # id of the task, key of the topic, number in the plan

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="agenda_item_key"),
            one_of("source", Source.values, name="agenda_item_source"),
        ]

    def __str__(self) -> str:
        return self.title


class Guest(models.Model):
    """Somebody present who is not entitled (列席、邀请): a member of another unit, or somebody from outside by name."""

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="guests", db_index=False, verbose_name="活动"
    )
    number = models.PositiveSmallIntegerField("序号")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员"
    )
    name = models.CharField("姓名", max_length=60)
    role = text_column("身份", 100)

    class Meta:
        verbose_name = verbose_name_plural = "列席人员"
        ordering = ["activity", "number"]
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="guest_key")]

    def __str__(self) -> str:
        return self.name


class StepDone(models.Model):
    """One step that was made: when, by whom, with which word. Its day that rules read stands in the activity too."""

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="steps_done", db_index=False, verbose_name="活动"
    )
    code = models.CharField("步骤", max_length=60)
    on = models.DateField("日期")
    by = text_column("经办人", 150)
    word = text_column("说明", 300)

    class Meta:
        verbose_name = verbose_name_plural = "步骤"
        ordering = ["activity", "on", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "code"], name="step_done_key")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.code} {self.on}"


class MeetingMove(models.Model):
    """A postponement or cancellation with its reason (改期、取消); never changed itself."""

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="moves", db_index=False, verbose_name="活动"
    )
    what = models.CharField("怎么变", max_length=10, choices=Move)
    before = models.DateField("原定日期")
    after = models.DateField("改到", null=True, blank=True)  # empty: not settled yet, or cancelled
    reason = models.CharField("原因", max_length=300)
    on = models.DateField("登记日期")
    by = text_column("经办人", 150)

    class Meta:
        verbose_name = verbose_name_plural = "改期和取消"
        ordering = ["activity", "pk"]
        constraints = [one_of("what", Move.values, name="meeting_move_what")]
        indexes = [models.Index(fields=["activity"], name="meeting_move_activity")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.what}"


class JointInvitation(models.Model):
    """Another unit is asked to hold a meeting together (联合邀请); once it accepts it has an activity of its own.

    What the unit reads before it answers is the day, hour, place and theme of `activity`; what the convener reads of
    the unit is its answer, and the names of those who come.
    """

    id = id_column()
    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="joint_invitations", db_index=False, verbose_name="联合活动"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="joint_invitations", verbose_name="邀请的单位"
    )
    state = models.CharField("状态", max_length=10, choices=JointState, default=JointState.ASKED)
    word = text_column("邀请时说的话", 300)
    asked_on = models.DateField("邀请日期")
    asked_by = text_column("邀请人", 150)
    answer_word = text_column("回音里说的话", 300)
    answered_on = models.DateField("回音日期", null=True, blank=True)
    answered_by = text_column("答复人", 150)
    withdrawn_word = text_column("撤回的原因", 300)
    made = models.OneToOneField(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="joint_invitation",
        verbose_name="该单位自己的活动",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "联合邀请"
        ordering = ["activity", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation"], name="joint_invitation_key"),
            one_of("state", JointState.values, name="joint_invitation_state"),
            models.CheckConstraint(condition=~Q(state=JointState.ACCEPTED) | Q(made__isnull=False), name="joint_invitation_made"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.organisation_id} {self.state}"
