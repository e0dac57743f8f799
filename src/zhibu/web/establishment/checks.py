"""清单: what an organisation has and has not, item by item; for a clerk many organisations at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import tree
from zhibu.domain.establishment.selectors import checks as selectors
from zhibu.domain.procedures import policies, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.days import as_of, read_day
from zhibu.web.components.paging import page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.establishment import sheets
from zhibu.web.layout.request import Request, require_form

PAGE = 50
OK, NOT_OK = "yes", "no"
KINDS = (("branch", "党支部"), ("general_branch", "党总支"), ("committee", "党委"), ("party_group", "党小组"))


@require_safe
def check_sheet(request: Request, key: str) -> HttpResponse:
    """All checklists of one organisation, with the latest of each item."""
    day = as_of(request)
    page = directory.organisation_page(actor=request.actor, key=key, on=day.day)
    lists = selectors.sheet_of(page.organisation, day.day)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.checklists(page.organisation, lists, day.day), wanted_as)
    listed, _, item = request.GET.get("item", "").partition(".")
    past = selectors.history_of(page.organisation, listed, item) if item else []
    context = {"page": page, "as_of": day, "tab": "checks", "lists": lists, "past": past}
    context["nodes"] = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    context["may"] = policies.may_check(request.actor, page.organisation) and day.is_today
    return render(request, "establishment/check_sheet.html", context)


@require_POST
def check_record(request: Request, key: str) -> HttpResponse:
    """Enter many items of one checklist at once."""
    body, code = scope.organisation_get(request.actor, key), request.POST.get("list", "")
    listed = selectors.checklist_get(code)
    items = [
        services.Looked(one.code, said == OK, request.POST.get(f"value-{one.code}", ""))
        for one in listed.items
        if (said := request.POST.get(f"ok-{one.code}", "")) in (OK, NOT_OK)
    ]
    on = read_day(request.POST.get("on", ""))
    try:
        if on is None:
            raise Refused(f"检查日期“{request.POST.get('on', '')}”不是日期，要写成 2026-11-20。没有写入。")
        services.check_record(actor=request.actor, organisation=body, checklist=code, on=on, items=items)
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{listed.label}：登记了 {len(items)} 项，检查日期 {on}。")
    return redirect(f"{reverse('check-sheet', args=[key])}#{code}")


@require_POST
def check_withdraw(request: Request, key: int) -> HttpResponse:
    """Take away one check that was entered by mistake."""
    found = selectors.check_get(request.actor, key)
    services.check_withdraw(actor=request.actor, check=found)
    messages.success(request, f"已删掉 {found.on} 的这一条，以前的检查照算。")
    return redirect("check-sheet", key=found.organisation_id)


@require_form
def check_table(request: Request) -> HttpResponse:
    """One item of a checklist for many organisations: seen, and entered at once."""
    asked = request.GET
    listed = selectors.checklist_get(asked.get("list") or selectors.checklists()[0].code)
    item = next((one for one in listed.items if one.code == asked.get("item")), listed.items[0])
    kind = asked.get("kind") or "branch"
    top = scope.organisation_get(request.actor, asked["at"]) if asked.get("at") else None
    today = clock.today()
    found = selectors.bodies_to_check(request.actor, top, kind, today)
    if request.method == "POST":
        return _enter(request, listed.code, item.code)
    cut = page_of(request, found, PAGE)
    latest = selectors.latest_of(list(cut), listed.code, today)
    if wanted_as := sheet_format(request):
        every = list(found[:5_000])
        latest = selectors.latest_of(every, listed.code, today)
        return sheet_response(request, sheets.check_table(listed, every, latest, today), wanted_as)
    rows = [(one, latest.get((one.pk, item.code)), policies.may_check(request.actor, one)) for one in cut]
    context = {"rows": rows, "cut": cut, "listed": listed, "item": item, "kind": kind, "kinds": KINDS, "top": top}
    return render(request, "establishment/check_table.html", context | {"lists": selectors.checklists()})


def _enter(request: Request, code: str, item: str) -> HttpResponse:
    said = {k.removeprefix("ok-"): v for k, v in request.POST.items() if k.startswith("ok-") and v in (OK, NOT_OK)}
    on = read_day(request.POST.get("on", ""))
    try:
        if on is None:
            raise Refused("检查日期要写成 2026-11-20。没有写入。")
        bodies = scope.organisations(request.actor).filter(pk__in=said)
        looked = {
            one: [services.Looked(item, said[one.pk] == OK, request.POST.get(f"value-{one.pk}", ""))] for one in bodies
        }
        services.checks_record(actor=request.actor, checklist=code, on=on, found=looked)
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"登记了 {len(looked)} 个组织，检查日期 {on}。")
    return redirect(request.get_full_path())
