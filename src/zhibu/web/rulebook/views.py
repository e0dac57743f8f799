"""Directives and their articles; putting one in force, with a look at what it adds; ending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.rulebook import selectors, services
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.doing import form_page, onward
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.rulebook import pages, sheets
from zhibu.web.rulebook.forms import ActivateForm, RetireForm


@require_safe
def directive_list(request: Request) -> HttpResponse:
    """制度库: what is installed, and where it is in force."""
    page = pages.directive_list(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.directives(page["directives"]), wanted_as)
    return render(request, "rulebook/directive_list.html", page)


@require_safe
def directive(request: Request, key: str) -> HttpResponse:
    """One directive: its articles in our own words, who answers each, and how it stands."""
    page = pages.directive(request.actor, selectors.directive_get(key))
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.articles(page["directive"], page["articles"]), wanted_as)
    return render(request, "rulebook/directive.html", page)


@require_form
def adoption_activate(request: Request, key: str) -> HttpResponseBase:
    """Choose organisation and day; look at what it would add; confirm."""
    found = selectors.directive_get(key)
    if not request.actor.everything and not request.actor.holds("clerk"):
        raise NotAllowed("在哪里执行一份制度，由管辖的党务工作者来定。要执行的，告诉他们。")
    form = ActivateForm(request.actor, request.POST or None, pages.first_choice(request))
    if request.method == "POST" and form.is_valid():
        try:
            return (pages.activated if "confirm" in request.POST else pages.preview)(request, found, form)
        except Refused as error:
            form.add_error(None, str(error))
    mark_errors(form)
    context = {"directive": found, "form": form}
    return render(request, "rulebook/adoption_activate.html", context)


@require_form
def adoption_retire(request: Request, key: int) -> HttpResponse:
    """End an adoption from a day on."""
    adoption = selectors.adoption_get(request.actor, key)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.adoption_retire(actor=request.actor, adoption=adoption, until=given["until"])
        said = f"{adoption.organisation}从 {given['until']} 起不再执行这份制度。"
        return onward(request, said, "directive", adoption.directive)

    context = {"adoption": adoption}
    return form_page(request, RetireForm(request.POST or None), do, "rulebook/adoption_retire.html", context, at="until")


@require_POST
def adoption_withdraw(request: Request, key: int) -> HttpResponse:
    """Take back an adoption entered by mistake."""
    adoption = selectors.adoption_get(request.actor, key)
    services.adoption_withdraw(actor=request.actor, adoption=adoption)
    messages.success(
        request, f"已撤回：{adoption.organisation}没有执行过这份制度，结论已重新算过。"
    )
    return redirect("directive", key=adoption.directive)
