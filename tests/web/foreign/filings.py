"""Inbox and outbox: what the other committee's branch sent."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.filings.models import Filing
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "filing-list": "/filings?state=all", "filing-draft": "/filings/new?from=B1", "filing-prefix": "/filings/prefix",
}  # fmt: skip
KEY = "fil_外"


def make(accounts: dict[str, User]) -> None:
    Filing.objects.create(
        id=KEY, kind="file", sender_id="B9", receiver_id="C9", state="sent", year=2024, serial=1, number="外列〔2024〕1号",
        subject="外列的备案报告", body="外名", created_on=clock.today(), sent_on=clock.today(), drafted_by="外名",
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    names = ("filing", "filing-paper", "filing-change", "filing-send", "filing-discard", "filing-receive", "filing-accept",
             "filing-return", "filing-reply", "filing-withdraw")  # fmt: skip
    return {name: [reverse(name, args=[KEY])] for name in names}
