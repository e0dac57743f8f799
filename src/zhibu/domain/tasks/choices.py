"""Closed lists of the room: how far a task is, and what happened with it."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """How far a task is."""

    GIVEN = "given", "在办"
    HANDED = "handed", "已交，等查看"
    RETURNED = "returned", "退回再办"
    DONE = "done", "办结"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (State.GIVEN, State.HANDED, State.RETURNED)
WITH_OWNER = (State.GIVEN, State.RETURNED)  # the owners' turn


class What(models.TextChoices):
    """What happened with a task."""

    GIVE = "give", "派出"
    CHANGE = "change", "改动"
    PROGRESS = "progress", "进展"
    DONE = "done", "交出"
    ACCEPT = "accept", "查看：办结"
    RETURN = "return", "查看：退回"
    REOPEN = "reopen", "重新打开"
    WITHDRAW = "withdraw", "撤回"
    ASK = "ask", "申请延期"
    GRANT = "grant", "同意延期"
    REFUSE = "refuse", "不同意延期"
    OWNERS = "owners", "换人办"
