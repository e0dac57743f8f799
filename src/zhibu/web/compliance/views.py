"""Desk, grid of duties, findings, lists of verdicts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.compliance import selectors
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.compliance import asked, pages, sheets
from zhibu.web.components.sheets import sheet_response

LINES_PAGE = 40
LIST_PAGE = 50


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """工作台: the next step on top."""
    today = clock.today()
    found = selectors.desk(actor=request.actor, today=today)
    return render(request, "compliance/desk.html", pages.desk(request.actor, found, today))


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """履职网格: a year by months for the organisations below one."""
    top = selectors.body_get(actor=request.actor, key=request.GET.get("at", ""))
    if top is None:
        return redirect("desk")
    wanted = asked.grid_filter(request)
    lines = selectors.lines_below(request.actor, top, wanted)
    if request.GET.get("format") == "xlsx":
        return sheet_response(sheets.grid(request.actor, top, list(lines), wanted))
    cut = Paginator(lines, LINES_PAGE).get_page(request.GET.get("page"))
    context = pages.grid(request, top, cut, wanted)
    return render(request, "compliance/grid.html", context)


@require_safe
def grid_line(request: HttpRequest) -> HttpResponse:
    """One line of the grid, folded or unfolded in place (for htmx)."""
    line = selectors.body_get(actor=request.actor, key=request.GET.get("line", ""))
    if line is None:
        raise NotFound("没有这个组织，或者它不在你的管理范围里。")
    context = {"body": pages.grid_body(request, line, asked.grid_filter(request))}
    return render(request, "compliance/grid_body.html", context)


@require_safe
def finding(request: HttpRequest) -> HttpResponse:
    """核查结论: the article, the facts, the arithmetic, the cure."""
    found = selectors.finding(actor=request.actor, key=asked.finding_key(request))
    return render(request, "compliance/finding.html", pages.finding(found))


@require_safe
def verdict_list(request: HttpRequest) -> HttpResponse:
    """Verdicts with filters."""
    wanted = asked.wanted_verdicts(request)
    found = selectors.verdict_list(actor=request.actor, wanted=wanted)
    if request.GET.get("format") == "xlsx":
        return sheet_response(sheets.verdicts(found))
    cut = Paginator(found, LIST_PAGE).get_page(request.GET.get("page"))
    return render(request, "compliance/verdict_list.html", pages.verdict_list(cut, wanted))
