"""Writes of the room: open, hear, resolve, approve, announce, report, appeal, review, give up."""

from zhibu.domain.discipline.services.after import (
    matter_announce,
    matter_appeal,
    matter_close,
    matter_report,
    matter_review,
)
from zhibu.domain.discipline.services.deciding import matter_approve, matter_resolve
from zhibu.domain.discipline.services.finding import (
    matter_abandon,
    matter_hear,
    matter_investigate,
    matter_open,
)

__all__ = [
    "matter_abandon",
    "matter_announce",
    "matter_appeal",
    "matter_approve",
    "matter_close",
    "matter_hear",
    "matter_investigate",
    "matter_open",
    "matter_report",
    "matter_resolve",
    "matter_review",
]
