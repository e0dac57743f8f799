"""Closed lists of the room. Which steps a type has and which are demanded is data (rulebook); these are the known ones."""

from __future__ import annotations

from django.db import models


class StepCode(models.TextChoices):
    """The steps that the room itself knows, in the order of a meeting's life; a type may name others."""

    PLAN = "plan", "定计划"
    CONSULT = "consult", "请示支部"
    APPROVE = "approve", "支部同意"
    NOTIFY = "notify", "发通知"
    HOLD = "hold", "开会"
    RECORD = "record", "写记录"
    CHECK = "check", "核对记录"
    REPORT = "report", "报支部"
    RECEIVE = "receive", "支部收到"
    FOLLOW = "follow", "跟进落实"
    ARCHIVE = "archive", "归档"


class Move(models.TextChoices):
    """What befell a planned meeting."""

    POSTPONED = "postponed", "改期"
    CANCELLED = "cancelled", "取消"
    RESUMED = "resumed", "恢复"
    CORRECTED = "corrected", "更正"


class Source(models.TextChoices):
    """Where an item of the agenda comes from."""

    FREE = "free", "自定"
    PLAN = "plan", "年度计划"
    TOPIC = "topic", "课程议题"
    TASK = "task", "跟进上次的意见"
    BRANCH = "branch", "支部交办"


class JointState(models.TextChoices):
    """How an invitation to hold a meeting together stands (联合邀请)."""

    ASKED = "asked", "等回音"
    ACCEPTED = "accepted", "答应了"
    DECLINED = "declined", "不参加"
    WITHDRAWN = "withdrawn", "邀请撤回了"


# Step -> the column of Activity that rules read.
COLUMNS = {
    StepCode.CONSULT: "consulted_on",
    StepCode.APPROVE: "approved_on",
    StepCode.NOTIFY: "notice_on",
    StepCode.RECORD: "recorded_on",
    StepCode.REPORT: "reported_on",
}
