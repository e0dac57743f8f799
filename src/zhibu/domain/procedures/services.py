"""Writes of checks: what was looked at on a day, for one organisation or for many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures import policies
from zhibu.domain.procedures.models import Check
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Looked:
    """One item as it was found: in order or not, and a value (40 square metres)."""

    item: str
    ok: bool
    value: str = ""


@transaction.atomic
def check_record(
    *, actor: Actor, organisation: Organisation, checklist: str, on: dt.date, items: Sequence[Looked]
) -> list[Check]:
    """Enter items of a checklist of one organisation, as looked at on a day.

    The same item entered again for the same day replaces what was there. Codes of lists and items are
    data; the caller has taken them from the packs.
    """
    return checks_record(actor=actor, checklist=checklist, on=on, found={organisation: items})


@transaction.atomic
def checks_record(
    *,
    actor: Actor,
    checklist: str,
    on: dt.date,
    found: Mapping[Organisation, Sequence[Looked]],
) -> list[Check]:
    """The same for many organisations at once, recorded as one entry."""
    if on > clock.today():
        raise Refused(f"{on} 还没到，检查的日期最晚填今天。")
    made = []
    for organisation, items in found.items():
        policies.check_record(actor, organisation)
        made += [_write(organisation, checklist, on, one) for one in items]
    if not made:
        raise Refused("没有填任何一项。")
    bodies = sorted({check.organisation_id for check in made})
    one = bodies[0] if len(bodies) == 1 else ""
    entry_record(
        actor=actor, action="check.record", subject=one, organisation=one,
        details={
            "checklist": checklist, "on": on, "count": len(made), "organisations": bodies[:50],
            "items": {c.item: [c.ok, c.value] for c in made} if one else sorted({c.item for c in made}),
        },
        touched=Touch(frozenset(bodies)),
    )  # fmt: skip
    return made


@transaction.atomic
def check_withdraw(*, actor: Actor, check: Check) -> None:
    """Take away what was entered by mistake; what was found before counts again."""
    held = Check.objects.select_for_update().select_related("organisation").filter(pk=check.pk).first()
    if held is None:
        raise Refused("这一条刚才已经删掉了，重新打开页面。")
    policies.check_record(actor, held.organisation)
    entry_record(
        actor=actor, action="check.withdraw", subject=held.organisation_id,
        organisation=held.organisation_id,
        details={"checklist": held.checklist, "item": held.item, "on": held.on, "ok": held.ok, "value": held.value},
    )  # fmt: skip
    held.delete()


def _write(organisation: Organisation, checklist: str, on: dt.date, looked: Looked) -> Check:
    value = looked.value.strip()
    require_fits(Check, value=value)
    check, _ = Check.objects.update_or_create(
        organisation=organisation, checklist=checklist, item=looked.item, on=on,
        defaults={"ok": looked.ok, "value": value},
    )  # fmt: skip
    return check
