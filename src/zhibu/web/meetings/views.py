"""Meetings: the list, the month, one meeting, the printed notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.meetings import selectors
from zhibu.domain.rulebook.selectors import types_in_sight
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.meetings import ledgers, months, sheets, standing
from zhibu.web.meetings.asking import asked_of

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

PAGE = 50
MOST_BODIES = 2_000


@require_safe
def meeting_list(request: Request) -> HttpResponse:
    """会议活动: all in sight, cut by type, organisation, month, state and words; columns follow from the type."""
    asked, asking = asked_of(request)
    found = selectors.meetings(request.actor, asked)
    if wanted_as := sheet_format(request):
        return sheet_response(request, ledgers.ledger(request.actor, found, asked, asking.title, on_paper=wanted_as != "xlsx"), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    context = {
        "cut": cut, "table": sheets.table(list(cut), asked.type), "asking": asking, "asked": asked,
        "types": types_in_sight(request.actor), "states": selectors.STATE_LABELS, "bodies": _bodies(request),
        "may_plan": may_plan(request), "is_cut": asking.is_cut,
        "waiting": _waiting(request),
    }  # fmt: skip
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting_calendar(request: Request) -> HttpResponse:
    """A month as a calendar."""
    month = months.month_of(request)
    since, until = selectors.month_span(month)
    found = selectors.of_days(request.actor, since, until)
    if wanted_as := sheet_format(request):
        asked = selectors.Asked(since=since, until=until)
        return sheet_response(request, sheets.ledger(found, asked, f"{month.year}年{month.month}月会议活动"), wanted_as)
    context = {"weeks": months.weeks(month, found), "month": month, "before": months.beside(month, -1),
               "after": months.beside(month, 1), "count": len(found), "may_plan": may_plan(request),
               "today": clock.today()}  # fmt: skip
    return render(request, "meetings/meeting_calendar.html", context)


@require_safe
def meeting(request: Request, key: str) -> HttpResponse:
    """One meeting: its next step, all steps with their articles, agenda, people."""
    found = selectors.meeting_get(request.actor, key)
    return render(request, "meetings/meeting.html", standing.page(request.actor, found, clock.today()))


def _waiting(request: Request) -> list[tuple[str, str]]:
    """What can be done in one go: the page and its words; nothing where nothing waits."""
    actor, found = request.actor, []
    if actor.holds("secretary", "commissioner"):
        found.append(("meeting-consents", "等你同意", selectors.asked(actor)))
        found.append(("meeting-receipts", "报上来", selectors.reported(actor)))
    if actor.holds("leader", "secretary", "commissioner"):
        found.append(("meeting-notices", "还没通知", selectors.to_notify(actor, clock.today())))
    counted = [(page, words, rows.count()) for page, words, rows in found]
    return [(page, f"{words} {count} 次") for page, words, count in counted if count]


def may_plan(request: Request) -> bool:
    """Whether he plans meetings anywhere."""
    return request.actor.everything or request.actor.holds("leader", *KEEPERS)


def _bodies(request: Request) -> list[Organisation]:
    return list(scope.organisations(request.actor).filter(dissolved__isnull=True)[:MOST_BODIES])
