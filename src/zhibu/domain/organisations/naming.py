"""Organisations that a text names, for whoever must be able to name one beyond his range."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.organisations.models import Organisation


def named_by(there: QuerySet[Organisation], text: str, most: int) -> list[Organisation]:
    """Those of `there` with this id or name, else those whose names hold it; in the order of the tree, at most `most`.

    None of an empty text. Who asks says what one, several or none means.
    """
    if not text:
        return []
    exact = list(there.filter(Q(pk=text) | Q(name=text) | Q(short_name=text)).order_by("path")[:most])
    return exact or list(there.filter(Q(name__contains=text) | Q(short_name__contains=text)).order_by("path")[:most])
