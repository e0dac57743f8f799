"""Closed lists of the unit's own rules."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """Where a version stands; whether it holds on a day is said by its span."""

    DRAFT = "draft", "草稿"
    ENACTED = "enacted", "已定"
    WITHDRAWN = "withdrawn", "没有采用"
