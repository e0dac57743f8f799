"""Activities (活动) of any type, who was there, and papers about anything (材料)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import NullIf, StrIndex
from django.db.models.lookups import GreaterThan

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus, Form
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


def _lists(role: str) -> models.Q:
    """Whether a cell names several persons, joined by a blank."""
    return models.Q(GreaterThan(StrIndex(NullIf(role, models.Value("")), models.Value(" ")), 0))


class Activity(models.Model):
    """A meeting, class, study, talk ...; its type is a code of the rule packs.

    `host`, `recorder` and `speaker` are ids of members joined by a blank, in the order written.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="activities",
        db_index=False,
        verbose_name="举办组织",
    )
    type = models.CharField("类型", max_length=60)
    on = models.DateField("日期")
    status = models.CharField("状态", max_length=10, choices=ActivityStatus)
    start = text_column("时间", 5)
    place = text_column("地点")
    theme = text_column("主题", 500)
    form = text_column("形式", 10, choices=Form)
    topics = models.PositiveIntegerField("议题数", null=True, blank=True)
    host = text_column("主持人", 1000)
    recorder = text_column("记录人", 1000)
    speaker = text_column("主讲人", 4000)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="一并举办于",
    )
    notice_on = models.DateField("通知日期", null=True, blank=True)
    consulted_on = models.DateField("请示支部日期", null=True, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    reported_on = models.DateField("上报日期", null=True, blank=True)
    recorded_on = models.DateField("记录完成日期", null=True, blank=True)
    declared_entitled = models.PositiveIntegerField("应到（登记）", null=True, blank=True)
    declared_present = models.PositiveIntegerField("实到（登记）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ["-on", "id"]
        constraints = [
            one_of("status", ActivityStatus.values, name="activity_status"),
            one_of("form", Form.values, name="activity_form", empty=True),
        ]
        indexes = [
            models.Index(fields=["organisation", "on", "type"], name="activity_organisation"),
            models.Index(fields=["on"], name="activity_on"),
            # Who led or spoke, as the facts views write it, and where a cell lists several: judging one
            # organisation looks for its people among all activities.
            *(
                models.Index(NullIf(role, models.Value("")), name=f"activity_{role}")
                for role in ("host", "speaker")
            ),
            *(
                models.Index(fields=["on"], condition=_lists(role), name=f"activity_{role}s")
                for role in ("host", "speaker")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.type}"


class Attendance(models.Model):
    """One person at one activity (到会)."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="attendance", db_index=False, verbose_name="活动"
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="attendance", verbose_name="党员"
    )
    status = models.CharField("到会情况", max_length=10, choices=AttendanceStatus)
    reason = text_column("原因")

    class Meta:
        verbose_name = verbose_name_plural = "到会"
        ordering = ["activity", "member"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "member"], name="attendance_key"),
            one_of("status", AttendanceStatus.values, name="attendance_status"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.member_id}"


class Paper(models.Model):
    """A paper of a kind (rule packs) about an activity, organisation, member, post or case."""

    id = id_column()
    kind = models.CharField("种类", max_length=60)
    on = models.DateField("日期")
    about = models.CharField("关于", max_length=ID_LENGTH)
    for_period = text_column("所属时期", 40)

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["about", "kind"], name="paper_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
