"""The decision on a division: its meeting, what goes up, coming into force, taking back, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.groups import services
from zhibu.domain.groups.papers import PAPERS, division_paper
from zhibu.domain.groups.selectors.board import board, division_get
from zhibu.domain.groups.selectors.decided import deciding_meetings, group_roads, waiting_on
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.components.doing import Doing, doing, form_page
from zhibu.web.components.fields import ReasonForm
from zhibu.web.components.papers import paper_response
from zhibu.web.groups.changes import number
from zhibu.web.groups.forms import DecideForm
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

    def do(given: dict[str, Any]) -> HttpResponse:
        revision = number(request, "revision") or 0
        said = {"road": roads[0].key, **given}
        return _done(request, services.division_decide(actor=request.actor, division=page.division, revision=revision, **said))

    return form_page(request, form, do, "groups/division_decide.html", {"page": page, "roads": roads, "before": waiting_on(page.division.branch)})


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

    def do(given: dict[str, Any]) -> str:
        services.division_withdraw(actor=request.actor, division=row, **given)
        return "已撤回，党小组和党员回到原来的样子；方案又是草案。"

    lead = "新设的党小组去掉，党员回到原来的组，方案又是草案。已经开过会、有了组长的，不能撤回。"
    above = ((f"{row.branch}党小组", reverse("group-list", args=[row.branch_id])),)
    page = Doing("撤回划分", lead, "撤回这次划分", reverse("division", args=[key]), "划分方案", above=above)
    return doing(request, ReasonForm(request.POST or None), page, do)


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
