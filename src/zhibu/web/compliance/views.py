"""Desk, grid of duties, findings, lists of verdicts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.compliance import selectors
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.compliance import asked, pages, sheets
from zhibu.web.compliance.ways import ways
from zhibu.web.components.days import as_of
from zhibu.web.components.paging import page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request

LINES_PAGE = 40
MOST_LINES = 1000  # one page for the printer
LIST_PAGE = 50


@require_safe
def desk(request: Request) -> HttpResponse:
    """工作台: the next step on top."""
    today = clock.today()
    found = selectors.desk(actor=request.actor, today=today)
    return render(request, "compliance/desk.html", pages.desk(request.actor, found, today))


@require_safe
def grid(request: Request) -> HttpResponse:
    """履职网格: a year by months for the organisations below one."""
    top = selectors.body_get(actor=request.actor, key=request.GET.get("at", ""))
    if top is None:
        return redirect("desk")
    day = as_of(request)
    wanted = asked.grid_filter(request, day)
    lines = selectors.lines_below(request.actor, top, wanted)
    if wanted_as := sheet_format(request):
        opened = pages.opened_lines(request, list(lines[:2]))
        return sheet_response(request, sheets.grid(request.actor, top, list(lines), wanted, opened), wanted_as)
    size = MOST_LINES if request.GET.get("page") == "all" else LINES_PAGE
    cut = page_of(request, lines, size)
    return render(request, "compliance/grid.html", pages.grid(request, top, cut, wanted, day))


@require_safe
def grid_line(request: Request) -> HttpResponse:
    """One line of the grid, folded or unfolded in place (for htmx)."""
    line = selectors.body_get(actor=request.actor, key=request.GET.get("line", ""))
    if line is None:
        raise NotFound("没有这个组织，或者它不在你的管理范围里。")
    wanted = asked.grid_filter(request, as_of(request))
    context = {"body": pages.grid_body(request, line, wanted)}
    return render(request, "compliance/grid_body.html", context)


@require_safe
def finding(request: Request) -> HttpResponse:
    """核查结论: the article, the facts, the arithmetic, the cure."""
    day = as_of(request)
    past = None if day.is_today else day.day
    context, key = {"as_of": day, "keep": pages.kept(request)}, asked.finding_key(request)
    try:
        found = selectors.finding(actor=request.actor, key=key, past=past)
    except selectors.NotThatDay:
        return render(request, "compliance/finding_none.html", context, status=404)
    except NotFound:
        if past is None and key.period_start.year < day.day.year:  # only this year is kept
            return redirect(asked.at_its_year_s_end(request, key))
        raise
    context |= {"found": found, "verdict": found.verdict, "citation": found.citation}
    context |= {"may_waive": request.actor.holds("clerk"), "ways": [] if past else ways(request.actor, found)}
    return render(request, "compliance/finding.html", context)


@require_safe
def verdict_list(request: Request) -> HttpResponse:
    """Verdicts with filters."""
    wanted = asked.wanted_verdicts(request, as_of(request))
    found = selectors.verdict_list(actor=request.actor, wanted=wanted)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.verdicts(found), wanted_as)
    cut = page_of(request, found, LIST_PAGE)
    return render(
        request, "compliance/verdict_list.html", pages.verdict_list(request.actor, cut, wanted)
    )
