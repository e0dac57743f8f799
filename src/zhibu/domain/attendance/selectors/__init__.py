"""Reads of the room: the list of a meeting, to what somebody is called, who is to make up for what."""

from zhibu.domain.attendance.selectors.calling import (
    GONE,
    Call,
    called_get,
    calls,
    is_called,
    kept_get,
    leave_waiting,
)
from zhibu.domain.attendance.selectors.roll import AttendanceRoll, Counts, Line, answer_told, roll

__all__ = [
    "GONE", "AttendanceRoll", "Call", "Counts", "Line", "answer_told", "called_get", "calls", "is_called", "kept_get",
    "leave_waiting", "roll",
]  # fmt: skip
