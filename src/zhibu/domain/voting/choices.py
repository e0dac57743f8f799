"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What is asked on a slip (表决种类)."""

    ELECTION = "election", "选举"
    APPROVAL = "approval", "逐人表决"
    CHOICE = "choice", "推选一人"
    RECOMMENDATION = "recommendation", "推荐人选"
    MEASUREMENT = "measurement", "测评"
    SURVEY = "survey", "问卷"


class Means(models.TextChoices):
    """How votes are given (表决方法)."""

    HANDS = "hands", "举手"
    PAPER = "paper", "纸票"
    ELECTRONIC = "electronic", "电子票"
    MIXED = "mixed", "纸票和电子票并用"


class State(models.TextChoices):
    """Where a poll stands (表决进行到哪一步)."""

    DRAFT = "draft", "准备"
    OPEN = "open", "投票中"
    CLOSED = "closed", "已封箱，待计票"
    COUNTED = "counted", "已计票，待确认"
    CONFIRMED = "confirmed", "已确认"
    ABANDONED = "abandoned", "已作废"


class Taken(models.TextChoices):
    """What somebody on the roll voted with; never both (领了哪种票)."""

    NOTHING = "", "没有领"
    PAPER = "paper", "纸票"
    ELECTRONIC = "electronic", "电子票"
    OPINION = "opinion", "会前书面意见"


class Duty(models.TextChoices):
    """What a teller does (计票分工)."""

    WATCH = "watch", "监票人"
    COUNT = "count", "计票人"


# What may be ticked for one person; nothing ticked is an abstention.
FAVOUR, AGAINST = "in_favour", "against"
VOTES = {FAVOUR: "赞成", AGAINST: "不赞成"}
GRADES = {"best": "优秀", "good": "合格", "fair": "基本合格", "poor": "不合格"}
ANSWERS: dict[str, dict[str, str]] = {
    Kind.ELECTION: VOTES,
    Kind.APPROVAL: VOTES,
    Kind.CHOICE: {FAVOUR: "选"},
    Kind.RECOMMENDATION: {FAVOUR: "推荐"},
    Kind.MEASUREMENT: GRADES,
}
