"""The narrow list, one case, opening one, its steps, its papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.discipline import papers, selectors, services
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.papers import paper_response
from zhibu.web.discipline.forms import OpenForm, ResolveForm
from zhibu.web.discipline.standing import STEPS, Step, page
from zhibu.web.layout.request import Request, require_form

PAGE = 50


@require_safe
def matter_list(request: Request) -> HttpResponse:
    """违纪案件: those that are mine to handle, and my own."""
    cut = Paginator(selectors.files(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "discipline/matter_list.html", {"cut": cut})


@require_safe
def matter(request: Request, key: str) -> HttpResponse:
    """One case: where it stands, what is next, what it is about."""
    return render(request, "discipline/matter.html", page(request.actor, selectors.file_get(request.actor, key)))


@require_form
def matter_open(request: Request, member: str) -> HttpResponse:
    """立案."""
    about = scope.member_get(request.actor, member)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.matter_open(actor=request.actor, member=about, on=said["on"], gist=said["text"])
        except (Refused, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已立案。只有办案的人看得到；听取说明以后本人也看得到。")
            return redirect("matter", key=made.pk)
    return _form(request, form, f"{about.name}：立案", "立案", "")


@require_form
def matter_step(request: Request, step: str, key: str) -> HttpResponse:
    """One step of a case."""
    file = selectors.file_get(request.actor, key)
    if step not in STEPS:
        raise NotFound("没有这一步。")
    known = STEPS[step]
    form = _step_form(request, known, file)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        if known.text:
            said[known.text] = said.pop("text")
        try:
            known.service(actor=request.actor, file=file, **said)
        except (Refused, NotAllowed, NotFound) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已{known.label}。")
            return redirect("matter", key=key)
    return _form(request, form, f"{file.member.name}：{known.label}", known.label, key)


def _step_form(request: Request, known: Step, file: Any) -> forms.Form:
    if known.form is ResolveForm:
        return ResolveForm(selectors.meetings_of(file), request.POST or None)
    return known.form(request.POST or None)


def _form(request: Request, form: forms.Form, title: str, button: str, back: str) -> HttpResponse:
    mark_errors(form)
    context = {"form": form, "title": title, "button": button, "back": back}
    return render(request, "discipline/form.html", context)


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
