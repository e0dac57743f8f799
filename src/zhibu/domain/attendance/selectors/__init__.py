"""Reads of the room: the list of a meeting, to what somebody is called, who is to make up for what."""

from zhibu.domain.attendance.selectors.calling import (
    GONE,
    Call,
    called_get,
    calls,
    is_called,
    kept_get,
    leave_waiting,
    meant_get,
    open_calls,
    together,
)
from zhibu.domain.attendance.selectors.hours import closed_reason, hours_of, require_open
from zhibu.domain.attendance.selectors.making_up import (
    Missed,
    joined_elsewhere,
    missed_get,
    missed_rows,
    missed_told,
)
from zhibu.domain.attendance.selectors.roll import AttendanceRoll, Counts, Line, answer_told, roll
from zhibu.domain.attendance.selectors.standing import (
    Answered,
    answer_of,
    answered,
    changes_of,
    deadline_of,
    is_there,
    leave_of,
    make_up_asked,
    took_part,
)

__all__ = [
    "GONE",
    "Answered",
    "AttendanceRoll",
    "Call",
    "Counts",
    "Line",
    "Missed",
    "answer_of",
    "answer_told",
    "answered",
    "called_get",
    "calls",
    "changes_of",
    "closed_reason",
    "deadline_of",
    "hours_of",
    "is_called",
    "is_there",
    "joined_elsewhere",
    "kept_get",
    "leave_of",
    "leave_waiting",
    "make_up_asked",
    "meant_get",
    "missed_get",
    "missed_rows",
    "missed_told",
    "open_calls",
    "require_open",
    "roll",
    "together",
    "took_part",
]  # fmt: skip
