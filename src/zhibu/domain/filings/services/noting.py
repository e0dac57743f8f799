"""What every write of a filing shares: the lock, the day, what both sides are told, the audit entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zhibu.domain.audit.services import entry_record
from zhibu.domain.filings.models import Filing, FilingEvent
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened


def locked(filing: Filing) -> Filing:
    """The filing as it stands now, nobody else changing it."""
    found = (
        Filing.objects.select_for_update(of=("self",))
        .select_related("sender", "receiver")
        .filter(pk=filing.pk)
        .first()
    )
    if found is None:
        raise Refused("这件报送刚才已经删去。")
    return found


def day_done(on: dt.date | None, since: dt.date | None, what: str) -> dt.date:
    """The day, today where none is said; refused where it lies ahead or before the filing was sent."""
    day = on or clock.today()
    require_happened(day, what, after=since, before="报送的日期")
    return day


def event_note(*, filing: Filing, what: str, actor: Actor, organisation: Organisation, note: str = "") -> None:
    """Tell both sides what happened; it stays for good."""
    FilingEvent.objects.create(
        filing=filing, at=clock.now(), on=clock.today(), what=what, organisation=organisation,
        person=actor.name[:100], note=note[:500],
    )  # fmt: skip


def record(actor: Actor, action: str, filing: Filing, organisation: Organisation, details: Mapping[str, Any]) -> None:
    """The audit entry; the words of the letter stay out of it."""
    entry_record(
        actor=actor, action=action, subject=filing.pk, organisation=organisation.pk,
        details={"kind": filing.kind, "number": filing.number, "sender": filing.sender_id,
                 "receiver": filing.receiver_id, **details},
    )  # fmt: skip
