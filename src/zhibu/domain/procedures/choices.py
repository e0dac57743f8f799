"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class Method(models.TextChoices):
    """How a vote is taken (表决方式)."""

    SECRET = "secret", "无记名投票"
    HANDS = "hands", "举手"


# Procedures against a person: read by few, never by another leader or by whom they are about.
NARROW = ("discipline", "probation_review", "disposal")
