"""Cells of an activity that name several members by id, joined by a blank: `host`, `recorder`, `speaker`."""

from __future__ import annotations

from django.db.models import Q


def names(column: str, member: str) -> Q:
    """Whether the cell names this member: the whole id, not one that only begins or ends like it (M1 in M10)."""
    found = Q(**{column: member}) | Q(**{f"{column}__startswith": f"{member} "})
    return found | Q(**{f"{column}__endswith": f" {member}"}) | Q(**{f"{column}__contains": f" {member} "})
