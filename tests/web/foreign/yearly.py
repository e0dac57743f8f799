"""Reports of a year: one of the other committee's branch."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.yearly.models import YearReport, YearSection

WITHOUT_OBJECT = {
    "yearly-list": "/yearly",
    "yearly-begin": "/yearly/begin",
}
STEPS = ("change", "paper", "refresh", "submit", "withdraw", "receive", "return", "read", "discard")


def make(accounts: dict[str, User]) -> None:
    report = YearReport.objects.create(
        id="Y9", organisation_id="B9", type="unit_annual_report", period="2024", since=dt.date(2024, 1, 1), until=dt.date(2025, 1, 1),
        title="外列", receiver_id="C9", drafted_on=dt.date(2025, 1, 5),
    )  # fmt: skip
    YearSection.objects.create(report=report, place=1, code="overview", title="外列", text="外名")


def addresses() -> dict[str, list[str]]:
    found = {f"yearly-{step}": [reverse(f"yearly-{step}", args=["Y9"])] for step in STEPS}
    return found | {"yearly": [reverse("yearly", args=["Y9"])], "yearly-missing": ["/yearly/missing?at=B9"]}
