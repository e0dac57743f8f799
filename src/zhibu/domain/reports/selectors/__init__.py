"""Reads of the room: to whom a member reports, what is due, what was given, what waits."""

from zhibu.domain.reports.selectors.due import (
    Line,
    Wanted,
    lines,
    rules_of_reports,
    tally,
    wanted_of,
)
from zhibu.domain.reports.selectors.given import (
    Receiver,
    draft_of,
    home_of,
    receiver_of,
    report_get,
    report_texts,
    reports,
    reports_asked,
)
from zhibu.domain.reports.selectors.waiting import desk_items, open_items

__all__ = [
    "Line",
    "Receiver",
    "Wanted",
    "desk_items",
    "draft_of",
    "home_of",
    "lines",
    "open_items",
    "receiver_of",
    "report_get",
    "report_texts",
    "reports",
    "reports_asked",
    "rules_of_reports",
    "tally",
    "wanted_of",
]
