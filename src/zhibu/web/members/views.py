"""One member: his dated facts, his file, the duties that rest on him."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts.behalf import may_enter_for
from zhibu.domain.compliance import selectors as compliance
from zhibu.domain.directory import people
from zhibu.domain.discipline.policies import handles
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry import services
from zhibu.domain.transfers import selectors as transfers
from zhibu.kernel import clock
from zhibu.web.components.days import as_of
from zhibu.web.layout.request import Request

TABS = {
    "": "概况",
    "history": "经历",
    "life": "组织生活",
    "care": "奖惩关怀",
    "changes": "改动和申请",
}
NARROW = {"changes"}


@require_safe
def member(request: Request, key: str) -> HttpResponse:
    """A member; NotFound where he is not the actor's to see. Whoever else opens it is noted."""
    day = as_of(request)
    tab = request.GET.get("tab", "")
    page = people.member_page(actor=request.actor, key=key, on=day.day, life=tab == "life")
    file = registry.file_of(actor=request.actor, member=page.member, parts=frozenset({tab}))
    services.look_note(actor=request.actor, member=page.member)
    may_enter = may_enter_for(request.actor, page.member.pk, clock.today())
    tabs = {name: word for name, word in TABS.items() if file.narrow or name not in NARROW}
    context: dict[str, Any] = {"page": page, "file": file, "as_of": day, "parts": tabs, "may_enter": may_enter}
    context["tab"] = tab = tab if tab in tabs else ""
    context["transfer"] = transfers.under_way(page.member.pk) if page.is_self or file.may_keep else None
    if tab == "care":
        homes = branches_of(page.member)
        context["may_open_matter"] = not page.is_self and any(handles(request.actor, home) for home in homes)
    if not tab:
        context["way"] = registry.stations(page.member, page.states, day.day)
        context["duties"] = compliance.verdicts_of_member(actor=request.actor, member=page.member.pk)
    return render(request, "members/member.html", context)
