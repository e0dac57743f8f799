"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class ChangeKind(models.TextChoices):
    """What was done to the tree (变动)."""

    FOUND = "found", "成立"
    RENAME = "rename", "更名或调整"
    MOVE = "move", "改变隶属"
    MERGE = "merge", "合并"
    SPLIT = "split", "分设"
    DISSOLVE = "dissolve", "撤销"


class Part(models.TextChoices):
    """What the change was for one of the organisations in it."""

    MADE = "made", "新成立"
    CHANGED = "changed", "变更"
    MOVED = "moved", "改变隶属"
    TOOK = "took", "并入方"
    GAVE = "gave", "分出方"
    ENDED = "ended", "撤销"
    PARENT = "parent", "上级"
