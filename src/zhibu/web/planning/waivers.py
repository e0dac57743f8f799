"""Waivers: the list, recording one, ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.planning import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.planning import sheets
from zhibu.web.planning.forms import EndForm, WaiverForm


@require_safe
def waiver_list(request: Request) -> HttpResponse:
    """豁免: which requirements do not bind whom, until when, by whose decision."""
    found = selectors.waivers(request.actor, clock.today())
    if wanted_as := sheet_format(request):
        return sheet_response(sheets.waivers(found), wanted_as)
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
    if request.method == "POST" and form.is_valid():
        directive, rule = form.rule
        given = {n: v for n, v in form.cleaned_data.items() if n != "duty"}
        try:
            made = services.waiver_record(actor=request.actor, directive=directive, rule=rule, **given)
        except (Refused, NotFound, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记豁免，有关的结论正在重新核查。{_how_far_back(selectors.days_back(made))}")
            return redirect("waiver-list")
    mark_errors(form)
    return render(request, "planning/waiver_record.html", {"form": form})


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
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            services.waiver_end(actor=request.actor, waiver=waiver, until=until)
        except Refused as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, f"这项豁免从 {until} 起停止，要求照常。")
            return redirect("waiver-list")
    mark_errors(form)
    return render(request, "planning/waiver_end.html", {"form": form, "waiver": waiver})
