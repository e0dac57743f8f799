"""Transfers: the list, one transfer with its next step, asking for one, noting somebody from outside, the letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.registry import selectors as registry
from zhibu.domain.transfers import papers, selectors, services
from zhibu.domain.transfers.choices import State
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.transfers import sheets, standing
from zhibu.web.transfers.forms import RegisterForm, RequestForm

PAGE = 50


@require_safe
def transfer_list(request: Request) -> HttpResponse:
    """组织关系转接: what waits for me first, then all in scope."""
    state, name = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    today = clock.today()
    found = selectors.transfers_asked(
        request.actor, state=state if state in State.values else "", name=name,
        late_on=today if request.GET.get("late") else None,
    )  # fmt: skip
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.transfers(found, today), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    rows = standing.rows(request.actor, list(cut), today)
    context = {
        "cut": cut, "rows": rows, "waiting": selectors.waiting(request.actor), "states": State.choices,
        "state": state, "name": name, "late": bool(request.GET.get("late")),
        "may_register": standing.may_register(request.actor),
    }  # fmt: skip
    return render(request, "transfers/transfer_list.html", context)


@require_safe
def transfer(request: Request, key: str) -> HttpResponse:
    """One transfer: where he is now, what is next and whose turn it is."""
    found = selectors.transfer_get(request.actor, key)
    return render(request, "transfers/transfer.html", standing.page(request.actor, found, clock.today()))


@require_form
def transfer_request(request: Request, member: str) -> HttpResponse:
    """Ask for a transfer of oneself or of a member of one's branch."""
    of = scope.member_get(request.actor, member)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.transfer_request(actor=request.actor, member=of, **given)
        said = f"{made.name}的转接已提出，等上级党组织开介绍信；接收以前仍由{made.start_short}负责。"
        return onward(request, said, "transfer", made.pk)

    lead = "提出以后由上级开介绍信，转入的支部接收那天起才换支部"
    page = Doing(f"{of.name}：提出转接", lead, "提出转接", reverse("transfer-list"), "组织关系转接")
    return doing(request, RequestForm(request.POST or None), page, do)


@require_form
def transfer_register(request: Request) -> HttpResponse:
    """Note somebody who came from outside with a letter."""
    form = RegisterForm(request.actor, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.transfer_register(actor=request.actor, **given | {"destination": form.body})
        if told := registry.namesakes_told(request.actor, made.name):
            messages.warning(request, f"接收以前看清：{told}")
        return onward(request, f"已登记{made.name}报到，核对以后接收。", "transfer", made.pk)

    page = Doing("登记外来转入", "照着他带来的介绍信填", "登记报到", reverse("transfer-list"), "组织关系转接")
    return doing(request, form, page, do)


@require_safe
def transfer_letter(request: Request, key: str) -> HttpResponse:
    """The letter with stub and receipt."""
    found = selectors.transfer_get(request.actor, key)
    if not found.letter_number:
        raise Refused("介绍信还没有开。")
    return paper_response(papers.transfer_letter(found), f"介绍信 {found.name}", request.GET.get("format"))


@require_safe
def transfer_blank(request: Request) -> HttpResponse:
    """The same sheet for handwriting."""
    return paper_response(papers.blank_letter(), "介绍信（空白）", request.GET.get("format"))
