"""The decision on a division: its meeting, what goes up, coming into force, taking back, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.groups import services
from zhibu.domain.groups.papers import PAPERS, division_paper
from zhibu.domain.groups.selectors.board import board, division_get
from zhibu.domain.groups.selectors.decided import deciding_meetings, group_roads
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.papers import paper_response
from zhibu.web.groups.changes import number
from zhibu.web.groups.forms import DecideForm, ReasonForm
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.groups.models import Division


@require_form
def division_decide(request: Request, key: str) -> HttpResponse:
    """Enter that the branch decided the draft."""
    page, today = board(request.actor, key), clock.today()
    roads = group_roads(page.division.branch, today)
    meetings = deciding_meetings(page.division.branch, today)
    form = DecideForm(meetings, roads, request.POST or None, {"since": today})
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"road": roads[0].key, **form.cleaned_data}
        try:
            made = services.division_decide(
                actor=request.actor, division=page.division, revision=number(request, "revision") or 0, **given
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _done(request, made)
    mark_errors(form)
    return render(request, "groups/division_decide.html", {"page": page, "form": form, "roads": roads})


def _done(request: Request, made: Division) -> HttpResponse:
    if made.state == "in_force":
        said = f"已登记支部的决定，从 {made.since} 起执行；有关的结论正在重新核查。"
    else:
        said = "已登记支部的决定，等上级审核同意再执行。"
    messages.success(request, said)
    return redirect("division", key=made.pk)


@require_POST
def division_enforce(request: Request, key: str) -> HttpResponse:
    """What was awaited above is there: the division holds."""
    row = division_get(request.actor, key)
    try:
        return _done(request, services.division_enforce(actor=request.actor, division=row))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("division", key=key)


@require_form
def division_withdraw(request: Request, key: str) -> HttpResponse:
    """Take a decided division back."""
    row = division_get(request.actor, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.division_withdraw(actor=request.actor, division=row, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已撤回，党小组和党员回到原来的样子；方案又是草案。")
            return redirect("division", key=key)
    mark_errors(form)
    return render(request, "groups/division_withdraw.html", {"row": row, "form": form})


@require_POST
def division_file(request: Request, key: str) -> HttpResponse:
    """Draft the paper for the level above."""
    row = division_get(request.actor, key)
    try:
        filing = services.division_file(actor=request.actor, division=row, step=request.POST.get("step", ""))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("division", key=key)
    return redirect(reverse("filing", args=[filing.pk]))


@require_safe
def division_papers(request: Request, key: str) -> HttpResponse:
    """The papers of a division: plan, filing form, letter; `blank=1` to be filled in by hand."""
    kind = request.GET.get("kind", "plan")
    kind = kind if kind in PAPERS else "plan"
    page = board(request.actor, key)
    paper = division_paper(page, kind, blank=request.GET.get("blank") == "1")
    return paper_response(paper, f"{page.division.branch}{PAPERS[kind]}", request.GET.get("format"))
