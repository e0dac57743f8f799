"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class SelectionKind(models.TextChoices):
    """Why a leader is chosen (缘由)."""

    NEW = "new", "新设组或补缺"
    TERM = "term", "随支委会换届"
    REPLACEMENT = "replacement", "调整"


class Outcome(models.TextChoices):
    """What came of an interview (约谈以后)."""

    OPEN = "", "等着看"
    IMPROVED = "improved", "有改进"
    REPLACE = "replace", "提出调整"
