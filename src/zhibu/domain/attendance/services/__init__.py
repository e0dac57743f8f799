"""Writes of the room: answers, leave, ticking, signing in, making up."""

from zhibu.domain.attendance.services.answering import (
    answer_give,
    answers_lapse,
    deadline_set,
    leave_decide,
)
from zhibu.domain.attendance.services.making_up import making_up_record, making_up_withdraw
from zhibu.domain.attendance.services.scans import scan_follow, scans_store
from zhibu.domain.attendance.services.ticking import (
    attendance_sign,
    attendance_tick,
    attendance_type,
)

__all__ = [
    "answer_give", "answers_lapse", "attendance_sign", "attendance_tick", "attendance_type", "deadline_set", "leave_decide", "making_up_record",
    "making_up_withdraw", "scan_follow", "scans_store",
]  # fmt: skip
