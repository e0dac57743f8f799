"""What the work on attendance needs beside the fact itself: answers, how each row came about, what was made up.

Who was there stands in `activities.Attendance` alone, which rules read; nothing here changes a verdict.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.activities.choices import AttendanceStatus
from zhibu.domain.attendance.choices import Decision, How, Says, Way
from zhibu.domain.organisations.columns import one_of, text_column


class AttendanceTerms(models.Model):
    """What was settled about attending one activity; none while nothing was."""

    activity = models.OneToOneField(
        "activities.Activity", models.CASCADE, primary_key=True, related_name="attendance_terms", verbose_name="活动"
    )
    answers_by = models.DateTimeField("回复截止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到会安排"

    def __str__(self) -> str:
        return self.activity_id


class MeetingAnswer(models.Model):
    """What somebody called to a meeting answered, and what the leader said to his leave."""

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="answers", db_index=False, verbose_name="活动"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="answers", verbose_name="党员")
    says = models.CharField("回复", max_length=10, choices=Says)
    reason = text_column("原因")
    at = models.DateTimeField("回复时间")
    by = text_column("代为回复的人", 150)  # empty: himself
    decision = text_column("准假", 10, choices=Decision)
    decided_at = models.DateTimeField("准假时间", null=True, blank=True)
    decided_by = text_column("准假人", 150)
    word = text_column("准假说明")

    class Meta:
        verbose_name = verbose_name_plural = "参会回复"
        ordering = ["activity", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "member"], name="meeting_answer_key"),
            one_of("says", Says.values, name="meeting_answer_says"),
            one_of("decision", Decision.values, name="meeting_answer_decision", empty=True),
            models.CheckConstraint(condition=Q(decision="") | Q(says=Says.LEAVE), name="meeting_answer_decided"),
        ]
        indexes = [  # what waits for a leader
            models.Index(fields=["activity"], condition=Q(says="leave", decision=""), name="meeting_answer_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.member_id} {self.says}"


class AttendanceChange(models.Model):
    """One change of one row of attendance: what stood there, what stands now, how and by whom; never changed itself."""

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="attendance_changes", db_index=False, verbose_name="活动"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="attendance_changes", verbose_name="党员")
    before = text_column("改前", 10, choices=AttendanceStatus)
    before_reason = text_column("改前原因")
    after = models.CharField("改后", max_length=10, choices=AttendanceStatus)
    after_reason = text_column("改后原因")
    how = models.CharField("怎么来的", max_length=10, choices=How)
    at = models.DateTimeField("时间")
    by = text_column("经办人", 150)
    why = text_column("更正原因")

    class Meta:
        verbose_name = verbose_name_plural = "到会登记经过"
        ordering = ["activity", "at", "pk"]
        constraints = [one_of("how", How.values, name="attendance_change_how")]
        indexes = [models.Index(fields=["activity", "member"], name="attendance_change")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.member_id} {self.before} {self.after}"


class CodeMisses(models.Model):
    """Wrong short codes typed by one person for one meeting lately, so that nobody can try them all."""

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="+", db_index=False, verbose_name="活动"
    )
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="+", verbose_name="党员")
    count = models.PositiveIntegerField("次数", default=0)
    since = models.DateTimeField("从什么时候起")

    class Meta:
        verbose_name = verbose_name_plural = "短码输错"
        constraints = [models.UniqueConstraint(fields=["activity", "member"], name="code_misses_key")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.member_id} {self.count}"


class MakingUp(models.Model):
    """How somebody made up for what he missed (补课、补会); the attendance of that day stays as it was."""

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="made_up", db_index=False, verbose_name="缺席的活动"
    )
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="made_up", verbose_name="党员")
    way = models.CharField("怎么补的", max_length=12, choices=Way)
    on = models.DateField("补的日期")
    joined = models.ForeignKey(
        "activities.Activity", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name="参加的另一次",
    )  # fmt: skip
    note = text_column("说明")
    at = models.DateTimeField("登记时间")
    by = text_column("登记人", 150)

    class Meta:
        verbose_name = verbose_name_plural = "补课"
        ordering = ["activity", "member"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "member"], name="making_up_key"),
            one_of("way", Way.values, name="making_up_way"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.member_id} {self.way}"
