"""States of an import and what was done to a row; closed lists of this room."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", "待确认"
    CONFIRMED = "confirmed", "已写入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class Deed(models.TextChoices):
    """What an import did to one row of the database."""

    CREATED = "created", "新增"
    CHANGED = "changed", "修改"
