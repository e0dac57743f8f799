"""Reads of Word templates: which one holds for a meeting, and all that an organisation ever had."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.minutes.models import Template
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.kernel.actor import Actor


def template_for(organisation: Organisation, activity_type: str, on: dt.date) -> Template | None:
    """The template in use on a day: of the nearest body above, one for the type before one for all; None: ours."""
    found = Template.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), organisation__path__in=[*path_parents(organisation.path), organisation.path],
        activity_type__in=(activity_type, ""), since__lte=on,
    )  # fmt: skip
    rows = found.select_related("organisation").defer("content")
    best = sorted(rows, key=lambda one: (-len(one.organisation.path), one.activity_type == "", -one.number))
    return best[0] if best else None


def templates(actor: Actor) -> QuerySet[Template]:
    """All versions of bodies in scope and of those above them that hold there."""
    found = Template.objects.filter(scope.reach(actor, "organisation__")).defer("content").select_related("organisation")
    return found.order_by("organisation__path", "activity_type", "-number")


def template_get(actor: Actor, key: str) -> Template:
    """One of them."""
    return scope.row_get(templates(actor), key, "这个模板")
