"""One row of each list of the rooms of organisational life, for counting what a list costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.models import MakingUp
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.reports.models import Report
from zhibu.domain.study.models import Commitment, Material, Session, Topic
from zhibu.domain.talks.models import Talk, TalkPerson
from zhibu.kernel import clock

DAY = dt.date(2023, 5, 4)


def life_of(n: int) -> list[Model]:
    """Of the nth branch and one of its members, parents first."""
    branch, member, now = f"B{n}", f"M{n}-0", clock.now()

    def held(key: str, type: str) -> Activity:
        return Activity(id=f"{key}{n}", organisation_id=branch, type=type, on=DAY, status="held")

    talked, reported, studied, missed = (
        held("TA", "heart_to_heart_talk"), held("RA", "member_report"), held("SA", "study"), held("MA", "general_meeting"),
    )  # fmt: skip
    body: dict[str, Any] = {"organisation_id": branch}
    bylaw, talk = Bylaw(id=f"BY{n}", title="学习制度", made_at=now, **body), Talk(activity=talked, made_at=now)
    return [
        talked, reported, studied, missed,
        bylaw, Version(id=f"BV{n}", bylaw=bylaw, number=1, body="一", made_at=now, changed_at=now),
        talk, TalkPerson(talk=talk, member_id=member),
        Report(id=f"RE{n}", member_id=member, period="2023-05", manner="oral", state="given", on=DAY, activity=reported, changed_at=now, **body),
        Topic(id=f"TO{n}", year=2023, month=5, type="study", topic="文件", lead_id=member, activity=studied, **body),
        Material(id=f"MT{n}", title="文件", added_on=DAY, **body), Session(activity=studied, content="文件"),
        Commitment(id=f"CO{n}", member_id=member, year=2023, text="值班", written_on=DAY, **body),
        Attendance(activity=missed, member_id=member, status="excused"),
        Attendance(activity=studied, member_id=member, status="absent"),
        JointInvitation(id=f"JO{n}", activity=missed, organisation_id="B100", asked_on=DAY),
        MakingUp(activity=missed, member_id=member, way="self_study", on=DAY, at=now),
    ]  # fmt: skip
