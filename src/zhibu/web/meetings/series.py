"""Several meetings of a type in one go: a year's, month by month, with the themes of the plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.meetings import policies, selectors, services
from zhibu.domain.meetings.content import Content
from zhibu.domain.meetings.kinds import kind_get
from zhibu.domain.plans.selectors import item_for
from zhibu.kernel import clock
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotFound
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings import choosing
from zhibu.web.meetings.forms import SeriesForm
from zhibu.web.meetings.reading import lines_read, sent


@require_form
def meeting_series(request: Request) -> HttpResponse:
    """按月排一串会."""
    key, code = request.GET.get("organisation", ""), request.GET.get("type", "")
    if not key or not code:
        raise NotFound("先选哪个组织、开什么会：从“计划会议”里进来。")
    body, kind = scope.organisation_get(request.actor, key), kind_get(code)
    policies.meeting_keep(request.actor, body)
    day = selectors.day_proposed(body, code, clock.today())
    first = choosing.as_last(body, kind, day)
    form = SeriesForm(sent(request), initial={"first": day.isoformat(), "count": 13 - day.month, **first})

    def do(given: dict[str, Any]) -> HttpResponse:
        days = days_of(given["first"], given["count"], given["off"])
        themes = lines_read(given["themes"])
        rows = []
        for number, on in enumerate(days):
            planned = item_for(body, code, on)
            theme = themes[number] if number < len(themes) else planned.theme if planned else ""
            agenda = planned.agenda if planned and not (number < len(themes)) else None
            rows.append((on, Content(start=given["start"], place=given["place"], theme=theme, agenda=agenda)))
        made = services.meeting_series(actor=request.actor, organisation=body, type=code, days=rows)
        return onward(request, f"已排好 {len(made)} 次{kind.label}。已经有计划的日子没有重复排。", "meeting-list")

    lead = "每月同一个星期几；主题按年度计划带出来，改了再排也行"
    page = Doing(f"{body}：按月排{kind.label}", lead, "排好", reverse("meeting-plan"), "计划会议")
    return doing(request, form, page, do)


def days_of(first: dt.date, count: int, off: str) -> list[dt.date]:
    """The same weekday of each month, moved off days on which nobody works."""
    number = min((first.day - 1) // 7, 3)
    days = [first]
    for later in range(1, count):
        begin = add_months(first.replace(day=1), later)
        days.append(begin + dt.timedelta(days=(first.weekday() - begin.weekday()) % 7 + 7 * number))
    return days if off == "keep" else [_working(day, -1 if off == "before" else 1) for day in days]


def _working(day: dt.date, by: int) -> dt.date:
    for _ in range(15):
        if not selectors.off_days([day]):
            return day
        day += dt.timedelta(days=by)
    return day
