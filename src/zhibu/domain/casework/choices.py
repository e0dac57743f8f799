"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class Acts(models.TextChoices):
    """Who has to do what is next in a case (轮到谁)."""

    OWN = "own", "轮到本组织"
    ABOVE = "above", "等上级"
    NOBODY = "", "没有要办的"
