"""Closed lists of the room: whose words, what they are, how far, and what happened."""

from __future__ import annotations

from django.db import models


class Whose(models.TextChoices):
    """Whose words they are."""

    MEMBER = "member", "党员"
    MASSES = "masses", "群众"


class Kind(models.TextChoices):
    """What somebody says."""

    OPINION = "opinion", "意见"
    SUGGESTION = "suggestion", "建议"
    DEMAND = "demand", "诉求"
    DIFFICULTY = "difficulty", "困难"


class Source(models.TextChoices):
    """By which way it came."""

    TAKEN = "taken", "当面记下"
    MEETING = "meeting", "会上提出"
    MEMBER = "member", "党员自己提"
    PUBLIC = "public", "意见箱"


class State(models.TextChoices):
    """How far it is."""

    OPEN = "open", "待处理"
    ANSWERED = "answered", "已答复，待反馈"
    CLOSED = "closed", "办结"
    MERGED = "merged", "并入另一条"
    WITHDRAWN = "withdrawn", "已撤回"


UNDER_WAY = (State.OPEN, State.ANSWERED)


class What(models.TextChoices):
    """What happened with it."""

    TAKE = "take", "记下"
    SEND = "send", "送来"
    PASS = "pass", "转交"
    ANSWER = "answer", "答复"
    CLOSE = "close", "反馈办结"
    REOPEN = "reopen", "重新打开"
    MERGE = "merge", "并入"
    PART = "part", "拆开"
    WITHDRAW = "withdraw", "撤回"
    PUBLISH = "publish", "公开答复"
    HIDE = "hide", "不再公开"
    GUARD = "guard", "设为涉及个人"
