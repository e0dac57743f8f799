"""Tags of the import pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def of_kind(fields: dict[str, list[tuple[str, str]]], kind: str) -> list[tuple[str, str]]:
    """The fields of one kind of sheet, with their Chinese names."""
    return fields.get(kind, [])
