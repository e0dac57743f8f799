"""Committees of the foreign committee."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.committees.models import CommitteeTerm, Reminder

PAGES = (
    "committee", "committee-begin", "committee-extend", "committee-appoint", "committee-duties",
    "committee-withdraw",
)  # fmt: skip
WITHOUT_OBJECT = {"committee-due": "/committees/due", "committee-remind": "/committees/remind"}


def make(accounts: dict[str, User]) -> None:
    day = dt.date(2024, 6, 1)
    CommitteeTerm.objects.create(id="T9", organisation_id="B9", since=day, planned_until=dt.date(2027, 6, 1))
    Reminder.objects.create(organisation_id="B9", due=day, on=day, number="外列函1号", sent_by_id="C9")


def addresses() -> dict[str, list[str]]:
    return {
        **{name: [reverse(name, args=["B9"])] for name in PAGES},
        "committee-relieve": [reverse("committee-relieve", args=["P9"])],
        "committee-reminder": [reverse("committee-reminder", args=[Reminder.objects.get().pk])],
        "committee-due": ["/committees/due?at=C9"],
    }
