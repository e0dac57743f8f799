"""Reads of the room: meetings in sight, who is called, steps with their articles, what waits for whom."""

from zhibu.domain.meetings.selectors.desk import (
    asked,
    desk_items,
    open_items,
    reported,
    to_notify,
    under_way,
    waiting_count,
)
from zhibu.domain.meetings.selectors.hints import day_proposed, hints, off_days
from zhibu.domain.meetings.selectors.people import belonging, called, entitled, host_of, names_of
from zhibu.domain.meetings.selectors.reading import (
    STATE_LABELS,
    Asked,
    agenda_of,
    gathering,
    guests_of,
    joint,
    last_of,
    meeting_get,
    meetings,
    month_span,
    moves_of,
    of_days,
    sheet_of,
)
from zhibu.domain.meetings.selectors.steps import Cited, StepTold, next_step, steps_of

__all__ = [
    "STATE_LABELS",
    "Asked",
    "Cited",
    "StepTold",
    "agenda_of",
    "asked",
    "belonging",
    "called",
    "day_proposed",
    "desk_items",
    "entitled",
    "gathering",
    "guests_of",
    "hints",
    "host_of",
    "joint",
    "last_of",
    "meeting_get",
    "meetings",
    "month_span",
    "moves_of",
    "names_of",
    "next_step",
    "of_days",
    "off_days",
    "open_items",
    "reported",
    "sheet_of",
    "steps_of",
    "to_notify",
    "under_way",
    "waiting_count",
]
