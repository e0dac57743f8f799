"""Addresses of findings and of lists of verdicts: keys go into the query, for ids hold any sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.kernel.actor import Actor

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


@dataclass(frozen=True, slots=True)
class Way:
    """Where work on a duty goes on: the page, what the button says; `planned`: a meeting for it stands already."""

    address: str
    label: str
    planned: bool = False


def way_of(actor: Actor, item: Any, planned: Mapping[tuple[str, str], Sequence[Any]]) -> Way | None:
    """The meeting planned for what a duty asks for, else the form that plans it; for whoever runs the meetings there.

    `planned` holds what stands planned by body and type (`meetings.selectors.planned_ahead`).
    """
    kinds = _kinds(item.citation)
    if not (item.is_single and item.status == "pending" and kinds and item.subject in _led(actor)):
        return None
    for one in (one for code in kinds for one in planned.get((item.subject, code), ())):
        if item.period_start <= one.on <= (item.due or item.period_end):
            return Way(reverse("meeting", args=[one.pk]), f"{one.on.month}月{one.on.day}日的已排上，去看", True)
    return Way(_form("meeting-plan", item.subject, kinds[0]), "去计划")


@register.simple_tag(takes_context=True)
def plan_way(context: dict[str, Any], item: Any) -> Way | None:
    """The same for a template whose context has `planned`."""
    return way_of(context["actor"], item, context.get("planned") or {})


def _kinds(citation: Any) -> list[str]:
    """The types of meeting that a rule names and that are planned here."""
    return [code for code in (getattr(citation.spec, "types", None) or ()) if code not in MADE_ELSEWHERE]


def _led(actor: Actor) -> set[str]:
    return {one.organisation for one in actor.roles if one.role in ("leader", "secretary", "commissioner")}


def _form(name: str, organisation: str, type: str) -> str:
    return f"{reverse(name)}?{urlencode({'organisation': organisation, 'type': type})}"
