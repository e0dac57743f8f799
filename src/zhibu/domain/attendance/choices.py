"""Closed lists of the room: what somebody answers, how leave was decided, how a row came about, how one makes up."""

from __future__ import annotations

from django.db import models


class Says(models.TextChoices):
    """What somebody called to a meeting answers (回复)."""

    COMING = "coming", "参加"
    LEAVE = "leave", "请假"
    UNSURE = "unsure", "还说不准"
    WITHDRAWN = "withdrawn", "已撤回"


class Decision(models.TextChoices):
    """What the leader said to leave asked for (准假)."""

    APPROVED = "approved", "同意"
    DECLINED = "declined", "不同意"


class How(models.TextChoices):
    """How a row of attendance came about."""

    TICKED = "ticked", "点名"
    SIGNED = "signed", "本人扫码签到"
    TYPED = "typed", "本人输入短码签到"
    SHEET = "sheet", "照签到表补录"


class Way(models.TextChoices):
    """How what was missed is made up (补课、补会)."""

    SELF_STUDY = "self_study", "自学补课"
    TALK = "talk", "组长、委员讲给他听"
    JOINED = "joined", "参加了别的组、支部的同类会议"
