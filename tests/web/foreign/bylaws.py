"""The unit's own rules: one of the other committee's branch with a version."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.kernel import clock

WITHOUT_OBJECT = {"bylaw-list": "/bylaws"}


def make(accounts: dict[str, User]) -> None:
    now = clock.now()
    Bylaw.objects.create(id="L9", organisation_id="B9", title="外列", made_at=now)
    Version.objects.create(
        id="LV9", bylaw_id="L9", number=1, body="外列", state="enacted", since=dt.date(2024, 1, 1), decided_by="外列", made_at=now,
        changed_at=now,
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    of_body = {f"bylaw-{name}": [reverse(f"bylaw-{name}", args=["B9"])] for name in ("booklet", "shown", "add")}
    of_version = {f"bylaw-{name}": [reverse(f"bylaw-{name}", args=["LV9"])] for name in ("version", "compare", "wall", "enact", "withdraw")}
    of_one = {f"bylaw-{name}": [reverse(f"bylaw-{name}", args=["L9"])] for name in ("draft", "rename", "offer", "repeal")}
    return of_body | of_version | of_one | {
        "bylaw": [reverse("bylaw", args=["L9"])],
        "bylaw-take": [reverse("bylaw-take", args=["B1", "LV9"]), reverse("bylaw-take", args=["B9", "LV9"])],
    }
