"""Activity types: one that the other committee invented."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.rulebook.models import OwnType
from zhibu.domain.rulebook.shelf import shelf
from zhibu.kernel import clock

WITHOUT_OBJECT = {"activity-type-list": "/activity-types", "own-type-record": "/activity-types/new"}


def make(accounts: dict[str, User]) -> None:
    OwnType.objects.create(
        code="own_x9", version=1, owner_id="C9", content={"label": "外列活动", "minutes": ["contents"]},
        since=clock.today(), made_at=clock.now(), made_by="外名",
    )  # fmt: skip
    shelf.forget()


def addresses() -> dict[str, list[str]]:
    names = ("activity-type", "own-type-change", "own-type-retire", "own-type-undo")
    return {name: [reverse(name, args=["own_x9"])] for name in names}
