"""Closed lists of the room: grades, problems and how far they are, what was done about a measure."""

from __future__ import annotations

from django.db import models

APPRAISAL_TYPE = "democratic_appraisal"  # the meeting of an appraisal
LIFE_TYPES = ("organisational_life_meeting", "democratic_life_meeting")  # meetings with a package


class Source(models.TextChoices):
    """Where the theme of a meeting comes from."""

    ABOVE = "above", "上级确定"
    OWN = "own", "支部自己定"


class Kind(models.TextChoices):
    """Criticism (批评和自我批评)."""

    SELF = "self", "自我批评"
    RECEIVED = "received", "收到的批评意见"


class Found(models.TextChoices):
    """How a problem was found (问题来源)."""

    SELF = "self", "自己查摆"
    CRITICISM = "criticism", "相互批评"
    OPINIONS = "opinions", "征求来的意见"
    ABOVE = "above", "上级指出"
    LAST = "last", "上一年没有整改完"
    APPRAISAL = "appraisal", "民主评议"


class Level(models.TextChoices):
    """Whose problem it is."""

    UNIT = "unit", "班子或组织"
    PERSON = "person", "个人"


class MeasureState(models.TextChoices):
    """How far a measure is."""

    OPEN = "open", "正在整改"
    DONE = "done", "整改了，等检查"
    CLOSED = "closed", "已销号"


class Deed(models.TextChoices):
    """What was noted of a measure, in the order of days."""

    PROGRESS = "progress", "进展"
    DONE = "done", "报整改完成"
    CHECKED = "checked", "检查"
    EXTENDED = "extended", "延期"
    CLOSED = "closed", "销号"
    REOPENED = "reopened", "重新整改"


class Grade(models.TextChoices):
    """The four grades (等次); the codes are those of a slip of measurement."""

    BEST = "best", "优秀"
    GOOD = "good", "合格"
    FAIR = "fair", "基本合格"
    POOR = "poor", "不合格"


class State(models.TextChoices):
    """How far an appraisal is (评议进行到)."""

    PLANNED = "planned", "自评互评"
    GRADED = "graded", "已评定，等告知本人"
    TOLD = "told", "已告知本人"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


UNDER_WAY = (State.PLANNED, State.GRADED, State.TOLD)
