"""Signals of a unit, its answers, what it passes on; inspections from above, on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.minutes import services
from zhibu.domain.minutes.selectors import signals as selectors
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.minutes import sheets, standing
from zhibu.web.minutes.forms import AnswerForm, InspectionForm

PAGE = 50


@require_safe
def signal_list(request: Request) -> HttpResponse:
    """记录的提醒: one's own first; what units passed on; what one inspects; who inspected."""
    state = request.GET.get("state", "")
    found = selectors.signals(request.actor, state)
    if wanted := sheet_format(request):
        return sheet_response(request, sheets.signals(found[: sheets.MOST]), wanted)
    cut = capped_page_of(request, found, PAGE)
    context = {
        "cut": cut, "lines": standing.signal_lines(request.actor, list(cut)), "state": state, "states": selectors.STATES,
        "inspections": selectors.inspections(request.actor)[:20],
        "may_inspect": request.actor.everything or request.actor.holds("clerk", "secretary"),
    }  # fmt: skip
    return render(request, "minutes/signal_list.html", context)


@require_form
def signal(request: Request, key: str) -> HttpResponse:
    """One signal: what was found, the passages, the answer."""
    found = selectors.signal_get(request.actor, key)
    own = selectors.is_own(request.actor, found)
    form = AnswerForm(request.POST or None, initial={"answer": found.answer, "text": found.answer_text})

    def do(said: dict[str, Any]) -> str:
        services.signal_answer(actor=request.actor, signal=found, **said)
        return "说明已记下。要让上级知道，点“报上级”；不报，上级看不到。"

    context = {**standing.signal_context(request.actor, found), "own": own}
    return form_page(request, form, do, "minutes/signal.html", context, back=reverse("signal", args=[key]))


@require_POST
def signal_pass(request: Request, key: str) -> HttpResponse:
    """报上级."""
    found = selectors.signal_get(request.actor, key)
    services.signal_pass(actor=request.actor, signal=found)
    return onward(request, "已报上级：上级看得到这条提醒和你们的说明。", "signal", key)


@require_form
def inspection_open(request: Request) -> HttpResponse:
    """抽查: named, with the reason, told to each unit."""
    form = InspectionForm(request.actor, request.POST or None)
    lead = "抽查是记名的：谁、为什么、查哪些天，被查的组织都看得到，也留在操作日志里。打开以后可以看 30 天。"
    page = Doing("抽查记录的提醒", lead, "开始抽查", reverse("signal-list"), "记录的提醒")

    def do(said: dict[str, Any]) -> HttpResponse:
        units = selectors.units_below(request.actor, said["organisation"])
        made = services.inspection_open(
            actor=request.actor, units=units, why=said["why"], since=said["since"], until=said["until"] + dt.timedelta(days=1)
        )
        return onward(request, f"已开始，查 {len(units)} 个组织；它们都看得到。", "inspection", made.pk)

    return doing(request, form, page, do)


@require_safe
def inspection(request: Request, key: str) -> HttpResponse:
    """One inspection: who, why, which days and units; what it shows to whoever made it."""
    found = selectors.inspection_get(request.actor, key)
    mine = found.user == request.actor.user
    rows = selectors.signals(request.actor).filter(
        organisation__in=found.units.all(), on__gte=found.since, on__lt=found.until
    )
    lines = standing.signal_lines(request.actor, list(rows[:200])) if mine else []
    context = {"inspection": found, "mine": mine, "lines": lines, "last": found.until - dt.timedelta(days=1)}
    return render(request, "minutes/inspection.html", context)


