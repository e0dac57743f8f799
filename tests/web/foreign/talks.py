"""Talks, reports, study, commitments: one of each within the other committee."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.letters.services import letter_seal
from zhibu.domain.reports.models import Report
from zhibu.domain.study.models import Commitment, Finding, Material, Note, SelfStudy, Topic
from zhibu.domain.talks.models import Talk, TalkNote, TalkPerson
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "talk-list": "/talks?view=list",
    "talk-record": "/talks/record",
    "talk-plan": "/talks/plan",
    "report-list": "/reports",
    "report-write": "/reports/write",
    "report-note": "/reports/note",
    "report-tally": "/reports/tally",
    "study": "/study?view=ledger",
    "study-mine": "/study/mine",
    "session-record": "/study/record",
    "hours-register": "/study/hours",
    "self-study-note": "/study/self",
    "topic-add": "/study/topic",
    "material-add": "/study/material",
    "note-write": "/study/note",
    "commitment-list": "/commitments",
    "commitment-write": "/commitments/write",
    "commitments-publish": "/commitments/publish",
    "inspection-record": "/commitments/inspect",
}


def make(accounts: dict[str, User]) -> None:
    today = clock.today()
    for key, kind in (("TK9", "heart_to_heart_talk"), ("RP9", "member_report"), ("ST9", "study"), ("IN9", "commitment_inspection")):
        Activity.objects.create(id=key, organisation_id="B9", type=kind, on=today, status="held", theme="外列", speaker="M9")
        Attendance.objects.create(activity_id=key, member_id="M9", status="present")
    talk = Talk.objects.create(activity_id="TK9", made_at=clock.now())
    TalkPerson.objects.create(talk=talk, member_id="M9")
    TalkNote.objects.create(talk=talk, writer_id="M9", letter=letter_seal(noun="talk", text="外列", readers=["M9"]))
    Report.objects.create(
        id="RP9", member_id="M9", organisation_id="B9", period="2026-01", manner="written", state="given", on=today,
        activity_id="RP9", letter=letter_seal(noun="report", text="外列", readers=["M9"]), changed_at=clock.now(),
    )  # fmt: skip
    Topic.objects.create(id="TP9", organisation_id="B9", year=today.year, type="study", topic="外列")
    Material.objects.create(id="MT9", organisation_id="C9", title="外列", added_on=today)
    SelfStudy.objects.create(id="SS9", member_id="M9", on=today, what="外列", hours=1)
    Note.objects.create(id="NT9", member_id="M9", kind="reflection", on=today, shared_text="外列", shared_on=today)
    one = Commitment.objects.create(
        id="CM9", organisation_id="B9", member_id="M9", year=today.year, text="外列", state="published", written_on=today
    )
    Finding.objects.create(id=9, commitment=one, activity_id="IN9", outcome="kept")


def addresses() -> dict[str, list[str]]:
    found = {"talk": "TK9", "report": "RP9", "material": "MT9", "note": "NT9", "commitment": "CM9"}
    steps = {
        "TK9": ("talk-hold", "talk-move", "talk-cancel", "talk-remove", "talk-note", "talk-burn"),
        "RP9": ("report-answer", "report-withdraw"), "ST9": ("session-change",), "TP9": ("topic-change", "topic-remove"),
        "MT9": ("material-remove",), "SS9": ("self-study-remove",),
        "NT9": ("note-change", "note-share", "note-unshare", "note-remove"), "CM9": ("commitment-publish", "commitment-return"),
    }  # fmt: skip
    found |= {name: key for key, names in steps.items() for name in names}
    of_bodies = {
        name: [f"{reverse(name)}?body=B9"]
        for name in ("talk-record", "report-note", "study", "session-record", "topic-add", "commitment-list", "inspection-record")
    }
    return {name: [reverse(name, args=[key])] for name, key in found.items()} | {
        "finding-follow": [reverse("finding-follow", kwargs={"key": "CM9", "number": 9})],
    } | {f"{name}?body": paths for name, paths in of_bodies.items()}  # fmt: skip
