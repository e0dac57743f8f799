"""登记的资料: the ten collected items of an organisation, its seat and contact, its units."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibu.domain.accounts import scope
from zhibu.domain.establishment.papers import collected_form
from zhibu.domain.establishment.selectors.particulars import collected
from zhibu.domain.organisations import policies
from zhibu.domain.organisations.choices import UnitNature, UnitParty, UnitSituation
from zhibu.domain.organisations.services import UnitGiven, units_record
from zhibu.domain.organisations.services import organisation_describe as describe
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.components.papers import paper_format, paper_response
from zhibu.web.layout.request import Request, require_form

FIELDS = ("unit_situation", "seat", "address", "contact", "phone")
UNITS = 6


@require_form
def organisation_describe(request: Request, key: str) -> HttpResponse:
    """See and change what is collected of an organisation."""
    body, today, error = scope.organisation_get(request.actor, key), clock.today(), ""
    shown = collected(body, today)
    if wanted_as := paper_format(request):
        return paper_response(collected_form(shown), f"{body}采集表", wanted_as)
    given = {name: request.POST.get(name, getattr(body, name)) for name in FIELDS}
    if request.method == "POST":
        try:
            describe(actor=request.actor, organisation=body, values={name: request.POST.get(name, "") for name in FIELDS})
            units_record(actor=request.actor, organisation=body, units=_units(request), on=today)
        except Refused as problem:
            error = str(problem)
        else:
            messages.success(request, "资料已保存。")
            return redirect("organisation-describe", key=key)
    units = _units(request) if error else [UnitGiven(u.name, u.nature, u.credit_code, u.party) for u in shown.units]
    units += [UnitGiven("")] * (UNITS - len(units))
    context = {"organisation": body, "shown": shown, "given": given, "units": units, "error": error}
    context |= {"situations": UnitSituation.choices, "natures": UnitNature.choices, "parties": UnitParty.choices}
    return render(request, "establishment/particulars.html", context | {"may": policies.keeps(request.actor, body)})


def _units(request: Request) -> list[UnitGiven]:
    """The rows of units that bear a name."""
    post = request.POST
    rows = [
        UnitGiven(post.get(f"unit{n}", "").strip(), post.get(f"nature{n}", ""), post.get(f"code{n}", ""), post.get(f"party{n}", ""))
        for n in range(UNITS + 1)
    ]
    return [row for row in rows if row.name]
