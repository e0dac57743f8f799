"""How the list is cut, as the address says it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.selectors import STATE_LABELS, Asked, month_span
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.bodies import body_named
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the fields, and what a list so cut is called."""

    month: str
    words: str
    title: str
    is_cut: bool
    fault: str = ""  # what was written as organisation and means none


def asked_of(request: Request) -> tuple[Asked, Asking]:
    """From the address; what cannot be read is left out."""
    type, state = request.GET.get("type", "")[:60], request.GET.get("state", "")
    words, month = request.GET.get("q", "").strip()[:60], request.GET.get("month", "").strip()[:7]
    key = request.GET.get("organisation", "").strip()[:100]
    body, fault = _body(request, key)
    since, until = _span(month)
    state = state if state in STATE_LABELS else ""
    asked = Asked(type, body.pk if body else key, state, words, since, until)
    told = [body.in_full if body else "", f"{month.replace('-', '年')}{'月' if '-' in month else '年'}" if since else "",
            label_of(type) if type else "会议活动", f"（{STATE_LABELS[state]}）" if state else ""]  # fmt: skip
    return asked, Asking(month, words, "".join(filter(None, told)), bool(type or key or state or words or since), fault)


def _body(request: Request, key: str) -> tuple[Organisation | None, str]:
    """The organisation that is meant, and what is wrong with what was written."""
    try:
        return (body_named(scope.organisations(request.actor), key) if key else None), ""
    except (NotFound, Refused) as fault:
        return None, str(fault)


def _span(text: str) -> tuple[dt.date | None, dt.date | None]:
    """A month or a year."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1921 <= int(match[1]) <= 9000:
        return None, None
    if match[2] is None:
        first = dt.date(int(match[1]), 1, 1)
        return first, add_months(first, 12)
    if not 1 <= int(match[2]) <= 12:
        return None, None
    return month_span(dt.date(int(match[1]), int(match[2]), 1))
