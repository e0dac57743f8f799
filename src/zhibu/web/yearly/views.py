"""Reports of a year: the list, one report with its sources, beginning one, its words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.yearly import papers, policies, selectors, services
from zhibu.kernel import clock
from zhibu.web.components.doing import form_page, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.yearly import sheets, standing
from zhibu.web.yearly.forms import BeginForm, ChangeForm

PAGE = 50


@require_safe
def yearly_list(request: Request) -> HttpResponse:
    """年度报告: what is to be written, what is there."""
    asked, today = standing.asked(request), clock.today()
    found = selectors.reports_asked(request.actor, **asked)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.reports(found[:2000], today), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    context = {"cut": cut, "rows": standing.rows(cut, today), "asked": asked, **standing.frame(request.actor, today)}
    return render(request, "yearly/yearly_list.html", context)


@require_safe
def yearly(request: Request, key: str) -> HttpResponse:
    """One report: its words, and beside them from which records they come."""
    found = selectors.report_get(request.actor, key)
    return render(request, "yearly/yearly.html", standing.page(request.actor, found, clock.today()))


@require_form
def yearly_begin(request: Request) -> HttpResponse:
    """起草: choose body, kind and period; the draft is made from the records."""
    today = clock.today()
    found = selectors.choices(request.actor, today, request.GET.get("at", ""))
    form = BeginForm(found, request.POST or None, {"which": request.GET.get("which", "")})

    def do(given: dict[str, Any]) -> HttpResponse:
        chosen = form.chosen
        made = services.yearly_begin(actor=request.actor, organisation=chosen.organisation, type=chosen.type, period=chosen.period)
        return onward(request, "按记录起草好了：逐段看，改成自己的话，再交。", "yearly", made.pk)

    return form_page(request, form, do, "yearly/yearly_begin.html", {"found": found}, back=reverse("yearly-list"))


@require_form
def yearly_change(request: Request, key: str) -> HttpResponse:
    """改: all sections on one page; what somebody else changed meanwhile is told at the section."""
    found = selectors.report_get(request.actor, key)
    policies.yearly_begin(request.actor, found.organisation)
    sections = selectors.sections_of(found)
    form = ChangeForm(found.title, sections, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.yearly_change(actor=request.actor, report=found, title=form.said("title"), texts=form.texts())
        return onward(request, "已保存。", "yearly", found.pk)

    context = {"report": found, "fields": standing.fields(form, sections)}
    return form_page(request, form, do, "yearly/yearly_change.html", context, back=reverse("yearly", args=[found.pk]))


@require_safe
def yearly_paper(request: Request, key: str) -> HttpResponse:
    """The report as a letter."""
    found = selectors.report_get(request.actor, key)
    return paper_response(papers.report_letter(found), found.title, request.GET.get("format"))


@require_safe
def yearly_missing(request: Request) -> HttpResponse:
    """谁还没交: for the body above, in the order of the register."""
    asked = standing.missing_asked(request)
    found = selectors.missing(request.actor, asked["type"], asked["period"])
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.missing(found, f"{asked['called']}{asked['label']}没有交的"), wanted_as)
    return render(request, "yearly/yearly_missing.html", {"found": found, **asked})
