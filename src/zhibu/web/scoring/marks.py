"""Entering a mark, correcting it, withdrawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.accounts import scope
from zhibu.domain.scoring import policies, selectors, services
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.scoring import asked
from zhibu.web.scoring.forms import MarkForm, WithdrawForm

if TYPE_CHECKING:
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
    form = MarkForm(item, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_enter(
                actor=request.actor, card=card, span=span, organisation=body, item=item.id,
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已录入：{body}，{item.title}。{body}能看到这笔分和依据。")
            return redirect(_unit(body.pk, card, span.first.isoformat()))
    mark_errors(form)
    context = {"body": body, "card": card, "span": span, "item": item, "form": form}
    context["back"] = _unit(body.pk, card, span.first.isoformat())
    return render(request, "scoring/mark_enter.html", context)


@require_form
def mark_correct(request: Request, key: int) -> HttpResponse:
    """Put another mark in the place of one."""
    mark, card, item = _of(request, key)
    first = {"points": mark.points, "evidence": mark.evidence}
    form = MarkForm(item, request.POST or None, first)
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_correct(actor=request.actor, mark=mark, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已更正；原来的那笔留在经过里。")
            return redirect(_back(mark, card))
    mark_errors(form)
    context = {"mark": mark, "card": card, "item": item, "form": form, "back": _back(mark, card)}
    return render(request, "scoring/mark_correct.html", context)


@require_form
def mark_withdraw(request: Request, key: int) -> HttpResponse:
    """Take a mark back, with the reason."""
    mark, card, item = _of(request, key)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_withdraw(actor=request.actor, mark=mark, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已撤回，不再计分；经过里留有记录。")
            return redirect(_back(mark, card))
    mark_errors(form)
    context = {"mark": mark, "card": card, "item": item, "form": form, "back": _back(mark, card)}
    return render(request, "scoring/mark_withdraw.html", context)


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
