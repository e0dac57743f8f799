"""Waivers: the list, recording one, ending one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.planning import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.planning import sheets
from zhibu.web.planning.forms import EndForm, WaiverForm

RECORDED = (
    "一个组织不能豁免自己：要由它上面的组织登记。豁免只管到期日落在这段日子里的要求，以前和以后的照常；"
    "从今天以前起算的，豁免页和结论上都写明哪天登记、往回管多少天；登记和停止都留有记录。"
)


@require_safe
def waiver_list(request: Request) -> HttpResponse:
    """豁免: which requirements do not bind whom, until when, by whose decision."""
    found = selectors.waivers(request.actor, clock.today())
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.waivers(found), wanted_as)
    may = request.actor.everything or request.actor.holds("clerk")
    return render(request, "planning/waiver_list.html", {"waivers": found, "may_record": may})


@require_form
def waiver_record(request: Request) -> HttpResponse:
    """Record a waiver that a body above has approved."""
    if not request.actor.everything and not request.actor.holds("clerk"):
        raise NotAllowed("豁免由上级党组织的党务工作者登记。有正当原因的，向上级党组织报告。")
    asked = request.GET
    first = {"subject": asked.get("s", ""), "since": asked.get("p", clock.today().isoformat())}
    first["duty"] = f"{asked.get('d', '')} {asked.get('r', '')}"
    form = WaiverForm(request.actor, request.POST or None, first)
    form.explain(_name_of(request, request.POST.get("subject", first["subject"])))

    def do(given: dict[str, Any]) -> str:
        directive, rule = form.rule
        del given["duty"]
        made = services.waiver_record(actor=request.actor, directive=directive, rule=rule, **given)
        return f"已登记豁免，有关的结论正在重新核查。{_how_far_back(selectors.days_back(made))}"

    lead = "上级党组织批准以后，记下免了谁的哪条要求、从哪天到哪天、为什么"
    return doing(request, form, _page("登记豁免", lead, "登记这项豁免", RECORDED), do)


def _page(title: str, lead: str, go: str, note: str = "") -> Doing:
    above = (("制度库", reverse("directive-list")),)
    return Doing(title, lead, go, reverse("waiver-list"), "豁免", note, above)


def _how_far_back(days: int) -> str:
    return f"往回管 {days} 天：今天以前到期的，写明是事后豁免。" if days else ""


def _name_of(request: Request, subject: str) -> str:
    """Whom or what the text in the field means; nothing where it means nobody in sight."""
    try:
        found = selectors.subject_get(request.actor, subject) if subject.strip() else None
    except NotFound:
        return ""
    return f"{found.organisation} · {found.name}" if found else ""


@require_form
def waiver_end(request: Request, key: int) -> HttpResponse:
    """End a waiver before its day."""
    waiver = selectors.waiver_get(request.actor, key)
    today = clock.today()
    over = waiver.since > today or (waiver.until is not None and waiver.until <= today)
    form = EndForm(request.POST or None, initial={"until": waiver.since if over else today})

    def do(given: dict[str, Any]) -> str:
        services.waiver_end(actor=request.actor, waiver=waiver, until=given["until"])
        return f"这项豁免从 {given['until']} 起停止，要求照常。"

    ends = f"，原定 {waiver.until} 恢复" if waiver.until else ""
    page = _page("停止豁免", f"{waiver.reason}；{waiver.since} 起{ends}", "停止豁免")
    return doing(request, form, page, do, at="until")
