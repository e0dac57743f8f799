"""Attendance: a meeting of the other committee's branch, leave asked for and a class missed there."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.models import MeetingAnswer
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "making-up-list": "/attendance/making-up?q=外",
    "attendance-type": "/sign",
    "work": "/work",
    "own": "/own",
}
MISSED = 990099  # the row of attendance
OF_MEETING = (
    "attendance", "attendance-code", "attendance-enter", "attendance-scan", "attendance-sheet", "attendance-sign", "answer-give",
    "deadline-set", "leave-decide",
)  # fmt: skip


def make(accounts: dict[str, User]) -> None:
    today = clock.today()
    Activity.objects.create(
        id="ATT9", organisation_id="B9", type="general_meeting", on=today, status="held", theme="外列主题", place="外列会议室"
    )
    Attendance.objects.create(id=MISSED, activity_id="ATT9", member_id="M9", status="excused", reason="外列原因")
    MeetingAnswer.objects.create(activity_id="ATT9", member_id="M9", says="leave", reason="外列原因", at=clock.now())


def addresses() -> dict[str, list[str]]:
    found = {name: [reverse(name, args=["ATT9"])] for name in OF_MEETING}
    return found | {name: [reverse(name, args=[MISSED])] for name in ("making-up-record", "making-up-withdraw")}
