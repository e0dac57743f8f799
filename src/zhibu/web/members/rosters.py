"""The roster of an organisation: filters, order, pages, Excel, PDF; full numbers only against a reason."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import rosters, tree
from zhibu.domain.registry import papers, services
from zhibu.kernel.actor import KEEPERS
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.days import as_of
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.paging import Capped, count_up_to
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.members import sheets
from zhibu.web.members.forms import RosterForm, WhyForm


@require_safe
def roster(request: Request, key: str) -> HttpResponse:
    """The members of an organisation on one day."""
    day = as_of(request)
    page = directory.organisation_head(actor=request.actor, key=key, on=day.day)
    form, wanted = _wanted(request, page.organisation, day.day)
    found = rosters.roster(actor=request.actor, organisation=page.organisation, on=day.day, wanted=wanted)
    if sheet_format(request):
        return _taken_out(request, page.organisation, found, day.day)
    pages = Capped(found, rosters.PAGE)
    if pages.is_cut:
        pages.object_list = found.order_by("pk")
    cut = pages.get_page(request.GET.get("page"))
    nodes = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    context: dict[str, Any] = {"page": page, "nodes": nodes, "as_of": day, "cut": cut, "form": form}
    context |= {"rows": rosters.roster_rows(list(cut), day.day), "tab": "roster", "wanted": wanted}
    context["may_keep"] = request.actor.reaches(page.organisation.path, *KEEPERS)
    context |= {"may_merge": request.actor.everything or request.actor.holds("clerk", "secretary")}
    context |= {"may_clear": request.actor.everything or request.actor.holds("clerk")}
    context["is_branch"] = page.organisation.kind == "branch"
    return render(request, "members/roster.html", context)


def _wanted(request: Request, organisation: Any, day: Any) -> tuple[RosterForm, rosters.Wanted]:
    """The form as filled in, and the filters of those fields that are sound."""
    bodies = organisation.children.filter(kind="party_group", dissolved=None) if organisation.kind == "branch" else ()
    form = RosterForm(
        request.GET or None, units=rosters.units_of(organisation, day),
        groups=[(body.pk, str(body)) for body in bodies], orders=rosters.ORDER_WORDS,
    )  # fmt: skip
    if not form.is_bound:
        return form, rosters.Wanted()
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    return form, rosters.Wanted(text=given.pop("q", ""), **given)


def _taken_out(request: Request, organisation: Any, found: Any, day: Any, numbers: bool = False, why: str = "") -> HttpResponse:
    """The list as a workbook or on paper; that it was taken out is on record, each member sees it."""
    if count_up_to(found, rosters.TAKEN_OUT) > rosters.TAKEN_OUT:
        raise Refused(f"名单超过 {rosters.TAKEN_OUT} 人，先到下级组织，或者加条件再导出。")
    members = list(found)
    services.roster_export(
        actor=request.actor, organisation=organisation, members=[m.pk for m in members], numbers=numbers, why=why
    )
    rows = rosters.roster_rows(members, day)
    kind = request.GET.get("format")
    if kind in ("pdf", "docx") and not numbers:
        return paper_response(papers.roster_table(organisation, rows, day), f"{organisation}党员名册", kind)
    return sheet_response(request, sheets.roster(organisation, rows, day, numbers))


@require_form
def roster_numbers(request: Request, key: str) -> HttpResponse:
    """The roster with full numbers: one export, one reason, one entry, told to every member in it."""
    day = as_of(request)
    page = directory.organisation_head(actor=request.actor, key=key, on=day.day)
    if not request.actor.reaches(page.organisation.path, *KEEPERS):
        raise NotAllowed("导出完整号码，由这个组织的书记、支部委员或者上级的党务工作者来做。")
    _, wanted = _wanted(request, page.organisation, day.day)
    found = rosters.roster(actor=request.actor, organisation=page.organisation, on=day.day, wanted=wanted)
    back = f"{reverse('organisation-roster', args=[key])}?{urlencode(request.GET)}"
    count = count_up_to(found, rosters.TAKEN_OUT)
    head = Doing(
        "导出完整号码", f"{page.organisation}，{count} 人的身份号码和电话", f"导出 {count} 人的完整号码", back, str(page.organisation),
        "导出一次记一次：谁、什么时候、为什么，名单里的每个人都看得到。用完就删，不要用聊天软件传。",
    )  # fmt: skip

    def do(given: dict[str, Any]) -> HttpResponse:
        return _taken_out(request, page.organisation, found, day.day, numbers=True, why=given["why"])

    return doing(request, WhyForm(request.POST or None), head, do)
