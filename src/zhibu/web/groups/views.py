"""The groups of a branch, one group, the editor of a division."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.groups.selectors.board import board
from zhibu.domain.groups.selectors.decided import decided, waiting_on
from zhibu.domain.groups.selectors.pages import branch_groups, group_page
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.groups import sheets
from zhibu.web.groups.forms import WishForm
from zhibu.web.layout.request import Request


@require_safe
def group_list(request: Request, key: str) -> HttpResponse:
    """党小组: the groups of a branch today and how it came to them."""
    page = branch_groups(request.actor, key)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.groups(page), wanted_as)
    before = waiting_on(page.branch) if page.may_change else None
    return render(request, "groups/group_list.html", {"page": page, "before": before})


@require_safe
def group(request: Request, key: str) -> HttpResponse:
    """One group: who is in it, what the rules say, how a miss could be mended."""
    return render(request, "groups/group.html", {"page": group_page(request.actor, key)})


@require_safe
def division(request: Request, key: str) -> HttpResponse:
    """The editor of a division; once decided, what was decided and what is still to be done."""
    shown = board(request.actor, key)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.division(shown), wanted_as)
    if shown.division.state != "draft":
        return render(request, "groups/division_decided.html", {"page": shown, "decided": decided(shown.division)})
    row = shown.division
    wish = WishForm(initial={"basis": row.basis, "groups": row.groups, "largest": row.largest})
    return render(request, "groups/division.html", {"page": shown, "wish": wish})
