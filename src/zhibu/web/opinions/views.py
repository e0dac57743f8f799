"""Opinions: the list with ages, one opinion, taking one down, putting in one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.opinions import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.opinions import sheets, standing
from zhibu.web.opinions.forms import PutForm, TakeForm

PAGE = 50
UP = "意见和诉求"


@require_safe
def opinion_list(request: Request) -> HttpResponse:
    """意见和诉求: each with its age."""
    asked, today = standing.Asked.of(request), clock.today()
    found = asked.find(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.opinions(selectors.rows(request.actor, found[:2000], today), today), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    context = {"cut": cut, "rows": selectors.rows(request.actor, cut, today), "asked": asked, **standing.frame(request.actor)}
    return render(request, "opinions/opinion_list.html", context)


@require_safe
def opinion(request: Request, key: str) -> HttpResponse:
    """One opinion: where it lies, how old it is, what was answered."""
    found = selectors.opinion_get(request.actor, key)
    return render(request, "opinions/opinion.html", standing.page(request.actor, found, clock.today()))


@require_form
def opinion_take(request: Request) -> HttpResponse:
    """记意见: what a member or one of the masses said."""
    mine = scope.worked_for(request.actor)
    if not mine:
        raise NotAllowed("这里由组长、书记、支部委员或者党务工作者记别人的意见。自己的意见用“提意见”。")
    body = scope.organisation_get(request.actor, request.GET["at"]) if request.GET.get("at") else mine[0]
    form = TakeForm(standing.people_of(request.actor, body), request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.opinion_take(actor=request.actor, organisation=body, **given)
        return onward(request, "已记下。能答复的直接答复，要支部办的转交。", "opinion", made.pk)

    page = Doing("记意见", f"{body}；原话怎么说就怎么记，名字可以不写", "记下", reverse("opinion-list"), UP)
    return doing(request, form, page, do)


@require_form
def opinion_put(request: Request) -> HttpResponse:
    """提意见: a member's own."""
    if not request.actor.member:
        raise NotAllowed("这里由党员本人提意见；你的账号没有连到党员。")
    form = PutForm(selectors.own_line(request.actor.member, clock.today()), request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.opinion_put(actor=request.actor, organisation=given.pop("body"), **given)
        return onward(request, f"已送到{made.at}，有了答复你在这里看得到。", "opinion", made.pk)

    lead = "收的组织看得到是你提的；不想留名，用贴出来的意见箱二维码"
    page = Doing("提意见", lead, "送出", reverse("opinion-list"), UP)
    return doing(request, form, page, do)
