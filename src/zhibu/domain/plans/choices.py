"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class PlanState(models.TextChoices):
    """How far the plan of a year is."""

    DRAFT = "draft", "草稿"
    DECIDED = "decided", "已定"
