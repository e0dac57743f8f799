"""The file of a member tried from a foreign subtree."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.members.models import Member, MemberState
from zhibu.domain.registry.models import Care, Clearing, Correction, Hardship, Merging, Reward
from zhibu.kernel import clock

DAY = dt.date(2024, 1, 1)
OF_MEMBER = (
    "member-change", "placement-set", "state-begin", "member-leave", "member-restore", "member-reveal",
    "member-print", "look-list", "correction-ask", "reward-record", "hardship-record", "care-record",
)  # fmt: skip


def make(accounts: dict[str, User]) -> None:
    """Something of every table for M9."""
    now, nine = clock.now(), Member.objects.get(pk="M9")
    MemberState.objects.create(member=nine, state="floating", since=DAY, details="外列")
    Reward.objects.create(member=nine, title="外列", granted_by="外列", on=DAY)
    Hardship.objects.create(member=nine, kind="other", since=DAY, details="外列")
    Care.objects.create(member=nine, kind="visit", on=DAY, by="外列")
    Correction.objects.create(member=nine, item="job", wanted="外列", reason="外列", asked_at=now)
    Clearing.objects.create(member=nine, record_class="contact", due_on=DAY, found_on=DAY)
    Merging.objects.create(kept=nine, gone="M9b", name="外名", at=now, by="外列", why="外列", snapshot=b"")


def addresses() -> dict[str, list[str]]:
    """Every address with an object, reaching for M9."""
    found = {name: [reverse(name, args=["M9"])] for name in OF_MEMBER}
    one = Correction.objects.get(member="M9").pk
    for name in ("correction", "correction-decide", "correction-object", "correction-review", "correction-withdraw"):
        found[name] = [reverse(name, args=[one])]
    return found | {
        "member-record": [reverse("member-record", args=["B9"])],
        "roster-numbers": [reverse("roster-numbers", args=["B9"]), reverse("roster-numbers", args=["C9"])],
        "state-end": [reverse("state-end", args=[MemberState.objects.get(member="M9").pk])],
        "reward-withdraw": [reverse("reward-withdraw", args=[Reward.objects.get(member="M9").pk])],
        "hardship-end": [reverse("hardship-end", args=[Hardship.objects.get(member="M9").pk])],
        "care-withdraw": [reverse("care-withdraw", args=[Care.objects.get(member="M9").pk])],
        "member-separate": [reverse("member-separate", args=[Merging.objects.get(kept="M9").pk])],
        "clearing-keep": [reverse("clearing-keep", args=[Clearing.objects.get(member="M9").pk])],
        "member-merge": [f"{reverse('member-merge')}?first=M9&second=M1", f"{reverse('member-merge')}?first=M1&second=M9"],
        "distinct-record": [reverse("distinct-record")],
    }


WITHOUT_OBJECT = {
    "correction-list": "/corrections?all=1",
    "double-list": "/members/doubles",
    "clearing-list": "/members/clearings",
    "member-kept": "/members/kept",
}
OPEN = {"member-form-blank"}  # a blank form as PDF: nobody's data, no text to read
