"""Members entered twice: the pairs, two side by side, making them one, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry import services
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, doing, form_page
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.members.forms import WhyForm
from zhibu.web.registry import sheets
from zhibu.web.registry.forms import MergeForm

MERGES_SHOWN = 20


@require_safe
def double_list(request: Request) -> HttpResponse:
    """重复的党员: pairs that may be one person, and what was merged lately."""
    _require(request)
    pairs = registry.doubles(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.doubles(pairs), wanted_as)
    context = {"pairs": pairs, "mergings": registry.mergings(request.actor)[:MERGES_SHOWN]}
    return render(request, "registry/double_list.html", context)


@require_form
def member_merge(request: Request) -> HttpResponse:
    """Two side by side, field by field; which one stays is `first`."""
    _require(request)
    given_keys = request.POST if request.method == "POST" else request.GET
    kept, gone = registry.pair_get(request.actor, given_keys.get("first", ""), given_keys.get("second", ""))
    rows = registry.differences(kept, gone)
    choices = {row.name: request.POST[f"take_{row.name}"] for row in rows if f"take_{row.name}" in request.POST}

    def do(given: dict[str, Any]) -> HttpResponse:
        services.member_merge(actor=request.actor, kept=kept, gone=gone, choices=choices, **given)
        messages.success(request, f"已合并成一个人：{kept.name}。认错了，在这里撤销，两条都恢复原样。")
        return redirect(f"{reverse('member', args=[kept.pk])}?tab=history")

    page = Doing("合并重复的党员", "逐项选以谁的为准；所有引用都转到保留的那一条", "合并成一个人", reverse("double-list"), "重复的党员")
    sides = [registry.spans_told(one) for one in (kept, gone)]
    context = {"page": page, "kept": kept, "gone": gone, "rows": rows, "sides": sides, "choices": choices}
    return form_page(request, MergeForm(request.POST or None), do, "registry/member_merge.html", context)


@require_POST
def distinct_record(request: Request) -> HttpResponse:
    """Two persons, not one."""
    first, second = registry.pair_get(request.actor, request.POST.get("first", ""), request.POST.get("second", ""))
    services.distinct_record(actor=request.actor, first=first, second=second, why=request.POST.get("why", ""))
    messages.success(request, f"已记下：两个{first.name}不是同一个人，不再列出。")
    return redirect("double-list")


@require_form
def member_separate(request: Request, key: int) -> HttpResponse:
    """Take a merge back."""
    merging = registry.merging_get(request.actor, key)

    def do(given: dict[str, Any]) -> str:
        services.member_separate(actor=request.actor, merging=merging, why=given["why"])
        return "已撤销合并，两条记录恢复原样。"

    lead = f"{merging.name}，{merging.at:%Y-%m-%d} 由{merging.by}合并：{merging.why}"
    page = Doing("撤销合并", lead, "恢复成两条", reverse("double-list"), "重复的党员", "合并以后改过的地方会列出来，先改回去才能撤销。")
    return doing(request, WhyForm(request.POST or None), page, do)


def _require(request: Request) -> None:
    if not (request.actor.everything or request.actor.holds("clerk", "secretary")):
        raise NotAllowed("重复的党员由支部书记或者上级的党务工作者来合并。")


