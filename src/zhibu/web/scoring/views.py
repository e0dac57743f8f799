"""考评: a unit's points item by item; the units below a body; keeping the results of a period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.selectors import body_get
from zhibu.domain.scoring import policies, selectors, services
from zhibu.engine.scoring import span_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.days import read_day
from zhibu.web.components.sheets import sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.scoring import asked, pages, sheets

PAGE = 60
ALL = 2000  # one page for the printer


@require_safe
def organisation_score(request: Request, key: str) -> HttpResponse:
    """考评 of one organisation: every item, how each point came about, and the marks with their history."""
    actor, today = request.actor, clock.today()
    body = scope.organisation_get(actor, key)
    day = asked.day_in(request)
    cards = selectors.cards_of(body, day)
    card = asked.card_of(request, cards)
    context: dict[str, Any] = {"body": body, "today": today}
    context["has_below"] = bool(selectors.cards_below(actor, body, day))
    if card is None:
        context["card"] = None
        return render(request, "scoring/organisation_score.html", context)
    span, anew = asked.span_in(request, card), asked.is_anew(request)
    score, kept = selectors.shown_of(
        actor=actor, card=card, span=span, organisation=body, today=today, anew=anew
    )
    context |= pages.choosing(card, cards, span)
    if score is None:
        return render(request, "scoring/organisation_score.html", context)
    if request.GET.get("format") == "xlsx":
        return sheet_response(sheets.unit(body, card, span, score))
    context |= {
        "score": score,
        "kept": kept,
        "anew": anew,
        "sections": pages.unit(actor, body, card, span, score),
        "history": pages.history(actor, body, card, span),
        "vetoes": [item.title for item in score.items if item.id in score.vetoed],
    }
    return render(request, "scoring/organisation_score.html", context)


@require_safe
def score_table(request: Request) -> HttpResponse:
    """The units below a body by section, in the order of the tree; never ranked."""
    actor, today = request.actor, clock.today()
    top = body_get(actor=actor, key=request.GET.get("at", ""))
    if top is None:
        return redirect("desk")
    cards = selectors.cards_below(actor, top, asked.day_in(request))
    card = asked.card_of(request, cards)
    if card is None:
        return render(request, "scoring/score_table.html", {"top": top, "card": None})
    span, anew = asked.span_in(request, card), asked.is_anew(request)
    rows = selectors.units_below(
        actor=actor, card=card, span=span, top=top, today=today, anew=anew
    )
    if request.GET.get("format") == "xlsx":
        return sheet_response(sheets.units(top, card, span, rows))
    size = ALL if request.GET.get("page") == "all" else PAGE
    cut = Paginator(rows, size).get_page(request.GET.get("page"))
    context = pages.choosing(card, cards, span) | {
        "top": top,
        "cut": cut,
        "rows": pages.units(list(cut), top, card),
        "grades": pages.grades(rows, card),
        "kept": next((row.kept for row in rows if row.kept is not None), None),
        "anew": anew,
        "to_check": sum(row.score.to_check for row in rows),
        "may_keep": span.last < today and policies.may_keep(actor, top),
    }
    return render(request, "scoring/score_table.html", context)


@require_POST
def score_keep(request: Request) -> HttpResponse:
    """Keep the results of the units below a body, so that the past does not change."""
    top = scope.organisation_get(request.actor, request.POST.get("at", ""))
    card = selectors.card_get(request.POST.get("card", ""))
    day = read_day(request.POST.get("in", ""))
    if day is None:
        raise NotFound("地址不全：要有计分表和考评期。")
    span = span_of(card.card.period, day)
    try:
        count = services.score_keep(actor=request.actor, card=card, span=span, top=top)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已定稿：{span.label}，{count} 个组织。以后改动数据，这些结果不再变。")
    query = urlencode({"at": top.pk, "card": card.key, "in": span.first.isoformat()})
    return redirect(f"{reverse('score-table')}?{query}")
