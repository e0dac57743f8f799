"""Meetings and a plan of the foreign branch, for the test of scope."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.meetings.content import Content, Invited, Item
from zhibu.domain.meetings.services import joint_ask, meeting_plan
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.domain.plans.services import Line, plan_decide, plan_draft
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.meetings.steps import STEPS

WITHOUT_OBJECT = {
    "meeting-list": "/meetings?q=外",
    "meeting-calendar": "/meetings/calendar",
    "meeting-consents": "/meetings/consents",
    "meeting-receipts": "/meetings/receipts",
    "meeting-notices": "/meetings/notices",
    "plan": "/plans",
}
PLANS = ("one", "change", "adopt", "decide", "reopen", "remove")
MORE = ("change", "again", "notify", "undo", "join", "remove")
PAPERS = ("paper", "paper-undo")
KEYS: dict[str, str] = {}


def make(accounts: dict[str, User]) -> None:
    keeper, today = Actor.system("test"), clock.today()
    body = Organisation.objects.get(pk="B9")
    made = meeting_plan(
        actor=keeper, organisation=body, type="general_meeting", on=today + dt.timedelta(days=4), consult=True,
        content=Content(theme="外列", place="外列", agenda=(Item("外列"),), guests=(Invited("外名"),)),
    )  # fmt: skip
    plan = plan_draft(actor=keeper, organisation=body, year=today.year, lines=[Line(1, "general_meeting", "外列")])
    plan_decide(actor=keeper, plan=plan, on=today)
    beside = Organisation(id="B8", parent_id="C9", kind="branch", name="外列邻支部", established=today - dt.timedelta(days=900))
    organisations_record(actor=keeper, organisations=[beside])
    [asked] = joint_ask(actor=keeper, activity=made, units=[beside], word="外列")
    KEYS.update(meeting=made.pk, plan=plan.pk, joint=asked.pk)


def addresses() -> dict[str, list[str]]:
    key = KEYS["meeting"]
    found = {f"meeting-{name}": [reverse(f"meeting-{name}", args=[key])] for name in (*STEPS, *MORE)}
    found |= {"meeting": [reverse("meeting", args=[key])], "meeting-step": [reverse("meeting-step", args=["hold", key])]}
    found |= {f"meeting-{name}": [reverse(f"meeting-{name}", args=["script", key])] for name in PAPERS}
    found |= {"joint-ask": [reverse("joint-ask", args=[key])], "joint": [reverse("joint", args=[KEYS["joint"]])]}
    found |= {f"joint-{name}": [reverse(f"joint-{name}", args=[KEYS["joint"]])] for name in ("accept", "decline", "withdraw")}
    found |= {f"plan-{name}": [reverse(f"plan-{name}", args=[KEYS["plan"]])] for name in PLANS}
    asked = "?organisation=B9&type=general_meeting"
    for name in ("meeting-plan", "meeting-enter", "meeting-series"):
        found[name] = [reverse(name) + asked]
    return found | {"plan-draft": [reverse("plan-draft") + f"?organisation=B9&year={clock.today().year + 1}"]}
