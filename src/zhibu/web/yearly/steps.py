"""The steps of a report: handed in, received or returned, taken back, read aloud, thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.yearly import selectors, services
from zhibu.kernel import clock
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.yearly.forms import ReadForm, ReturnForm


def _done(request: Request, key: str, service: Callable[..., Any], said: str) -> HttpResponse:
    found = selectors.report_get(request.actor, key)
    service(actor=request.actor, report=found)
    messages.success(request, said)
    return redirect("yearly", found.pk)


@require_POST
def yearly_refresh(request: Request, key: str) -> HttpResponse:
    """按现在的记录更新."""
    return _done(request, key, services.yearly_refresh, "已按现在的记录更新；自己改过的段落没有动，记录怎么说写在旁边。")


@require_POST
def yearly_submit(request: Request, key: str) -> HttpResponse:
    """交出."""
    return _done(request, key, services.yearly_submit, "已交。")


@require_POST
def yearly_withdraw(request: Request, key: str) -> HttpResponse:
    """撤回."""
    return _done(request, key, services.yearly_withdraw, "已撤回，改好再交；交的日期按再交那天算。")


@require_POST
def yearly_receive(request: Request, key: str) -> HttpResponse:
    """收下."""
    return _done(request, key, services.yearly_receive, "已收下。")


@require_POST
def yearly_discard(request: Request, key: str) -> HttpResponse:
    """删掉草稿."""
    services.yearly_discard(actor=request.actor, report=selectors.report_get(request.actor, key))
    messages.success(request, "草稿已删。要写的时候再按记录起草。")
    return redirect("yearly-list")


@require_form
def yearly_return(request: Request, key: str) -> HttpResponse:
    """退回."""
    found = selectors.report_get(request.actor, key)
    page = Doing("退回报告", found.title, "退回", reverse("yearly", args=[found.pk]), found.title, above=(("年度报告", reverse("yearly-list")),))

    def do(given: dict[str, Any]) -> str:
        services.yearly_return(actor=request.actor, report=found, **given)
        return "已退回，写报告的一方看得到原因。"

    return doing(request, ReturnForm(request.POST or None), page, do)


@require_form
def yearly_read(request: Request, key: str) -> HttpResponse:
    """登记在会上报告."""
    found = selectors.report_get(request.actor, key)
    form = ReadForm(selectors.meetings_for(found, clock.today()), request.POST or None)
    page = Doing("登记在会上报告", found.title, "登记", reverse("yearly", args=[found.pk]), found.title, above=(("年度报告", reverse("yearly-list")),))

    def do(given: dict[str, Any]) -> str:
        meeting = scope.activity_get(request.actor, given["meeting"])
        services.yearly_read(actor=request.actor, report=found, meeting=meeting)
        return f"已登记在 {meeting.on} 的会上报告。"

    return doing(request, form, page, do)
