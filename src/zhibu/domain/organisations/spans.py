"""Rows with a span: `since` is the first day, `until` the first day no longer."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q


def covering(on: dt.date) -> Q:
    """The span covers the day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
