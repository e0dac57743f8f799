"""Closed lists of the room: what came of an appeal."""

from __future__ import annotations

from django.db import models


class Review(models.TextChoices):
    """What the body above decided on an appeal."""

    UPHELD = "upheld", "维持原处分"
    LIGHTER = "lighter", "改为较轻的处分"
    LIFTED = "lifted", "撤销处分"
