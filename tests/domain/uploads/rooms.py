"""A room that has files: a row is an organisation; its clerks read, and only while it is open do they change."""

from __future__ import annotations

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

READERS = {"note": "tests.domain.uploads.rooms.read", "loose": "tests.domain.uploads.rooms.read"}
CHANGERS = {"note": "tests.domain.uploads.rooms.change"}
LOCKED: set[str] = set()


def read(actor: Actor, about: str) -> None:
    scope.organisation_get(actor, about)


def change(actor: Actor, about: str) -> Organisation:
    if about in LOCKED:
        raise Refused("已经锁定。")
    return scope.organisation_get(actor, about)
