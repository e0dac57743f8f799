"""Imports as the pages show them: the list, one with its preview, the questions."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.imports.models import Import
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def imports(actor: Actor) -> QuerySet[Import]:
    """Imports he made, and those of organisations he answers for as clerk."""
    rows = Import.objects.select_related("organisation", "made_by").prefetch_related("files")
    if actor.everything:
        return rows
    return rows.filter(
        Q(made_by=actor.user) | scope.reach(actor, "organisation__", roles=("clerk",))
    ).distinct()


def import_get(actor: Actor, pk: str) -> Import:
    """One import, if he may see it."""
    row = imports(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound("找不到这次导入，或者它不在你的管理范围里。")
    return row
