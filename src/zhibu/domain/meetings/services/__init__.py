"""The only writes of the room; facts that rules read go through `activities.services`."""

from zhibu.domain.meetings.services.following import meetings_follow, meetings_return
from zhibu.domain.meetings.services.joining import (
    joint_accept,
    joint_ask,
    joint_decline,
    joint_withdraw,
)
from zhibu.domain.meetings.services.moving import meeting_cancel, meeting_postpone, meeting_resume
from zhibu.domain.meetings.services.papers import meeting_paper, meeting_paper_undo
from zhibu.domain.meetings.services.planning import (
    meeting_change,
    meeting_enter,
    meeting_join,
    meeting_plan,
    meeting_remove,
    meeting_series,
)
from zhibu.domain.meetings.services.steps import (
    meeting_approve,
    meeting_archive,
    meeting_check,
    meeting_consult,
    meeting_follow,
    meeting_hold,
    meeting_receive,
    meeting_report,
    meeting_return,
    meeting_step,
    meeting_undo,
    meetings_approve,
    meetings_receive,
)
from zhibu.domain.meetings.services.telling import meeting_notify, meetings_notify

__all__ = [
    "joint_accept",
    "joint_ask",
    "joint_decline",
    "joint_withdraw",
    "meeting_approve",
    "meeting_archive",
    "meeting_cancel",
    "meeting_change",
    "meeting_check",
    "meeting_consult",
    "meeting_enter",
    "meeting_follow",
    "meeting_hold",
    "meeting_join",
    "meeting_notify",
    "meeting_paper",
    "meeting_paper_undo",
    "meeting_plan",
    "meeting_postpone",
    "meeting_receive",
    "meeting_remove",
    "meeting_report",
    "meeting_resume",
    "meeting_return",
    "meeting_series",
    "meeting_step",
    "meeting_undo",
    "meetings_approve",
    "meetings_follow",
    "meetings_notify",
    "meetings_receive",
    "meetings_return",
]
