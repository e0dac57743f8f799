"""Opinions: one of the other committee's branch, and its box; the box's pages are for everybody."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.opinions.models import Opinion, OpinionBox
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "opinion-list": "/opinions?q=9",
    "opinion-take": "/opinions/take",
    "opinion-put": "/opinions/put",
}
OPEN = {"box-send", "box-answers", "box-receipt"}  # tried by tests/web/opinions/test_box.py
STEPS = ("pass", "answer", "close", "reopen", "merge", "part", "guard", "publish", "hide", "withdraw", "undo")


def make(accounts: dict[str, User]) -> None:
    Opinion.objects.create(
        id="O9", organisation_id="B9", at_id="B9", whose="member", member_id="M9", speaker="外名", text="外列",
        taken_on=clock.today(), at_since=clock.today(),
    )  # fmt: skip
    OpinionBox.objects.create(organisation_id="B9", code="box9box9", opened_on=clock.today(), words="外列")


def addresses() -> dict[str, list[str]]:
    found = {f"opinion-{step}": [reverse(f"opinion-{step}", args=["O9"])] for step in STEPS}
    boxes = {name: [reverse(name, args=["B9"])] for name in ("opinion-box", "box-open", "box-close", "box-renew", "box-poster")}
    return found | boxes | {"opinion": [reverse("opinion", args=["O9"])]}
