"""Closed lists of the room: statuses of a verdict with word, sign and weight; kinds of subject."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    """The seven statuses of a verdict, in the words of the interface."""

    MET = "met", "符合"
    PENDING = "pending", "待办"
    UNMET = "unmet", "未达到"
    DEVIATION = "deviation", "偏离"
    ADVICE = "advice", "建议"
    UNKNOWN = "unknown", "缺数据"
    WAIVED = "waived", "豁免"


class Strength(models.TextChoices):
    """How strongly an article speaks."""

    MUST = "must", "应当"
    USUAL = "usual", "一般"
    ENCOURAGED = "encouraged", "鼓励"
    MAY = "may", "可以"


class Scope(models.TextChoices):
    """How much of the tree a run judged."""

    ALL = "all", "全部组织"
    ONE = "one", "有改动的组织"
    DAY = "day", "到了日子的组织"


class Thing(models.TextChoices):
    """What a write touched."""

    ALL = "all", "全部"
    BODY = "body", "组织和它下面的"
    MEMBER = "member", "党员"
    ABOVE = "above", "上级组织自己的结论"


# What a workbook shows where a page shows a picture.
SIGNS = {
    Status.MET: "✓",
    Status.PENDING: "○",
    Status.UNMET: "✕",
    Status.DEVIATION: "△",
    Status.ADVICE: "◇",
    Status.UNKNOWN: "?",
    Status.WAIVED: "－",
}

# The worst of a month is shown on a branch's line; `unknown` is never counted with the misses.
SEVERITY = {
    Status.MET: 0,
    Status.WAIVED: 1,
    Status.PENDING: 2,
    Status.UNKNOWN: 3,
    Status.ADVICE: 4,
    Status.DEVIATION: 5,
    Status.UNMET: 6,
}
BY_SEVERITY = {weight: status for status, weight in SEVERITY.items()}
MISSES = (Status.UNMET, Status.DEVIATION, Status.ADVICE)
# Bits of a verdict's `rolls`: which of its days are the as-of day itself, and go with it as days pass.
END, START, DUE = 1, 2, 4
EVERYBODY = "*"  # the subject of a row that says: nobody can tell which rows there are
