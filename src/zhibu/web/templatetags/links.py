"""Addresses of findings and of lists of verdicts: keys go into the query, for ids hold any sign."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.meetings.kinds import MADE_ELSEWHERE

register = template.Library()


def finding_address(
    directive: str, rule: str, subject: str, period_start: Any, on: str = ""
) -> str:
    """Where the finding of one verdict is shown."""
    query = {"d": directive, "r": rule, "s": subject, "p": period_start.isoformat()}
    if on:
        query["on"] = on
    return f"{reverse('finding')}?{urlencode(query)}"


def list_address(**wanted: Any) -> str:
    """Where the verdicts wanted are listed."""
    query = {name: value for name, value in wanted.items() if value}
    return f"{reverse('verdict-list')}?{urlencode(query, doseq=True)}"


@register.simple_tag
def finding_url(item: Any, on: str = "") -> str:
    """The finding of an item, a mark or a verdict."""
    return finding_address(item.directive, item.rule, item.subject, item.period_start, on)


@register.simple_tag
def verdicts_url(**wanted: Any) -> str:
    """The list of the verdicts wanted."""
    return list_address(**wanted)


@register.simple_tag
def article_url(citation: Any) -> str:
    """The article on the page of its directive."""
    anchor = urlencode({"": citation.article})[1:]
    return f"{reverse('directive', args=[citation.directive])}#a-{anchor}"


@register.simple_tag(takes_context=True)
def plan_url(context: dict[str, Any], item: Any) -> str:
    """Where the meeting that a duty asks for is planned, for whoever runs the meetings of that body; "" otherwise."""
    kinds = [code for code in (getattr(item.citation.spec, "types", None) or ()) if code not in MADE_ELSEWHERE]
    if not (item.is_single and item.status == "pending" and kinds):
        return ""
    held = {one.organisation for one in context["actor"].roles if one.role in ("leader", "secretary", "commissioner")}
    if item.subject not in held:
        return ""
    return f"{reverse('meeting-plan')}?{urlencode({'organisation': item.subject, 'type': kinds[0]})}"
