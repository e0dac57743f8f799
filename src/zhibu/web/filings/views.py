"""请示报备: inbox and outbox, one filing, writing one, its letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.filings import papers, selectors, services
from zhibu.kernel import clock
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import Capped
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.filings import pages, sheets
from zhibu.web.filings.forms import LetterForm, PrefixForm
from zhibu.web.layout.request import Request, require_form

PAGE = 30


@require_safe
def filing_list(request: Request) -> HttpResponse:
    """来件 and 去件, what is open and overdue on top."""
    wanted = pages.wanted(request)
    found = pages.found(request.actor, wanted)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.filings(found, wanted), wanted_as)
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

    def do(_: dict[str, Any]) -> HttpResponse:
        made = pages.drafted(request.actor, form, extra)
        return onward(request, "写好了，还没有报送。看一遍，再按“报送”。", "filing", made.pk)

    lead = "办理事项里的一步：报送、办结以后，那一步自动登记" if extra.case else "先写成草稿，看过再报；报送时编号"
    back = (reverse("case", args=[extra.case.pk]), "办理事项") if extra.case else (reverse("filing-list"), "请示报备")
    return doing(request, form, Doing("写报送件", lead, "写好了，去看一遍", *back), do)


@require_form
def filing_change(request: Request, key: str) -> HttpResponse:
    """Change a draft, or one that came back."""
    found = selectors.filing_get(request.actor, key)
    form = LetterForm(request.POST or None, initial=pages.letter_initial(found))

    def do(given: dict[str, Any]) -> str:
        services.filing_change(actor=request.actor, filing=found, **given)
        return "改好了。"

    why = f" · 退回的原因：{found.reason}" if found.reason else ""
    lead = f"{found.sender} 报 {found.receiver} · {found.get_kind_display()}{why}"
    above = (("请示报备", reverse("filing-list")),)
    return doing(request, form, Doing("修改报送件", lead, "改好了", reverse("filing", args=[key]), found.subject, above=above), do)


@require_form
def prefix_set(request: Request) -> HttpResponse:
    """发文代字: how numbers begin."""
    form = PrefixForm(request.actor, request.POST or None, pages.prefix_initial(request.actor, clock.today()))

    def do(given: dict[str, Any]) -> str:
        body = pages.sender_of(request.actor, given["organisation"])
        services.prefix_set(actor=request.actor, organisation=body, text=given["text"])
        return f"{body}以后的文号用“{given['text']}”；已经编出的不变。"

    lead = "文号开头的几个字；没有定的按组织的简称"
    page = Doing("发文代字", lead, "就用这个代字", reverse("filing-list"), "请示报备")
    return doing(request, form, page, do, at="text")
