"""What packs call things: activity types, directives, articles."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django import template

from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook import values
from zhibu.engine.language.points import shown
from zhibu.engine.language.words import LEVELS
from zhibu.engine.wording import article_label

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

register = template.Library()


@register.filter
def activity_label(code: str) -> str:
    """The Chinese label of an activity type; the code where no pack knows it."""
    return rulebook.activity_labels().get(code, code)


@register.filter
def directive_title(key: str) -> str:
    """The title of a directive; its id where no pack is installed for it."""
    return rulebook.directive_titles().get(key, key)


@register.filter
def value_word(value: object) -> str:
    """The value of a parameter as people say it."""
    return values.value_word(str(value))


@register.filter
def level_word(level: str) -> str:
    """The level of a directive, from 党章 to 教材."""
    return LEVELS.get(level, "没有注明")


@register.filter
def points(value: Fraction, decimals: int = 2) -> str:
    """Points as people write them: 6, 0.5, 约 6.67."""
    return shown(value, decimals)


@register.filter
def article_word(article: str) -> str:
    """第五条, or the place in the text as the pack gives it."""
    return article_label(article)


@register.filter
def open_theme(activity: Activity) -> str:
    """What an activity was about; nothing of a type that only concerns those who took part."""
    return "" if activity.type in rulebook.confidential_types() else activity.theme
