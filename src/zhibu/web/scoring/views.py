"""考评: a unit's points item by item; the units below a body; keeping the results of a period."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.selectors import body_get
from zhibu.domain.scoring import selectors, services
from zhibu.engine.scoring import span_of
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.days import read_day
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.scoring import pages, sheets


@require_safe
def organisation_score(request: Request, key: str) -> HttpResponse:
    """考评 of one organisation: every item, how each point came about, and the marks with their history."""
    body = scope.organisation_get(request.actor, key)
    page = pages.unit_page(request, body)
    if page["card"] is None and page["has_below"]:
        return redirect(f"{reverse('score-table')}?{urlencode({'at': body.pk})}")
    if (wanted_as := sheet_format(request)) and page.get("score"):
        return sheet_response(request, sheets.unit(body, page["card"], page["span"], page["score"]), wanted_as)
    return render(request, "scoring/organisation_score.html", page)


@require_safe
def score_table(request: Request) -> HttpResponse:
    """The units below a body by section, in the order of the tree; never ranked."""
    top = body_get(actor=request.actor, key=request.GET.get("at", ""))
    if top is None:
        return redirect("desk")
    page = pages.table_page(request, top)
    if (wanted_as := sheet_format(request)) and page["card"]:
        return sheet_response(request, sheets.units(top, page["card"], page["span"], page["all_rows"]), wanted_as)
    return render(request, "scoring/score_table.html", page)


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
