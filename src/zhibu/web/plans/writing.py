"""Writing a plan: drafting, changing, taking over the branch's lines, deciding, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.kinds import kinds_for, label_of
from zhibu.domain.meetings.selectors import meeting_get
from zhibu.domain.plans import policies, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings.reading import sent
from zhibu.web.plans.asking import year_of
from zhibu.web.plans.forms import DecideForm, DraftForm, WhyForm, lines_form, lines_given

if TYPE_CHECKING:
    from zhibu.domain.plans.models import Plan


@require_form
def plan_draft(request: Request) -> HttpResponse:
    """起草: from the topics of the months."""
    today = clock.today()
    year = year_of(request, selectors.year_asked(today))
    key = request.GET.get("organisation", "")
    if not key:
        return redirect("plan")
    body = scope.organisation_get(request.actor, key)
    policies.plan_change(request.actor, body)
    if there := selectors.plan_of(body, year):
        return redirect("plan-one", key=there.pk)
    last = selectors.as_last_year(body, year)
    again = bool(last) and request.GET.get("from") != "template"
    rows = [(one.month, label_of(one.type), one) for one in (last if again else selectors.template(body, year))]
    form = DraftForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_draft(actor=request.actor, organisation=body, year=year, note=form.cleaned_data["note"], again=again)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return onward(request, f"已照{year - 1}年的计划起草，改好以后在会上定下来。" if again else "已按样例起草，改好以后在会上定下来。", "plan-change", made.pk)
    context = {"organisation": body, "year": year, "rows": rows, "form": form, "again": again, "last": last}
    return render(request, "plans/plan_draft.html", context, status=422 if form.errors else 200)


@require_form
def plan_change(request: Request, key: str) -> HttpResponse:
    """All lines on one form; a decided plan asks why."""
    found = selectors.plan_get(request.actor, key)
    policies.plan_change(request.actor, found.organisation)
    kinds = [(kind.code, kind.label) for kind in kinds_for(found.organisation, clock.today())]
    rows = lines_form(found, kinds, sent(request))
    why = WhyForm(found, sent(request))
    if request.method == "POST":
        valid = rows.is_valid() and why.is_valid()
        if valid and (done := _changed(request, found, rows, why)):
            return done
    context = {"plan": found, "rows": rows, "form": why, "decided": found.decided_on is not None}
    bad = request.method == "POST"
    return render(request, "plans/plan_change.html", context, status=422 if bad else 200)


def _changed(request: Request, found: Plan, rows: Any, why: WhyForm) -> HttpResponse | None:
    said = why.cleaned_data
    try:
        services.plan_change(
            actor=request.actor, plan=found, lines=lines_given(found, rows), why=said.get("why", ""), note=said["note"],
            base=said.get("base"),
        )  # fmt: skip
    except (Refused, NotFound, NotAllowed) as refused:
        why.add_error(None, str(refused))
        why.renew(selectors.plan_get(request.actor, found.pk).version)
        return None
    return onward(request, "已保存。", "plan-one", found.pk)


@require_form
def plan_adopt(request: Request, key: str) -> HttpResponse:
    """采用支部计划: which of its lines."""
    found = selectors.plan_get(request.actor, key)
    offered = selectors.not_adopted(found)
    form = forms.Form(sent(request))
    form.fields["items"] = forms.MultipleChoiceField(
        label="支部计划里还没采用的", widget=forms.CheckboxSelectMultiple,
        choices=[(item.pk, f"{item.month}月 {label_of(item.type)}：{item.theme}") for item in offered],
        error_messages={"required": "还没有选。", "invalid_choice": "选的条目已经变了，重新打开页面再选。"},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> HttpResponse:
        wanted = [item for item in offered if str(item.pk) in given["items"]]
        services.plan_adopt(actor=request.actor, plan=found, items=wanted)
        return onward(request, f"已采用 {len(wanted)} 条。", "plan-one", found.pk)

    return doing(request, form, _page(found, "采用支部计划", "采用选中的", "勾上的，小组自己也开展一次；支部带着开展的不用勾"), do)


@require_form
def plan_decide(request: Request, key: str) -> HttpResponse:
    """定下来: at which meeting, or on which day."""
    found = selectors.plan_get(request.actor, key)
    form = DecideForm(selectors.deciding(found), sent(request))

    def do(given: dict[str, Any]) -> HttpResponse:
        meeting = meeting_get(request.actor, given["meeting"]) if given["meeting"] else None
        services.plan_decide(actor=request.actor, plan=found, on=given["on"], meeting=meeting)
        return onward(request, "已定下来。以后调整要写原因，原样留着。", "plan-one", found.pk)

    return doing(request, form, _page(found, "定下来", "定下来", "每个月的会从这里带出主题和议题"), do)


@require_form
def plan_reopen(request: Request, key: str) -> HttpResponse:
    """Take back that it was decided."""
    return _plain(request, key, services.plan_reopen, "撤回决定", "已撤回，又是草稿了。")


@require_form
def plan_remove(request: Request, key: str) -> HttpResponse:
    """Throw a draft away."""
    return _plain(request, key, services.plan_remove, "删掉草稿", "已删掉。", gone=True)


def _plain(request: Request, key: str, service: Any, title: str, said: str, *, gone: bool = False) -> HttpResponse:
    found = selectors.plan_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        service(actor=request.actor, plan=found)
        return onward(request, said, "plan") if gone else onward(request, said, "plan-one", key)

    return doing(request, forms.Form(sent(request)), _page(found, title, title), do)


def _page(found: Plan, title: str, go: str, lead: str = "") -> Doing:
    name = f"{found.organisation} {found.year}年计划"
    return Doing(f"{name}：{title}", lead, go, reverse("plan-one", args=[found.pk]), name, above=(("年度计划", reverse("plan")),))
