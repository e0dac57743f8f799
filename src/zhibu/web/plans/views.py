"""Plans: those of a year in sight, and one with its twelve months."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.organisations.policies import works_for
from zhibu.domain.plans import selectors
from zhibu.domain.plans.choices import PlanState
from zhibu.kernel import clock
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.plans import sheets
from zhibu.web.plans.asking import bodies_without, year_of

PAGE = 50


@require_safe
def plan(request: Request) -> HttpResponse:
    """年度计划: those of a year, and who has none yet."""
    today = clock.today()
    year = year_of(request, selectors.year_asked(today))
    found = selectors.plans(request.actor, year)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.plans(found, year), wanted_as)
    context = {
        "cut": capped_page_of(request, found, PAGE), "year": year, "before": year - 1,
        "after": year + 1 if year <= today.year else 0, "without": bodies_without(request.actor, year),
    }  # fmt: skip
    return render(request, "plans/plan.html", context)


@require_safe
def plan_one(request: Request, key: str) -> HttpResponse:
    """One plan: month by month, what became of it, what the branch plans, how it was changed."""
    found = selectors.plan_get(request.actor, key)
    lines = selectors.lines_of(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.plan_one(found, lines), wanted_as)
    keeps = works_for(request.actor, found.organisation)
    context = {
        "plan": found, "lines": lines, "keeps": keeps, "decided": found.state == PlanState.DECIDED,
        "upper": selectors.not_adopted(found) if keeps else [], "above": selectors.upper_plan(found.organisation, found.year),
        "changes": list(found.changes.all()), "today": clock.today(),
        "groups": selectors.groups_without(found.organisation, found.year) if keeps else [],
    }  # fmt: skip
    return render(request, "plans/plan_one.html", context)
