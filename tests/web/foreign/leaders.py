"""Leaders: a group of the other committee with its leader, a selection under way and an interview."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.leaders.models import Candidate, Interview, Selection
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

WITHOUT_OBJECT: dict[str, str] = {}
SINCE = dt.date(2020, 1, 1)
STEPS = ("step", "poll", "vote", "appoint", "enforce", "send", "drop")


def make(accounts: dict[str, User]) -> None:
    group = Organisation(id="G9", parent_id="B9", kind="party_group", name="外列组", established=SINCE)
    organisations_record(actor=Actor.system("test"), organisations=[group])
    Membership.objects.create(member_id="M9", organisation_id="G9", since=SINCE)
    Post.objects.create(id="L9", member="M9", organisation_id="G9", post="group_leader", since=SINCE)
    case = Case.objects.create(
        id="K9L", procedure="leader_selection", organisation_id="G9", subject="G9", opened=clock.today()
    )
    CaseRoad.objects.create(case=case, road="", opened_by="外名")
    row = Selection.objects.create(case=case, group_id="G9", kind="new")
    Candidate.objects.create(selection=row, member_id="M9", recommended_by="外名")
    Interview.objects.create(id="I9", post_id="L9", on=clock.today(), by="外名", gist="外列")


def addresses() -> dict[str, list[str]]:
    candidate = Candidate.objects.get(selection="K9L").pk
    found = {
        {"vote": "leader-vote-enter"}.get(step, f"selection-{step}"): [f"/selections/{step}/K9L"] for step in STEPS
    }
    return found | {
        "leader": [reverse("leader", args=["G9"])],
        "leader-act": [reverse("leader-act", args=["G9"])],
        "leader-file": [reverse("leader-file", args=["L9"]), reverse("leader-file", args=["L9"]) + "?format=pdf"],
        "leader-file-note": [reverse("leader-file-note", args=["L9"])],
        "interview-record": [reverse("interview-record", args=["L9"])],
        "interview-close": [reverse("interview-close", args=["I9"])],
        "hand-over-record": [reverse("hand-over-record", args=["L9"])],
        "selection": [reverse("selection", args=["K9L"])],
        "selection-open": [reverse("selection-open", args=["G9"])],
        "candidate-name": [reverse("candidate-name", args=["K9L"])],
        "candidate-drop": [reverse("candidate-drop", args=[candidate])],
    }
