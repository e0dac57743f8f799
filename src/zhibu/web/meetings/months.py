"""A month as weeks of days, Monday first."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibu.kernel import clock
from zhibu.kernel.dates import add_months
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


@dataclass(slots=True)
class Day:
    """One day with its meetings; `outside`: of the month before or after."""

    date: dt.date
    outside: bool
    meetings: list[Activity] = field(default_factory=list)


def month_of(request: Request) -> dt.date:
    """The month that the address asks for, else the present one."""
    text = request.GET.get("month", "")
    try:
        return dt.date.fromisoformat(f"{text[:7]}-01") if text else clock.today().replace(day=1)
    except ValueError:
        return clock.today().replace(day=1)


def weeks(month: dt.date, found: Iterable[Activity]) -> list[list[Day]]:
    """The weeks of a month with the meetings of each day."""
    by_day: dict[dt.date, list[Activity]] = defaultdict(list)
    for one in found:
        by_day[one.on].append(one)
    rows = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[Day(day, day.month != month.month, by_day.get(day, [])) for day in row] for row in rows]


def beside(month: dt.date, by: int) -> str:
    """The month before or after, as the address names it."""
    return f"{add_months(month, by):%Y-%m}"
