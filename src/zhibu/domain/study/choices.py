"""Closed lists of the room: kinds of own writing, how far a commitment is, what came of it."""

from __future__ import annotations

from django.db import models

# What the plan and the ledger of study hold; the words of each are of the packs.
TYPES = ("study", "education_film", "warning_education", "party_class", "guidance_lecture", "leader_training")
LEDGER = ("study", "education_film", "warning_education")
HOURS = ("study", "education_film", "warning_education", "party_class", "guidance_lecture", "leader_training")


class NoteKind(models.TextChoices):
    """What a member wrote about his study."""

    NOTES = "reading_notes", "读书笔记"
    REFLECTION = "reflection", "学习心得"


class CommitmentState(models.TextChoices):
    """How far a commitment is."""

    WRITTEN = "written", "已写，等支部看"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "已公开"


class Outcome(models.TextChoices):
    """What an inspection found."""

    KEPT = "kept", "已兑现"
    PARTLY = "partly", "部分兑现"
    NOT = "not", "没有兑现"
