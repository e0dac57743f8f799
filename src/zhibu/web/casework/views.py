"""办理事项: the list, opening a case, a case with its steps, its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.casework import selectors, services
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.casework import pages, sheets
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.paging import Capped
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

PAGE = 30


@require_safe
def case_list(request: Request) -> HttpResponse:
    """Cases: mine to act, waiting, overdue, done."""
    wanted = pages.wanted(request)
    found = pages.found(request.actor, wanted)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.cases(found, wanted), wanted_as)
    cut = Capped(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/case_list.html", pages.case_list(request.actor, wanted, cut))


@require_safe
def case(request: Request, key: str) -> HttpResponse:
    """One case: the next step on top, the steps as a line, what is missing and why."""
    found = selectors.case_get(request.actor, key)
    if there := pages.file_of(found):  # handled with its file
        return redirect(*there)
    return render(request, "casework/case.html", pages.case(request.actor, found))


@require_safe
def case_paper(request: Request, key: str) -> HttpResponse:
    """办理情况表 as PDF or Word; `blank` for handwriting."""
    found = selectors.case_get(request.actor, key)
    paper = pages.paper(found)
    paper = paper.blank() if request.GET.get("blank") else paper
    return paper_response(paper, paper.title, request.GET.get("format"))


@require_form
def case_open(request: Request) -> HttpResponse:
    """Open a case: first which procedure and where, then by which road and about whom."""
    start, body, form, offers = pages.opening(request)
    if request.method == "POST" and form is not None and body is not None and form.is_valid():
        try:
            made = services.case_open(actor=request.actor, organisation=body, **pages.opened(request, form, body))
        except (Refused, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "开好了，从第一步办起。")
            return redirect("case", made.pk)
    mark_errors(form or start)
    return render(request, "casework/case_open.html", {"start": start, "body": body, "form": form, "offers": offers})
