"""Imports as the pages show them: the list, one of them, what is remembered."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.imports.models import Import, RememberedColumn, RememberedName
from zhibu.kernel.actor import KEEPERS, Actor

# for the doors, which see rows but do not reach for them
__all__ = [
    "Import",
    "RememberedColumn",
    "RememberedName",
    "import_get",
    "imports",
    "remembered_column_get",
    "remembered_columns",
    "remembered_name_get",
    "remembered_names",
]


def imports(actor: Actor) -> QuerySet[Import]:
    """Imports he made, and those of organisations he answers for as clerk."""
    rows = Import.objects.select_related("organisation", "made_by", "confirmed_by")
    rows = rows.prefetch_related("files")
    if actor.everything:
        return rows
    return rows.filter(
        Q(made_by=actor.user) | scope.reach(actor, "organisation__", roles=("clerk",))
    ).distinct()


def import_get(actor: Actor, pk: str) -> Import:
    """One import, if he may see it."""
    return scope.row_get(imports(actor), pk, "这次导入")


def remembered_columns(actor: Actor) -> QuerySet[RememberedColumn]:
    """Headings remembered for organisations he imports into."""
    rows = RememberedColumn.objects.select_related("organisation", "remembered_by")
    return rows if actor.everything else rows.filter(_own(actor))


def remembered_names(actor: Actor) -> QuerySet[RememberedName]:
    """Names remembered for organisations he imports into."""
    rows = RememberedName.objects.select_related("organisation", "remembered_by")
    return rows if actor.everything else rows.filter(_own(actor))


def remembered_column_get(actor: Actor, pk: int) -> RememberedColumn:
    """One remembered heading, if it is his to forget."""
    return scope.row_get(remembered_columns(actor), pk, "记住的这一列")


def remembered_name_get(actor: Actor, pk: int) -> RememberedName:
    """One remembered name, if it is his to forget."""
    return scope.row_get(remembered_names(actor), pk, "记住的这个名称")


def _own(actor: Actor) -> Q:
    return scope.reach(actor, "organisation__", roles=KEEPERS)
