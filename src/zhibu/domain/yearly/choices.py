"""Closed lists of the room: how far a report is."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far a report is."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已交，等收"
    RETURNED = "returned", "退回修改"
    RECEIVED = "received", "已收"


EDITABLE = (State.DRAFT, State.RETURNED)
