"""Tasks: the list, one task, those that come back every month."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.members.belonging import OWN_ROLL
from zhibu.domain.tasks import selectors
from zhibu.kernel import clock
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.tasks import sheets, standing

PAGE = 50


@require_safe
def task_list(request: Request) -> HttpResponse:
    """任务: mine, given by me, or all in scope."""
    asked = standing.Asked.of(request)
    found = asked.find(request.actor, clock.today())
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.tasks(selectors.rows(found, clock.today()), asked.title, clock.today()), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    bodies = selectors.bodies_of(request.actor)
    context = {
        "cut": cut, "rows": selectors.rows(cut, clock.today()), "asked": asked, "whose": standing.tabs(request.actor),
        "states": standing.STATES, "bodies": bodies, "may_give": standing.may_give(request.actor),
        "to_bodies": bool(bodies) and bodies[0].kind not in OWN_ROLL,  # a committee gives to bodies first
    }  # fmt: skip
    return render(request, "tasks/task_list.html", context)


@require_safe
def task(request: Request, key: str) -> HttpResponse:
    """One task: whose turn it is, what was said, what can be done."""
    found = selectors.task_get(request.actor, key)
    return render(request, "tasks/task.html", standing.page(request.actor, found, clock.today()))


@require_safe
def series_list(request: Request) -> HttpResponse:
    """每月任务: given anew every month."""
    found = list(selectors.series_seen(request.actor, clock.today()))
    return render(request, "tasks/series_list.html", {"series": found, "may_give": standing.may_give(request.actor)})
