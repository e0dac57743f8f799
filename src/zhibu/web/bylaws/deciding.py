"""Deciding on rules: the draft comes into force, is given up, a rule is repealed, the booklet or the wall is noted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.bylaws import policies, selectors, services
from zhibu.web.bylaws.forms import DayForm, EnactForm, RepealForm
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form


@require_form
def bylaw_enact(request: Request, key: str) -> HttpResponse:
    """A draft was decided on: since when it holds, by which meeting."""
    found = selectors.version_get(request.actor, key)
    policies.bylaw_write(request.actor, found.bylaw.organisation)
    form = EnactForm(selectors.meetings_for(request.actor, found.bylaw.organisation), _sent(request))

    def do(given: dict[str, Any]) -> HttpResponse:
        meeting = scope.activity_get(request.actor, given.pop("meeting")) if given["meeting"] else given.pop("meeting") or None
        made = services.bylaw_enact(actor=request.actor, version=found, meeting=meeting, **given)
        return onward(request, f"第 {made.number} 版从 {made.since} 起执行；党建制度清单里已一起登记。", "bylaw", made.bylaw_id)

    back = reverse("bylaw", args=[found.bylaw_id])
    page = Doing(f"{found.bylaw.title}：登记定下来", f"第 {found.number} 版；上一版到那天为止", "定下来", back, found.bylaw.title)
    return doing(request, form, page, do)


@require_form
def bylaw_withdraw(request: Request, key: str) -> HttpResponse:
    """Give a draft up."""
    found = selectors.version_get(request.actor, key)
    policies.bylaw_write(request.actor, found.bylaw.organisation)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.bylaw_withdraw(actor=request.actor, version=found)
        return onward(request, f"第 {found.number} 版草稿不用了，文字还看得到。", "bylaw", found.bylaw_id)

    back = reverse("bylaw", args=[found.bylaw_id])
    page = Doing(f"{found.bylaw.title}：放弃第 {found.number} 版草稿", "文字留着，可以再拿来用", "放弃草稿", back, found.bylaw.title)
    return doing(request, forms.Form(_sent(request)), page, do)


@require_form
def bylaw_repeal(request: Request, key: str) -> HttpResponse:
    """A rule holds no more."""
    found = selectors.bylaw_get(request.actor, key)
    policies.bylaw_write(request.actor, found.organisation)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.bylaw_repeal(actor=request.actor, bylaw=found, **given)
        return onward(request, f"{found.title}从 {given['until']} 起不再执行，各版都还看得到。", "bylaw", found.pk)

    page = Doing(f"废止{found.title}", "只是改写的，写新的一版就行，不用废止", "废止", reverse("bylaw", args=[found.pk]), found.title)
    return doing(request, RepealForm(_sent(request)), page, do)


@require_form
def shown_record(request: Request, key: str) -> HttpResponse:
    """Note that the booklet is printed or the sheets hang on the wall (`?item=wall`)."""
    body = scope.organisation_get(request.actor, key)
    policies.bylaw_write(request.actor, body)
    item = "wall" if request.GET.get("item") == "wall" else "booklet"

    def do(given: dict[str, Any]) -> HttpResponse:
        services.shown_record(actor=request.actor, organisation=body, item=item, **given)
        return onward(request, "已登记到党建制度清单，核查会用到。", reverse("bylaw-list") + f"?at={body.pk}")

    what = "制度已上墙" if item == "wall" else "制度已印成册子"
    page = Doing(f"{body}：{what}", "印成册子或者上墙，做一样就行", "登记", f"{reverse('bylaw-list')}?at={body.pk}", "规章制度")
    return doing(request, DayForm(_sent(request)), page, do)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
