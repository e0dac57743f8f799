"""What the address of a page asks for: which verdict, which verdicts, which part of the grid."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.choices import Status
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.components.days import FIRST_YEAR, AsOf, read_day
from zhibu.web.components.numbers import whole


def finding_key(request: HttpRequest) -> selectors.Key:
    """The four parts that name a verdict."""
    get = request.GET
    day = read_day(get.get("p", ""))
    if day is None or not all(get.get(name) for name in "drs"):
        raise NotFound("地址不全：要有制度、规则、对象和期间。")
    return selectors.Key(get["d"], get["r"], get["s"], day)


def at_its_year_s_end(request: HttpRequest, key: selectors.Key) -> str:
    """The same finding as of the last day of the year in which its period began."""
    query = request.GET.copy()
    query["on"] = f"{key.period_start.year}-12-31"
    return f"{request.path}?{query.urlencode()}"


def wanted_verdicts(request: HttpRequest, day: AsOf) -> selectors.Wanted:
    """The filters of a list; what cannot be read narrows nothing."""
    get = request.GET
    statuses = tuple(status for status in get.getlist("status") if status in Status.values)
    return selectors.Wanted(
        at=get.get("at", ""),
        members=get.get("g", ""),
        statuses=statuses,
        directive=get.get("d", "") or duty(request)[0],
        rule=get.get("r", "") or duty(request)[1],
        month=_month(get.get("month", "")),
        subject=get.get("s", ""),
        due=read_day(get.get("due", "")),
        past=None if day.is_today else day.day,
    )


def duty(request: HttpRequest) -> tuple[str, str]:
    """Directive and rule of the select field `duty` (joined by a blank; no id holds one)."""
    directive, _, rule = request.GET.get("duty", "").partition(" ")
    return directive, rule


def grid_filter(request: HttpRequest, day: AsOf) -> selectors.Filter:
    """Year, duty, only misses; a past day or a past year is judged anew."""
    directive, rule = duty(request)
    year = _year(request.GET.get("year", ""), day)
    last = min(day.day, dt.date(year, 12, 31)) if year < day.day.year else day.day
    return selectors.Filter(
        year=year,
        directive=directive,
        rule=rule,
        only_misses=request.GET.get("misses") == "1",
        past=last if last < clock.today() else None,
    )


def _year(text: str, day: AsOf) -> int:
    this, year = day.day.year, whole(text)
    return year if year is not None and FIRST_YEAR <= year <= this else this


def _month(text: str) -> int:
    month = whole(text)
    if month is None or len(text) != 6:
        return 0
    return month if month // 100 >= dt.MINYEAR and 1 <= month % 100 <= 12 else 0
