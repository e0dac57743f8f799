"""Closed lists of the room: how a report was given, how far it is."""

from __future__ import annotations

from django.db import models

TYPE = "member_report"


class Manner(models.TextChoices):
    """How a member reports."""

    WRITTEN = "written", "书面"
    ORAL = "oral", "口头"


class State(models.TextChoices):
    """How far it is."""

    DRAFT = "draft", "草稿"
    GIVEN = "given", "已汇报"
