"""Transfers: one within the other committee."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.transfers.choices import Way
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "transfer-list": "/transfers?q=9",
    "transfer-register": "/transfers/register",
    "transfer-blank": "/transfers/blank",
}
STEPS = ("send", "arrive", "receive", "acknowledge", "return", "withdraw", "letter")


def make(accounts: dict[str, User]) -> None:
    Transfer.objects.create(
        id="X9", way=Way.OUT, member_id="M9", name="外名", origin_id="B9", destination_name="外列",
        requested_on=clock.today(), letter_number="外列1号",
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    found = {f"transfer-{step}": [reverse(f"transfer-{step}", args=["X9"])] for step in STEPS}
    return found | {
        "transfer": [reverse("transfer", args=["X9"])],
        "transfer-request": [reverse("transfer-request", args=["M9"])],
    }
