"""Entering a mark, correcting it, withdrawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.accounts import scope
from zhibu.domain.scoring import policies, selectors, services
from zhibu.kernel.errors import NotFound
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.fields import ReasonForm
from zhibu.web.layout.request import Request, require_form
from zhibu.web.scoring import asked
from zhibu.web.scoring.forms import MarkForm

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.scoring.models import Mark
    from zhibu.domain.scoring.selectors import Card
    from zhibu.engine.language.scorecards import Item


@require_form
def mark_enter(request: Request) -> HttpResponse:
    """Enter a mark for one item of a unit."""
    asked_for = request.GET
    body = scope.organisation_get(request.actor, asked_for.get("s", ""))
    card = selectors.card_get(asked_for.get("card", ""))
    item = _item(card, asked_for.get("item", ""))
    policies.mark_enter(request.actor, body, item)
    span = asked.span_in(request, card)

    def do(given: dict[str, Any]) -> str:
        services.mark_enter(actor=request.actor, card=card, span=span, organisation=body, item=item.id, **given)
        return f"已录入：{body}，{item.title}。{body}能看到这笔分和依据。"

    page = Doing(
        f"录入：{item.title}", f"{body} · {card.card.title} · {span.label}", "录入", _unit(body.pk, card, span.first.isoformat()), "考评",
        f"{body}马上能看到这笔分和依据。录错了可以更正或撤回，经过都留着。", _above(body),
    )  # fmt: skip
    return doing(request, MarkForm(item, request.POST or None), page, do)


@require_form
def mark_correct(request: Request, key: int) -> HttpResponse:
    """Put another mark in the place of one."""
    mark, card, item = _of(request, key)
    form = MarkForm(item, request.POST or None, {"points": mark.points, "evidence": mark.evidence})

    def do(given: dict[str, Any]) -> str:
        services.mark_correct(actor=request.actor, mark=mark, **given)
        return "已更正；原来的那笔留在经过里。"

    page = Doing(
        f"更正：{item.title}", f"{mark.organisation} · 原来 {_told(mark)}", "更正", _back(mark, card), "考评",
        "更正以后按新的计分，原来的那笔留在经过里。", _above(mark.organisation),
    )  # fmt: skip
    return doing(request, form, page, do)


@require_form
def mark_withdraw(request: Request, key: int) -> HttpResponse:
    """Take a mark back, with the reason."""
    mark, card, item = _of(request, key)

    def do(given: dict[str, Any]) -> str:
        services.mark_withdraw(actor=request.actor, mark=mark, reason=given["reason"])
        return "已撤回，不再计分；经过里留有记录。"

    lead = f"{mark.organisation} · {_told(mark)} · {mark.evidence}"
    page = Doing(f"撤回：{item.title}", lead, "撤回这笔分", _back(mark, card), "考评", above=_above(mark.organisation))
    return doing(request, ReasonForm(request.POST or None), page, do)


def _told(mark: Mark) -> str:
    return f"{mark.points} 分，{mark.entered_on} 由{mark.entered_by}录入"


def _above(body: Organisation) -> tuple[tuple[str, str], ...]:
    return ((str(body), reverse("organisation", args=[body.pk])),)


def _of(request: Request, key: int) -> tuple[Mark, Card, Item]:
    mark = selectors.mark_get(request.actor, key)
    card = selectors.card_get(f"{mark.directive}/{mark.card}")
    item = _item(card, mark.item)
    policies.mark_correct(request.actor, mark.organisation, item)
    return mark, card, item


def _item(card: Card, name: str) -> Item:
    item = card.card.item(name)
    if item is None or item.mark is None:
        raise NotFound("计分表里没有这个录入的项。")
    return item


def _back(mark: Mark, card: Card) -> str:
    return _unit(mark.organisation_id, card, mark.period_start.isoformat())


def _unit(key: str, card: Card, first: str) -> str:
    """The page of a unit's points in a period."""
    query = urlencode({"card": card.key, "in": first, "anew": "1"})
    return f"{reverse('organisation-score', args=[key])}?{query}"
