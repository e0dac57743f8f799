"""The JSON door: a key of the other committee's clerk."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.gateway.models import ApiKey
from zhibu.kernel import clock

WITHOUT_OBJECT = {"api": "/api", "key-open": "/api/keys/open"}
OPEN = {"api-nowhere"}  # an address that is none


def make(accounts: dict[str, User]) -> None:
    today = clock.today()
    ApiKey.objects.create(
        user=accounts["stranger"], label="外列", secret_digest="x", opened_on=today,
        until=today + dt.timedelta(days=9),
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    return {"key-revoke": [reverse("key-revoke", args=[ApiKey.objects.get(label="外列").pk])]}
