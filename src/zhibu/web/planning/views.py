"""Agendas of the coming months: of an organisation, of a member."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import MISSES
from zhibu.domain.compliance.selectors import misses_besides
from zhibu.domain.planning import selectors
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.planning import sheets
from zhibu.web.templatetags.links import list_address


@require_safe
def organisation_forecast(request: Request, key: str) -> HttpResponse:
    """今后要办: the coming twelve months of an organisation, overdue first."""
    body, today = scope.organisation_get(request.actor, key), clock.today()
    context = {"body": body, "today": today, "is_branch": body.kind in ("branch", "party_group")}
    try:
        found = selectors.forecast_of_organisation(actor=request.actor, key=key, today=today)
    except Refused as error:
        below = scope.organisations(request.actor).filter(parent=body)
        context |= {"refused": str(error), "below": below}
        return render(request, "planning/organisation_forecast.html", context)
    agenda = selectors.agenda(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.agenda(str(body), agenda), wanted_as)
    context |= {"agenda": agenda, "besides": _besides(request, agenda, at=body.pk)}
    return render(request, "planning/organisation_forecast.html", context)


@require_safe
def member_forecast(request: Request, key: str) -> HttpResponse:
    """今后要办: what a member has to do himself, and by the posts he holds."""
    member, today = scope.member_get(request.actor, key), clock.today()
    agenda = selectors.agenda(
        selectors.forecast_of_member(actor=request.actor, key=key, today=today)
    )
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.agenda(member.name, agenda), wanted_as)
    context = {"member": member, "today": today, "agenda": agenda}
    context["is_self"] = member.pk == request.actor.member
    context["besides"] = _besides(request, agenda, subject=member.pk)
    return render(request, "planning/member_forecast.html", context)


def _besides(request: Request, agenda: selectors.Agenda, **of: str) -> tuple[int, str]:
    """How many misses stand on no agenda (of meetings already held, of posts), and where they are listed."""
    overdue = {duty.key for duty in agenda.forecast.of("overdue")}
    count = misses_besides(actor=request.actor, keys=overdue, **of)
    short = {"at": of.get("at", ""), "s": of.get("subject", "")}
    return count, list_address(status=MISSES, **short)
