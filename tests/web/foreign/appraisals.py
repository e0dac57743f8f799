"""A life meeting, a measure and an appraisal of the foreign branch."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals.models import (
    Appraisal,
    Appraisee,
    Criticism,
    LifeMeeting,
    LifeText,
    Measure,
    Outline,
)
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "life-list": "/life",
    "measure-list": "/measures?q=9&state=all",
    "dual-list": "/dual",
    "appraisal-list": "/appraisals",
    "appraisal-plan": "/appraisals/plan",
}
LIFE = ("life", "life-set", "outline-write", "outline", "criticism", "criticism-own", "measure-settle", "measure-carry")
MEASURE = ("measure", "measure-change", "measure-progress", "measure-check", "measure-extend", "measure-reopen", "measure-remove")
APPRAISAL = (
    "appraisal", "appraisal-change", "appraisal-roll", "appraisal-leave-out", "appraisal-self", "appraisal-mutual",
    "appraisal-cancel", "appraisal-vote", "appraisal-measure", "appraisal-grade", "appraisal-settle", "appraisal-tell", "appraisal-mine",
    "appraisal-read", "appraisal-object", "appraisal-answer", "appraisal-report", "appraisal-close", "appraisal-person",
)  # fmt: skip
MEMBER = f"?member={quote('M9')}"


def make(accounts: dict[str, User]) -> None:
    today = clock.today()
    Activity.objects.create(
        id="L9", organisation_id="B9", type="organisational_life_meeting", on=today, status="held", theme="外列生活会"
    )
    life = LifeMeeting.objects.create(activity_id="L9", opened_on=today, basis="外列通知")
    LifeText.objects.create(life=life, kind="meeting_plan", text="外列方案", on=today)
    Outline.objects.create(life=life, member_id="M9", text="外列提纲", handed_on=today, changed_at=clock.now())
    Criticism.objects.create(life=life, member_id="M9", kind="received", text="外列意见")
    Measure.objects.create(
        id="E9", organisation_id="B9", life=life, level="person", member_id="M9", owner_id="M9", found="self",
        problem="外列问题", measure="外列措施", due_on=today, found_on=today,
    )  # fmt: skip
    case = Case.objects.create(id="KP9", procedure="appraisal", organisation_id="B9", subject="B9", opened=today)
    appraisal = Appraisal.objects.create(
        id="AP9", organisation_id="B9", year=today.year, case=case, plan="外列", self_by=today, mutual_by=today,
        meeting_on=today, grading_by=today, opened_on=today,
    )  # fmt: skip
    Appraisee.objects.create(appraisal=appraisal, member_id="M9", self_text="外列自评", self_on=today, grade="best", comment="外列")


def addresses() -> dict[str, list[str]]:
    found = {name: [reverse(name, args=["L9"]) + (MEMBER if name in ("outline", "criticism") else "")] for name in LIFE}
    found |= {name: [reverse(name, args=["E9"])] for name in MEASURE}
    found |= {name: [reverse(name, args=["AP9"]) + MEMBER] for name in APPRAISAL}
    kinds = ("plan", "register", "registers", "best", "poor", "numbers")
    papers = ("meeting_plan", "talk_record", "self_examination", "criticism", "rectification_measures")
    found["meeting-entrusted"] = [reverse("meeting-entrusted", args=["L9"])]
    return found | {
        "life-write": [reverse("life-write", args=["meeting_plan", "L9"])],
        "life-note": [reverse("life-note", args=["study_material", "L9"])],
        "life-paper": [reverse("life-paper", args=[kind, "L9"]) for kind in papers],
        "appraisal-stage": [reverse("appraisal-stage", args=["self_appraisal", "AP9"])],
        "appraisal-paper": [reverse("appraisal-paper", args=[kind, "AP9"]) + MEMBER for kind in kinds],
        "measure-add": ["/measures/add?life=L9", "/measures/add?appraisal=AP9", "/measures/add?at=B9"],
    }
