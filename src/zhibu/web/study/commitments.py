"""公开承诺: written, looked through, public on the wall, inspected, followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.study import policies, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.bodies import body_chosen
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.study import sheets
from zhibu.web.study.forms import CommitmentForm, DayForm, InspectionForm, ReturnForm, SureForm
from zhibu.web.talks.views import year_asked

KINDS = ("branch", "general_branch", "committee")
PAGE = 60


@require_safe
def commitment_list(request: Request) -> HttpResponse:
    """The branch's commitments of a year: who wrote none yet, what waits, what inspections found."""
    chosen, year, today = body_chosen(request, KINDS), year_asked(request), clock.today()
    found = selectors.commitments(request.actor, chosen.body, year)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.commitments(chosen.body, year, found, today), wanted_as)
    body = chosen.body
    inspects = body is not None and policies.inspects(request.actor, body)
    context = {
        "chosen": chosen, "year": year, "years": range(today.year + 1, today.year - 4, -1), "cut": capped_page_of(request, found, PAGE),
        "missing": selectors.to_write(body, year) if inspects and body and body.kind == "branch" else [], "inspects": inspects,
        "waiting": found.filter(state="written").exists() if inspects else False,
        "inspections": selectors.inspections(request.actor, body, year) if inspects and body else [],
        "is_member": bool(request.actor.member), "me": request.actor.member,
    }  # fmt: skip
    return render(request, "study/commitment_list.html", context)


@require_form
def commitment_write(request: Request) -> HttpResponse:
    """写承诺: one's own, or (?body=) that of the body."""
    year = year_asked(request)
    body = body_chosen(request, KINDS).body if request.GET.get("body") else None
    if body is None and not request.actor.member:
        raise Refused("你的账号没有对应的党员；写党组织的承诺，从承诺页上点“写本组织的承诺”。")
    member = None if body else scope.member_get(request.actor, request.actor.member)
    there = selectors.commitments(request.actor, body, year).filter(member=member).first()
    form = CommitmentForm(request.POST or None, initial={"text": there.text, "measures": there.measures} if there else None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.commitment_write(actor=request.actor, year=year, member=member, organisation=body, **given)
        said = "已公开。" if body else "已交给支部看，看过以后在支部里公开。"
        return onward(request, said, "commitment", made.pk)

    lead = f"{body} {year} 年" if body else f"{year} 年，支部看过以后在支部里公开，半年查一次"
    return doing(request, form, Doing("写公开承诺", lead, "交上去", reverse("commitment-list"), "公开承诺"), do)


@require_safe
def commitment(request: Request, key: str) -> HttpResponse:
    """One commitment with its findings."""
    found = selectors.commitment_get(request.actor, key)
    context = {
        "one": found, "own": bool(request.actor.member) and request.actor.member == found.member_id,
        "inspects": policies.inspects(request.actor, found.organisation), "findings": found.findings.all(),
    }  # fmt: skip
    return render(request, "study/commitment.html", context)


@require_form
def commitment_publish(request: Request, key: str) -> HttpResponse:
    """公开."""
    found = selectors.commitment_get(request.actor, key)
    return _step(request, found, SureForm(request.POST or None), "看过了，公开", "已公开。",
                 lambda _: services.commitment_publish(actor=request.actor, commitment=found))  # fmt: skip


@require_form
def commitment_return(request: Request, key: str) -> HttpResponse:
    """退回."""
    found = selectors.commitment_get(request.actor, key)
    return _step(request, found, ReturnForm(request.POST or None), "退回修改", "已退回，他的工作台上看得到。",
                 lambda given: services.commitment_return(actor=request.actor, commitment=found, **given))  # fmt: skip


@require_form
def commitments_publish(request: Request) -> HttpResponse:
    """一并公开."""
    body, year = _body(request), year_asked(request)

    def do(_: dict[str, Any]) -> HttpResponse:
        count = services.commitments_publish(actor=request.actor, organisation=body, year=year)
        return onward(request, f"已公开 {count} 份承诺。", f"{reverse('commitment-list')}?body={body.pk}&year={year}")

    return doing(request, SureForm(request.POST or None), _page(body, "一并公开", f"{body} {year} 年等着公开的承诺，都看过了。"), do)


@require_form
def inspection_record(request: Request) -> HttpResponse:
    """查承诺: the half-yearly inspection."""
    body, year = _body(request), year_asked(request)
    rows = list(selectors.commitments(request.actor, body, year).filter(state="published"))
    form = InspectionForm(rows, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.inspection_record(actor=request.actor, organisation=body, on=given["on"], findings=form.findings())
        return onward(request, "已登记督查，本人看得到结果。", f"{reverse('commitment-list')}?body={body.pk}&year={year}")

    return doing(request, form, _page(body, "登记承诺督查", f"{body} {year} 年；没查的留着“这次不查”"), do)


@require_form
def finding_follow(request: Request, key: str, number: int) -> HttpResponse:
    """补做完了."""
    found = selectors.commitment_get(request.actor, key)
    finding = scope.row_get(found.findings.all(), number, "这条督查结果")
    return _step(request, found, DayForm(request.POST or None), "补做完了", "已登记补做完。",
                 lambda given: services.finding_follow(actor=request.actor, finding=finding, on=given["on"]))  # fmt: skip


def _body(request: Request) -> Any:
    body = body_chosen(request, KINDS).body
    if body is None:
        raise NotAllowed("承诺由支部书记和委员来看、来查。")
    return body


def _page(body: Any, title: str, lead: str = "") -> Doing:
    return Doing(title, lead, title, f"{reverse('commitment-list')}?body={body.pk}", "公开承诺")


def _step(
    request: Request, found: Any, form: forms.Form, title: str, said: str, do: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    above = (("公开承诺", reverse("commitment-list")),)
    who = str(found.member or found.organisation)
    page = Doing(f"{who}：{title}", found.text[:100], title, reverse("commitment", args=[found.pk]), who, above=above)

    def told(given: dict[str, Any]) -> str:
        do(given)
        return said

    return doing(request, form, page, told)
