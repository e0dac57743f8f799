"""How the list is cut, as the address says it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.selectors import STATE_LABELS, Asked, month_span
from zhibu.kernel.dates import add_months
from zhibu.web.layout.request import Request

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the fields, and what a list so cut is called."""

    month: str
    words: str
    title: str
    is_cut: bool


def asked_of(request: Request) -> tuple[Asked, Asking]:
    """From the address; what cannot be read is left out."""
    type, state = request.GET.get("type", "")[:60], request.GET.get("state", "")
    words, month = request.GET.get("q", "").strip()[:60], request.GET.get("month", "").strip()[:7]
    key = request.GET.get("organisation", "")[:100]
    body = scope.organisations(request.actor).filter(pk=key).first() if key else None
    since, until = _span(month)
    state = state if state in STATE_LABELS else ""
    asked = Asked(type, body.pk if body else "", state, words, since, until)
    told = [str(body) if body else "", f"{month.replace('-', '年')}{'月' if '-' in month else '年'}" if since else "",
            label_of(type) if type else "会议活动", f"（{STATE_LABELS[state]}）" if state else ""]  # fmt: skip
    return asked, Asking(month, words, "".join(filter(None, told)), bool(type or body or state or words or since))


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
