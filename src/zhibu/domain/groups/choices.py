"""Closed lists of the room."""

from __future__ import annotations

from django.db import models


class DivisionState(models.TextChoices):
    """Where a division stands (状态)."""

    DRAFT = "draft", "草案"
    DECIDED = "decided", "支部已决定，等上级"
    IN_FORCE = "in_force", "已执行"
    DROPPED = "dropped", "已放弃"


class Basis(models.TextChoices):
    """By what a branch is divided (按什么分)."""

    UNIT = "unit", "按单位"
    TEAM = "team", "按科室、班组或村组"


OPEN = (DivisionState.DRAFT, DivisionState.DECIDED)
