"""Writes the record: `entry_record` inside the action's own transaction, then announces after commit."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhibu.domain.audit.chain import entry_mac, head_seal, key_marks, other_keys
from zhibu.domain.audit.models import AuditEntry, AuditHead
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.masking import masked_numbers

_DIGEST = re.compile(r"(?=.*[a-f])[0-9a-f]{16,128}")  # a run of digits in it is no number of a person
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Touch:
    """Whose facts an action changed, as far as its organisation alone does not say it.

    `organisations` are meant with everything below them (a group with its branch), `members` with all
    organisations to which they belong or ever belonged.
    """

    organisations: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What listeners are told after the commit: what was done, to what, where, by whom."""

    action: str
    subject: str
    organisation: str
    details: Mapping[str, Any]
    actor: Actor
    touched: Touch | None = None


Listener = Callable[[Announcement], None]


def entry_record(
    *,
    actor: Actor,
    action: str,
    subject: str = "",
    organisation: str = "",
    details: Mapping[str, Any] | None = None,
    touched: Touch | None = None,
) -> AuditEntry:
    """Append one entry. Must run inside the transaction of the action that it records.

    `touched` says whose facts were changed, where that is not simply `organisation`.

    A bulk action is one entry: put counts and a digest of the rows into `details`, not the rows;
    never an ID number or a phone.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action}: an audit entry belongs into the transaction of its action")
    require_in_person(actor, action)
    head, _ = AuditHead.objects.select_for_update().get_or_create(
        id=1, defaults={"keys": key_marks()}
    )
    problem = other_keys(head)
    if problem:
        raise Refused(f"{problem}在那以前什么都不写入。")
    entry = AuditEntry(
        number=head.number + 1,
        at=clock.now().isoformat(timespec="milliseconds"),
        actor=f"{actor.name}（代{actor.behalf_name}办）" if actor.on_behalf else actor.name,
        user=actor.user,
        on_behalf=actor.on_behalf,
        door=actor.door,
        action=action,
        subject=subject,
        organisation=organisation,
        details=json.dumps(
            covered(details or {}), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        ),
        previous=head.mac,
    )
    entry.mac = entry_mac(entry)
    entry.save(force_insert=True)
    keys = head.keys or key_marks()
    seal = head_seal(entry.number, entry.mac, keys)
    AuditHead.objects.filter(id=1).update(
        number=entry.number, mac=entry.mac, keys=keys, seal=seal
    )
    told = Announcement(action, subject, organisation, dict(details or {}), actor, touched)
    for path in _listed(settings.ZHIBU_OUTBOX, action):
        note: Listener = import_string(path)
        note(told)  # in the same transaction: what it writes stands or falls with the action
    transaction.on_commit(lambda: announce(told))
    return entry


def covered(value: Any) -> Any:
    """Details with the middle of every ID number and phone covered, also where somebody typed one as a reason."""
    if isinstance(value, Mapping):
        return {key: covered(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [covered(one) for one in value]
    if isinstance(value, str) and not _DIGEST.fullmatch(value):
        return masked_numbers(value)
    return value


def require_in_person(actor: Actor, action: str) -> None:
    """What nobody does for another is refused, wherever it is asked for: every write comes past here.

    What a service that was asked for entrusts to another (`Actor.entrusted`) is part of its own action.
    """
    if actor.on_behalf and not actor.everything and action not in import_string(settings.ZHIBU_ON_BEHALF):
        raise NotAllowed(
            f"现在是代{actor.behalf_name}办，这一件不能代办，要本人来。先点“办完了”结束代办，再做自己的事。"
        )


def record_hold() -> int:
    """Until the transaction ends nobody else does anything that is recorded; the last entry's number."""
    head = AuditHead.objects.select_for_update().first()
    return head.number if head else 0


def announce(told: Announcement) -> None:
    """Tell everybody whom config/wiring.py lists for this action (or for `*`)."""
    for path in _listed(settings.ZHIBU_WIRING, told.action):
        try:
            listener: Listener = import_string(path)
            listener(told)
        except Exception:  # what was done stays done; the listener's work is rebuilt by its own job
            log.exception("%s after %s failed", path, told.action)


def _listed(where: str, action: str) -> tuple[str, ...]:
    """Who is to be told of an action, by one of the tables of config/wiring.py."""
    table: dict[str, tuple[str, ...]] = import_string(where)
    noun = action.partition(".")[0]
    return (*table.get(action, ()), *table.get(f"{noun}.*", ()), *table.get("*", ()))
