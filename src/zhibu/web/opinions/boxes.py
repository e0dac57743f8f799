"""The box of an organisation, for those who keep it: opened and closed, its address, the poster to hang up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.opinions import papers, policies, selectors, services
from zhibu.kernel.errors import Refused
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.opinions.forms import BoxForm

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation


def _body(request: Request, key: str) -> Organisation:
    found = scope.organisation_get(request.actor, key)
    policies.box_open(request.actor, found)
    return found


def _address(request: Request, code: str) -> str:
    return request.build_absolute_uri(reverse("box-send", args=[code]))


@require_safe
def box(request: Request, key: str) -> HttpResponse:
    """意见箱: its address, and whether it is open."""
    body = _body(request, key)
    found = selectors.box_of(body)
    context = {"body": body, "box": found, "address": _address(request, found.code) if found else "", "published": selectors.published(found) if found else []}
    return render(request, "opinions/box.html", context)


@require_form
def box_open(request: Request, key: str) -> HttpResponse:
    """开意见箱, or change what its page says."""
    body = _body(request, key)
    there = selectors.box_of(body)
    first = {"words": there.words, "shows_answers": there.shows_answers} if there else {}

    def do(given: dict[str, Any]) -> HttpResponse:
        services.box_open(actor=request.actor, organisation=body, **given)
        return onward(request, "意见箱开着，打印二维码贴出来。", "opinion-box", body.pk)

    lead = f"{body}；谁都能送，不用账号，不收姓名和电话"
    page = Doing("意见箱的页面" if there and there.is_open else "开意见箱", lead, "保存", reverse("opinion-box", args=[body.pk]), "意见箱")
    return doing(request, BoxForm(request.POST or None, initial=first), page, do)


@require_POST
def box_close(request: Request, key: str) -> HttpResponse:
    """关意见箱."""
    services.box_close(actor=request.actor, organisation=_body(request, key))
    messages.success(request, "意见箱已关，不再收新的；拿着回执码的人还能看答复。")
    return redirect("opinion-box", key)


@require_POST
def box_renew(request: Request, key: str) -> HttpResponse:
    """换地址."""
    services.box_renew(actor=request.actor, organisation=_body(request, key))
    messages.success(request, "地址已换，旧的二维码打不开了，重新打印贴出来。")
    return redirect("opinion-box", key)


@require_safe
def box_poster(request: Request, key: str) -> HttpResponse:
    """The poster with the QR code, A4."""
    body = _body(request, key)
    found = selectors.box_of(body)
    if found is None or not found.is_open:
        raise Refused(f"{body}的意见箱没有开，先开，再打印。")
    return paper_response(papers.poster(found, _address(request, found.code)), f"意见箱 {body}", request.GET.get("format"))
