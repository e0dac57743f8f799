"""The record of the foreign committee."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.services import entry_record

WITHOUT_OBJECT = {"record-check": "/record/check", "head-paper": "/record/head"}


def make(accounts: dict[str, User]) -> None:
    """What the stranger did at his branch."""
    stranger = actor_of(user=accounts["stranger"], door="test")
    with transaction.atomic():
        entry_record(
            actor=stranger, action="member.change", subject="M9", organisation="B9",
            details={"name": "外列"},
        )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    """The list under the filter of the foreign branch; without a filter it is tried below."""
    return {"entry-list": ["/record?at=B9", "/record?at=C9&format=xlsx"]}
