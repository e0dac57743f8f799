"""Words that the pages of cases say of steps and roads."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from zhibu.domain.casework.selectors import Road
from zhibu.engine.comparing.roads import MergedStep
from zhibu.engine.language.roads import FILINGS
from zhibu.engine.wording import article_label

register = template.Library()


@register.filter
def filing_word(kind: str) -> str:
    """备案报告, 请示 ...: what is written for a step that goes upward; a reply is asked for by a request."""
    return {"file": "备案报告", "review": "审核报告", "reply": "请示"}.get(kind, FILINGS.get(kind, "报送件"))


@register.filter
def article(number: str) -> str:
    """第五条, or the article's name as the pack gives it."""
    return article_label(number)


@register.filter
def demanded(road: Road) -> list[MergedStep]:
    """The steps that a road asks for, in their order."""
    return [step for step in road.steps if step.strength in ("must", "usual")]


@register.filter
def of(words: Mapping[str, str], key: str) -> str:
    """The word of a code."""
    return words.get(key, key)
