"""Lines of the plan, and materials with their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.study import policies, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.bodies import body_chosen
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.study.forms import MaterialForm, SureForm, TopicForm
from zhibu.web.study.views import KINDS
from zhibu.web.talks.views import year_asked
from zhibu.web.uploads.parts import files_shown


@require_form
def topic_add(request: Request) -> HttpResponse:
    """加一条学习计划."""
    body, year = _body(request), year_asked(request)
    form = TopicForm(selectors.entitled(body, "study", clock.today()), request.POST or None)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.topic_add(actor=request.actor, organisation=body, year=year, **form.said())
        return onward(request, "已加进计划。", f"{reverse('study')}?body={body.pk}&year={year}")

    return doing(request, form, _page(body, "加一条学习计划", f"{body} {year} 年"), do)


@require_form
def topic_change(request: Request, key: str) -> HttpResponse:
    """改这一条."""
    found = selectors.topic_get(request.actor, key)
    first = {name: getattr(found, name) for name in ("topic", "month", "type", "materials", "hours")} | {"lead": found.lead_id or ""}
    form = TopicForm(selectors.entitled(found.organisation, "study", clock.today()), request.POST or None, initial=first)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.topic_change(actor=request.actor, topic_row=found, **form.said())
        return onward(request, "已改好。", f"{reverse('study')}?body={found.organisation_id}&year={found.year}")

    return doing(request, form, _page(found.organisation, "改学习计划"), do)


@require_form
def topic_remove(request: Request, key: str) -> HttpResponse:
    """删掉这一条."""
    found = selectors.topic_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.topic_remove(actor=request.actor, topic_row=found)
        return onward(request, "已从计划里删掉。", f"{reverse('study')}?body={found.organisation_id}&year={found.year}")

    return doing(request, SureForm(request.POST or None), _page(found.organisation, "从计划里删掉", found.topic), do)


@require_form
def material_add(request: Request) -> HttpResponse:
    """放一份学习资料."""
    body = _body(request)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.material_add(actor=request.actor, organisation=body, **given)
        return onward(request, "已放上；有文件的在下面传。", "material", made.pk)

    return doing(request, MaterialForm(request.POST or None), _page(body, "放一份学习资料", f"{body}和下面的党员都看得到"), do)


@require_safe
def material(request: Request, key: str) -> HttpResponse:
    """One material with its files."""
    found = selectors.material_get(request.actor, key)
    context = {
        "material": found, "files": files_shown(request.actor, "material", found.pk),
        "keeps": policies.keeps(request.actor, found.organisation),
    }  # fmt: skip
    return render(request, "study/material.html", context)


@require_form
def material_remove(request: Request, key: str) -> HttpResponse:
    """撤下."""
    found = selectors.material_get(request.actor, key)
    policies.study_keep(request.actor, found.organisation)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.material_remove(actor=request.actor, material=found)
        return onward(request, "已撤下。", f"{reverse('study')}?view=materials")

    return doing(request, SureForm(request.POST or None), _page(found.organisation, "撤下这份资料", found.title), do)


def _body(request: Request) -> Any:
    body = body_chosen(request, KINDS).body
    if body is None:
        raise NotAllowed("学习计划和资料由组长、支部书记和委员来办。")
    return body


def _page(body: Any, title: str, lead: str = "") -> Doing:
    return Doing(title, lead, title, f"{reverse('study')}?body={body.pk}", "学习")
