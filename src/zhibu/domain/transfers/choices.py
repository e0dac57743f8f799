"""Closed lists of the room: which way a transfer goes, and how far it is."""

from __future__ import annotations

from django.db import models


class Way(models.TextChoices):
    """Between which systems a member moves."""

    INSIDE = "inside", "本系统内转接"
    OUT = "out", "转出本系统"
    IN = "in", "转入本系统"


class State(models.TextChoices):
    """How far a transfer is."""

    REQUESTED = "requested", "已提出，等开介绍信"
    SENT = "sent", "已开介绍信，等转入地接收"
    ARRIVED = "arrived", "已到转入地报到，等接收"
    RETURNED = "returned", "转入地退回"
    RECEIVED = "received", "已接收，等回执"
    ACKNOWLEDGED = "acknowledged", "已办结"
    WITHDRAWN = "withdrawn", "已撤销"


UNDER_WAY = (State.REQUESTED, State.SENT, State.ARRIVED, State.RETURNED)
ON_THE_ROAD = (State.SENT, State.ARRIVED)
