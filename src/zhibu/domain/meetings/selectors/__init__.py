"""Reads of the room: meetings in sight, who is called, steps with their articles, what waits for whom."""

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
    "belonging",
    "called",
    "entitled",
    "gathering",
    "guests_of",
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
    "sheet_of",
    "steps_of",
]
