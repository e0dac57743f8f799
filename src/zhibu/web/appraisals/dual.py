"""双重组织生活: leading cadres in their own group or branch, and in the leading body."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.appraisals import selectors
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.kernel import clock
from zhibu.web.appraisals import sheets
from zhibu.web.components.paging import page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request

PAGE = 30


@require_safe
def dual_list(request: Request) -> HttpResponse:
    """A year: for himself, for the branch, for those above."""
    this, asked = clock.today().year, request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) <= this else this
    people = selectors.dual(request.actor, year, organisation=request.GET.get("at", ""))
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.dual(people, year), wanted_as)
    context = {
        "cut": page_of(request, people, PAGE), "year": year, "years": range(this, this - 5, -1), "labels": activity_labels(),
        "others": selectors.may_see_others(request.actor),
    }  # fmt: skip
    return render(request, "appraisals/dual_list.html", context)
