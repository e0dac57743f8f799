"""What packs call things: activity types, directives, articles."""

from __future__ import annotations

from django import template

from zhibu.domain.rulebook import selectors as rulebook

register = template.Library()


@register.filter
def activity_label(code: str) -> str:
    """The Chinese label of an activity type; the code where no pack knows it."""
    return rulebook.activity_labels().get(code, code)


@register.filter
def directive_title(key: str) -> str:
    """The title of a directive; its id where no pack is installed for it."""
    return rulebook.directive_titles().get(key, key)
