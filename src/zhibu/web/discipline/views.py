"""The narrow list, one case, opening one, its steps, its papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.discipline import papers, policies, selectors, services
from zhibu.domain.members.selectors import posts_told
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.discipline.forms import OpenForm, ResolveForm
from zhibu.web.discipline.standing import STEPS, Step, page
from zhibu.web.layout.request import Request, require_form

PAGE = 50


@require_safe
def matter_list(request: Request) -> HttpResponse:
    """违纪案件: those that are mine to handle, and my own."""
    cut = page_of(request, selectors.files(request.actor), PAGE)
    may_open = policies.handles_any(request.actor)
    return render(request, "discipline/matter_list.html", {"cut": cut, "may_open": may_open})


@require_safe
def matter(request: Request, key: str) -> HttpResponse:
    """One case: where it stands, what is next, what it is about."""
    return render(request, "discipline/matter.html", page(request.actor, selectors.file_get(request.actor, key)))


@require_form
def matter_open(request: Request, member: str) -> HttpResponse:
    """立案."""
    about = scope.member_get(request.actor, member)

    def do(said: dict[str, Any]) -> HttpResponse:
        made = services.matter_open(actor=request.actor, member=about, on=said["on"], gist=said["text"])
        return onward(request, "已立案。只有办案的人看得到；听取说明以后本人也看得到。", "matter", made.pk)

    page = Doing(f"{about.name}：立案", "", "立案", reverse("matter-list"), "违纪案件")
    return doing(request, OpenForm(request.POST or None), page, do)


@require_form
def matter_step(request: Request, step: str, key: str) -> HttpResponse:
    """One step of a case."""
    file = selectors.file_get(request.actor, key)
    if step not in STEPS:
        raise NotFound("没有这一步。")
    known = STEPS[step]

    def do(said: dict[str, Any]) -> str:
        if known.text:
            said[known.text] = said.pop("text")
        known.service(actor=request.actor, file=file, **said)
        return f"已{known.label}。"

    name = file.member.name
    above = (("违纪案件", reverse("matter-list")),)
    note = f"留党察看、开除党籍的，批准那天起：{told}" if step == "approve" and (told := posts_told(file.member_id, clock.today())) else ""
    shown = Doing(f"{name}：{known.label}", "", known.label, reverse("matter", args=[key]), name, note, above)
    return doing(request, _step_form(request, known, file), shown, do)


def _step_form(request: Request, known: Step, file: Any) -> forms.Form:
    if known.form is ResolveForm:
        return ResolveForm(selectors.meetings_of(file), request.POST or None)
    return known.form(request.POST or None)


@require_safe
def matter_paper(request: Request, kind: str, key: str) -> HttpResponse:
    """The record of the hearing, or the decision."""
    file = selectors.file_get(request.actor, key)
    if kind == "decision" and file.penalty_id:
        return paper_response(papers.decision_letter(file), "处分决定", request.GET.get("format"))
    return paper_response(papers.hearing_record(file), "听取说明记录", request.GET.get("format"))


@require_safe
def matter_blank(request: Request) -> HttpResponse:
    """The record of the hearing for handwriting."""
    return paper_response(papers.hearing_record(None).blank(), "听取说明记录（空白）", request.GET.get("format"))
