"""换届: what falls due, for the clerk; letters that remind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.committees import papers, services
from zhibu.domain.committees.selectors import due as selectors
from zhibu.domain.committees.selectors.reminders import reminder_get, sender_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.papers import Bundle
from zhibu.web.committees import sheets
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request

PAGE = 50
MOST = 5_000


@require_safe
def committee_due(request: Request) -> HttpResponse:
    """The committees whose term ends within half a year, or has ended."""
    today, at = clock.today(), request.GET.get("at", "")
    top = scope.organisation_get(request.actor, at) if at else None
    found = selectors.due_bodies(request.actor, today, top=top)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.due(selectors.due_rows(list(found[:MOST]), today), today), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    rows = selectors.due_rows(list(cut), today)
    may = request.actor.everything or request.actor.holds("clerk")
    return render(request, "committees/due.html", {"rows": rows, "cut": cut, "top": top, "may_remind": may})


@require_POST
def committee_remind(request: Request) -> HttpResponse:
    """Note that the chosen bodies are reminded today, and print their letters as one file."""
    today, wanted = clock.today(), request.POST.getlist("organisation")[:PAGE]
    bodies = selectors.due_bodies(request.actor, today).filter(pk__in=wanted)
    due = [(row.organisation, row.due) for row in selectors.due_rows(list(bodies), today) if row.due]
    try:
        sender = sender_of(request.actor, [body for body, _ in due])
        made = services.reminders_record(
            actor=request.actor, sent_by=sender, due=due, on=today, number=request.POST.get("number", "")
        )
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("committee-due")
    letters = Bundle(tuple(papers.reminder_letter(one) for one in made), title="换届提醒函")
    return paper_response(letters, f"换届提醒函{today}", request.POST.get("format"))


@require_safe
def committee_reminder(request: Request, key: int) -> HttpResponse:
    """One letter again, as PDF or Word."""
    found = reminder_get(request.actor, key)
    return paper_response(papers.reminder_letter(found), f"换届提醒函 {found.organisation}", request.GET.get("format"))
