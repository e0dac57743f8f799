"""学期和工作日: what all rules count days by; the yearly notice on holidays is pasted."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibu.domain.establishment import policies, services
from zhibu.domain.establishment.holidays import holidays_read
from zhibu.domain.establishment.selectors import calendars
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.days import read_day
from zhibu.web.layout.request import Request, require_form


@require_form
def school_terms(request: Request) -> HttpResponse:
    """The school terms: list, enter, take away."""
    given, error = request.POST, ""
    if request.method == "POST":
        try:
            said = _term(request)
        except (Refused, NotAllowed) as problem:
            error = str(problem)
        else:
            messages.success(request, said)
            return redirect("school-terms")
    context = {"terms": calendars.school_terms(), "given": given, "error": error}
    may = policies.may_keep_calendar(request.actor)
    return render(request, "establishment/school_terms.html", context | {"may": may})


def _term(request: Request) -> str:
    given = request.POST
    if given.get("withdraw"):
        services.school_term_withdraw(actor=request.actor, name=given["withdraw"])
        return f"学期“{given['withdraw']}”已删掉。"
    days = {name: read_day(given.get(name, "")) for name in ("since", "last")}
    for name, label in (("since", "开学"), ("last", "最后一天")):
        if days[name] is None:
            raise Refused(f"“{label}”读到“{given.get(name, '')}”，要写成 2026-09-01。")
    since, last = days["since"], days["last"]
    assert since is not None and last is not None  # noqa: PT018 -- narrows two types
    until = last + dt.timedelta(days=1)
    made = services.school_term_record(actor=request.actor, name=given.get("name", ""), since=since, until=until)
    return f"学期“{made.name}”已登记，按学期计的要求从今晚起照它算。"


@require_form
def workdays(request: Request) -> HttpResponse:
    """The working days of a year; the notice is pasted, looked at, then written."""
    asked = request.POST.get("year") or request.GET.get("year", "")
    today = clock.today()
    year = int(asked) if asked.isascii() and asked.isdigit() and 2004 <= int(asked) <= 2100 else today.year
    text, read, error = request.POST.get("text", ""), {}, ""
    if request.method == "POST":
        try:
            policies.calendar_keep(request.actor)
            read = holidays_read(text, year)
            if request.POST.get("confirm"):
                count = services.calendar_set(actor=request.actor, days=read)
                messages.success(request, f"写入了 {count} 天，期限从今晚起照它算。")
                return redirect(f"{request.path}?year={min(read).year}")
        except (Refused, NotAllowed) as problem:
            error = str(problem)
    context = {"shown": calendars.year_shown(year), "text": text, "read": sorted(read.items()), "error": error}
    may = policies.may_keep_calendar(request.actor)
    return render(request, "establishment/workdays.html", context | {"may": may, "before": year - 1, "after": year + 1})
