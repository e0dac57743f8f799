"""Closed lists of the room. Types of activity and kinds of paper are data (rulepacks), not here."""

from __future__ import annotations

from django.db import models


class ActivityStatus(models.TextChoices):
    """Where an activity stands."""

    HELD = "held", "已开展"
    PLANNED = "planned", "计划"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "取消"


class Form(models.TextChoices):
    """How people came together (形式)."""

    IN_PERSON = "in_person", "现场"
    ONLINE = "online", "线上"
    WRITTEN = "written", "书面"


class AttendanceStatus(models.TextChoices):
    """Whether somebody was there (到会情况)."""

    PRESENT = "present", "到会"
    ONLINE = "online", "线上到会"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"
