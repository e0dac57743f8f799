"""Letters that remind bodies of their elections, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.committees import policies
from zhibu.domain.committees.models import Reminder
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def reminders_record(
    *,
    actor: Actor,
    sent_by: Organisation,
    due: Sequence[tuple[Organisation, dt.date]],
    on: dt.date,
    number: str = "",
) -> list[Reminder]:
    """Note that these bodies were reminded on the day; who was reminded of the same end that day already is left as it is."""
    if not due:
        raise Refused("还没有选要提醒的组织。")
    require_fits(Reminder, number=number.strip())
    made = []
    for body, day in due:
        policies.reminder_record(actor, body)
        row, _ = Reminder.objects.get_or_create(
            organisation=body, due=day, on=on, defaults={"number": number.strip(), "sent_by": sent_by}
        )
        made.append(row)
    entry_record(
        actor=actor, action="reminder.record", subject=sent_by.pk, organisation=sent_by.pk,
        details={"on": on, "number": number.strip(), "count": len(made), "organisations": [b.pk for b, _ in due[:50]]},
    )  # fmt: skip
    return made
