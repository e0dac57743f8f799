"""请示报备: inbox and outbox, one filing, writing one, its letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.filings import papers, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.filings import pages, sheets
from zhibu.web.filings.forms import LetterForm, PrefixForm
from zhibu.web.layout.request import Request, require_form
from zhibu.web.members.rosters import Capped

PAGE = 30


@require_safe
def filing_list(request: Request) -> HttpResponse:
    """来件 and 去件, what is open and overdue on top."""
    wanted = pages.wanted(request)
    found = pages.found(request.actor, wanted)
    if wanted_as := sheet_format(request):
        return sheet_response(sheets.filings(found, wanted), wanted_as)
    cut = Capped(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "filings/filing_list.html", pages.filing_list(request.actor, wanted, cut))


@require_safe
def filing(request: Request, key: str) -> HttpResponse:
    """One filing: what it says, where it stands, what each side may do now."""
    found = selectors.filing_get(request.actor, key)
    return render(request, "filings/filing.html", pages.filing(request.actor, found))


@require_safe
def filing_paper(request: Request, key: str) -> HttpResponse:
    """The letter as PDF or Word."""
    found = selectors.filing_get(request.actor, key)
    return paper_response(papers.letter(found), papers.letter_name(found), request.GET.get("format"))


@require_form
def filing_draft(request: Request) -> HttpResponse:
    """Write a filing; it is sent from its own page."""
    form, extra = pages.draft_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = pages.drafted(request.actor, form, extra)
        except (Refused, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "写好了，还没有报送。看一遍，再按“报送”。")
            return redirect("filing", made.pk)
    mark_errors(form)
    return render(request, "filings/filing_draft.html", {"form": form, "case": extra.case})


@require_form
def filing_change(request: Request, key: str) -> HttpResponse:
    """Change a draft, or one that came back."""
    found = selectors.filing_get(request.actor, key)
    form = LetterForm(request.POST or None, initial=pages.letter_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.filing_change(actor=request.actor, filing=found, **form.cleaned_data)
        except (Refused, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "改好了。")
            return redirect("filing", found.pk)
    mark_errors(form)
    return render(request, "filings/filing_change.html", {"form": form, "filing": found})


@require_form
def prefix_set(request: Request) -> HttpResponse:
    """发文代字: how numbers begin."""
    form = PrefixForm(request.actor, request.POST or None, pages.prefix_initial(request.actor, clock.today()))
    if request.method == "POST" and form.is_valid():
        body = pages.sender_of(request.actor, form.cleaned_data["organisation"])
        try:
            services.prefix_set(actor=request.actor, organisation=body, text=form.cleaned_data["text"])
        except (Refused, NotAllowed) as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, f"{body}以后的文号用“{form.cleaned_data['text']}”；已经编出的不变。")
            return redirect("filing-list")
    mark_errors(form)
    return render(request, "filings/prefix_set.html", {"form": form})
