"""What packs call things: activity types, directives, articles."""

from __future__ import annotations

from fractions import Fraction

from django import template

from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.points import shown
from zhibu.engine.language.words import LEVELS
from zhibu.engine.wording import article_label

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
def packs_words(packs: str) -> str:
    """The packs of a judging by the numbers of their directives: 娄直发〔2023〕8号（a6042806）."""
    installed = rulebook.rulebook().directives
    said = []
    for part in filter(None, packs.split("，")):
        key, _, digest = part.rpartition(" ")
        known = installed.get(key)
        number = known.head.number if known else ""
        said.append(f"{number or key}（{digest}）")
    return "，".join(said)
