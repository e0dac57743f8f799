"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class DraftState(models.TextChoices):
    """How far a draft has come; a published one can be changed and published again."""

    DRAFT = "draft", "起草中"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已废止"
    REMOVED = "removed", "已删除"
