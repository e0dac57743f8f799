"""What is due to be cleared of those who left: the list, approving, keeping for longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry import services
from zhibu.domain.registry.choices import ClearingState
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.paging import page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.registry import sheets
from zhibu.web.registry.forms import KeepForm

if TYPE_CHECKING:
    from zhibu.domain.registry.models import Clearing

PAGE = 60


@require_form
def clearing_list(request: Request) -> HttpResponse:
    """到期清除: what is due, and what was decided."""
    if not (request.actor.everything or request.actor.holds("clerk")):
        raise NotAllowed("到期的资料由党务工作者批准清除或者继续保存。")
    found = registry.clearings(request.actor)
    listed = found.filter(state=ClearingState.DUE)
    error = ""
    if request.method == "POST":
        error = _approved(request, found)
        if not error:
            return redirect("clearing-list")
    elif wanted_as := sheet_format(request):
        return sheet_response(request, sheets.clearings(listed[: sheets.MOST]), wanted_as)
    due = page_of(request, listed, PAGE)
    context = {"cut": due, "decided": found.exclude(state=ClearingState.DUE).order_by("-decided_at")[:20], "error": error}
    return render(request, "registry/clearing_list.html", context, status=422 if error else 200)


def _approved(request: Request, found: QuerySet[Clearing]) -> str:
    """Clear what was ticked; why it is refused, or nothing."""
    keys = [key for key in request.POST.getlist("clearing") if key.isdecimal() and len(key) < 19]
    try:
        count = services.clearings_approve(actor=request.actor, clearings=found.filter(pk__in=keys), why="到期")
    except Refused as refused:
        return str(refused)
    messages.success(request, f"已清除 {count} 项，操作日志里记着清了谁的哪一类。")
    return ""


@require_form
def clearing_keep(request: Request, key: int) -> HttpResponse:
    """Keep one for longer."""
    clearing = registry.clearing_get(request.actor, key)

    def do(given: dict[str, Any]) -> str:
        services.clearing_keep(actor=request.actor, clearing=clearing, **given)
        return f"继续保存到 {given['until']}，到那天再列出来。"

    label = clearing.kept.label if clearing.kept else clearing.record_class
    page = Doing("继续保存", f"{clearing.member.name}的{label}，{clearing.due_on} 到期", "继续保存", reverse("clearing-list"), "到期清除")
    return doing(request, KeepForm(request.POST or None), page, do)
