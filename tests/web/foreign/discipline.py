"""Cases of discipline: one about the member of the other committee."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock

WITHOUT_OBJECT = {"matter-list": "/discipline", "matter-blank": "/discipline/blank"}
STEPS = ("investigate", "hear", "resolve", "approve", "announce", "report", "appeal", "review", "close", "abandon")


def make(accounts: dict[str, User]) -> None:
    today = clock.today()
    Case.objects.create(id="D9", procedure="discipline", organisation_id="B9", subject="M9", opened=today)
    DisciplineFile.objects.create(
        case_id="D9", member_id="M9", organisation_id="B9", opened_on=today, gist="外列", heard=True
    )


def addresses() -> dict[str, list[str]]:
    return {
        "matter": [reverse("matter", args=["D9"])],
        "matter-open": [reverse("matter-open", args=["M9"])],
        "matter-step": [reverse("matter-step", args=[step, "D9"]) for step in STEPS],
        "matter-paper": [reverse("matter-paper", args=[kind, "D9"]) for kind in ("hearing", "decision")],
    }
