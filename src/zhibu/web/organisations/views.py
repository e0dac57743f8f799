"""Organisations: where one starts, one organisation, search."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import people, tree
from zhibu.domain.directory import search as finding
from zhibu.kernel import clock
from zhibu.web.components.days import as_of
from zhibu.web.components.months import strip
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.organisations import sheets


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    """组织党员: the highest organisation in sight; a member without a role gets his own page."""
    top = scope.organisations(request.actor).order_by("depth", "path").first()
    if top is not None:
        return redirect("organisation", key=top.pk)
    return (
        redirect("member", key=request.actor.member) if request.actor.member else redirect("desk")
    )


@require_safe
def organisation(request: Request, key: str) -> HttpResponse:
    """One organisation on one day, with the tree beside it."""
    day = as_of(request)
    page = directory.organisation_page(actor=request.actor, key=key, on=day.day)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.bodies_below(page, day.day), wanted_as)
    nodes = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    year = [] if page.is_upper else strip(request.actor, page.organisation, clock.today())
    context = {"page": page, "nodes": nodes, "as_of": day, "tab": "overview", "strip": year}
    return render(request, "organisations/organisation.html", context)


@require_safe
def search(request: Request) -> HttpResponse:
    """Organisations and members by name or pinyin."""
    text = request.GET.get("q", "")[:60]
    found = finding.search(actor=request.actor, text=text)
    rows = people.roster_rows(found.members, clock.today())
    if wanted_as := sheet_format(request):
        shown = "一个号码" if finding.number_column(text.strip()) else text  # a number is no name of a file
        return sheet_response(request, sheets.found(shown, found, rows, clock.today()), wanted_as)
    context = {"found": found, "people": rows, "find": text}
    return render(request, "organisations/search.html", context)
