"""Reads of the tree that need no actor; what an actor may see is decided by accounts/scope.py."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents


def existing(on: dt.date) -> Q:
    """The organisation exists on this day (not yet dissolved, already established)."""
    return Q(Q(established__isnull=True) | Q(established__lte=on)) & Q(
        Q(dissolved__isnull=True) | Q(dissolved__gt=on)
    )


def organisations_above(path: str) -> QuerySet[Organisation]:
    """The organisations above this path, the root first."""
    return Organisation.objects.filter(path__in=path_parents(path)).order_by("path")


def organisations_below(path: str) -> QuerySet[Organisation]:
    """The organisation at this path and all below it, in the order of the tree."""
    return Organisation.objects.filter(path__under=path).order_by("path")


def spelt(letters: str) -> Q:
    """Whose name or short name begins so in pinyin, in full or by initials; small letters."""
    columns = ("name_pinyin", "name_initials", "short_pinyin", "short_initials")
    return Q(*((f"{column}__startswith", letters) for column in columns), _connector=Q.OR)
