"""What all writes of the room share: the poll under lock, in the state that is wanted, and its audit entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.terms import Terms
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def held(poll: Poll, *states: str, doing: str) -> Poll:
    """The poll as it is now, locked until the transaction ends; Refused in any other state."""
    locked = Poll.objects.select_for_update().select_related(None).get(pk=poll.pk)
    if locked.state not in states:
        raise Refused(f"“{locked.title}”现在是“{State(locked.state).label}”，不能{doing}。")
    return locked


def terms_frozen(poll: Poll) -> Terms:
    """The terms that the poll opened with."""
    return Terms.from_data(poll.terms)


def account_of(actor: Actor) -> str:
    """By what two people are told apart: the member (he may have two accounts), else the account, else the name."""
    return actor.member or actor.user or actor.name


def keys_beside() -> bool:
    """Whether the keys of open boxes lie in the folder of the database: a copy of that one folder has both."""
    if connection.vendor != "sqlite":
        return False
    folder: Path = settings.ZHIBU_DATA
    keys: Path = settings.ZHIBU_KEYS
    return keys.resolve().is_relative_to(folder.resolve())


def recorded(actor: Actor, action: str, poll: Poll, **details: Any) -> None:
    """One audit entry of a poll; never what somebody chose."""
    entry_record(
        actor=actor, action=action, subject=poll.pk, organisation=poll.organisation_id,
        details=details, touched=Touch(frozenset({poll.organisation_id})),
    )  # fmt: skip
