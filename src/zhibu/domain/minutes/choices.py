"""Closed lists of the room: how far minutes are, how a version came about, what a signal is about, what was answered."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far minutes are."""

    DRAFT = "draft", "正在写"
    HANDED = "handed", "等主持人核对"
    CONFIRMED = "confirmed", "主持人已核对"
    LOCKED = "locked", "已锁定"


OPEN = (State.DRAFT, State.HANDED)


class How(models.TextChoices):
    """How a version came about."""

    SAVED = "saved", "保存"
    MERGED = "merged", "和别人的修改合并"
    CHOSEN = "chosen", "两处写法选定"
    RESTORED = "restored", "恢复旧版本"
    CORRECTED = "corrected", "锁定以后更正"


class Outcome(models.TextChoices):
    """What a line of the minutes became in another room."""

    TASK = "task", "任务"
    OPINION = "opinion", "意见"


class SignalKind(models.TextChoices):
    """What a signal is about."""

    LATE = "late", "隔了很久才写"
    SAME_TEXT = "same_text", "和另一份记录文字相同"
    TWO_PLACES = "two_places", "一个人同时在两处"


class Answer(models.TextChoices):
    """What the unit says to a signal."""

    MENDED = "mended", "登记错了，已经改正"
    EXPLAINED = "explained", "属实，说明如下"
