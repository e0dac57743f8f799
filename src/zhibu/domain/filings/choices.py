"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class FilingKind(models.TextChoices):
    """What is asked of the receiver (报送方式)."""

    REPORT = "report", "报告"
    FILE = "file", "备案"
    REVIEW = "review", "审核"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"


class FilingState(models.TextChoices):
    """Where a filing stands (状态)."""

    DRAFT = "draft", "草稿"
    SENT = "sent", "已报送"
    RECEIVED = "received", "已签收"
    ACCEPTED = "accepted", "已办结"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    ANSWERED = "answered", "已批复"


OPEN_STATES = (FilingState.SENT, FilingState.RECEIVED)  # something is to be done with it
# What accepting is called, by kind: a report is read, a filing is entered, a review is agreed to.
ACCEPTED_WORDS = {
    FilingKind.REPORT: "已阅", FilingKind.FILE: "已备案", FilingKind.REVIEW: "审核同意",
    FilingKind.REQUEST: "已批复", FilingKind.REPLY: "已收",
}  # fmt: skip


class FilingAbout(models.TextChoices):
    """What a filing is about (事由)."""

    NOTHING = "", "不针对某一项"
    CASE = "case", "办件"
    POST = "post", "任职"
    ORGANISATION = "organisation", "党组织"
    MEMBER = "member", "党员"
    ACTIVITY = "activity", "活动"
