"""What all changes have in common: the decision is checked, the change and its parts are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.establishment.choices import ChangeKind, Part
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.establishment.services.planning import Row, ahead, kept_row
from zhibu.domain.filings.models import Filing
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

FIRST_YEAR = 1921
Parts = list[tuple[Organisation, Part]]


def require_decision(given: Decision) -> None:
    """Refused where the decision lacks something or its days cannot be."""
    for label, text in (("决定的党组织", given.decided_by), ("文号", given.number)):
        if not text.strip():
            raise Refused(f"还没有填“{label}”。组织变动要有决定它的文件。")
    today = clock.today()
    if given.on > today and not ahead.get():
        raise Refused(f"生效日期 {given.on} 还没到。")
    if given.decided_on > given.on:
        raise Refused(f"决定在 {given.decided_on}，生效在 {given.on}；不能在决定以前生效。")
    if given.on.year < FIRST_YEAR:
        raise Refused(f"生效日期 {given.on} 太早。")
    if given.filing and not Filing.objects.filter(pk=given.filing).exists():
        raise Refused(f"找不到请示或备案“{given.filing}”，从列表里选。")


def change_record(
    *,
    actor: Actor,
    kind: ChangeKind,
    given: Decision,
    parts: Parts,
    told: Mapping[str, Any],
    undo: Mapping[str, Any],
    members: Iterable[str] = (),
) -> Change:
    """Write the change with its parts, and the one audit entry `organisation.<kind>`."""
    row = kept_row.get() or Row(new_id("chg"), clock.today(), actor.name)
    made = Change(
        id=row.pk, kind=kind, on=given.on, decided_by=given.decided_by.strip(),
        number=given.number.strip(), decided_on=given.decided_on, filing=given.filing,
        case=given.case, reason=given.reason.strip(), told=dict(told), undo=dict(undo),
        recorded_on=row.recorded_on, recorded_by=row.recorded_by,
    )  # fmt: skip
    require_fits(Change, decided_by=made.decided_by, number=made.number, reason=made.reason)
    made.save(force_insert=True)
    rows = {(one.pk, part): one for one, part in parts}
    ChangePart.objects.bulk_create(
        ChangePart(change=made, organisation=one, part=part) for (_, part), one in rows.items()
    )
    main = parts[0][0]
    entry_record(
        actor=actor, action=f"organisation.{kind}", subject=main.pk, organisation=main.pk,
        details={
            "change": made.pk, "on": given.on, "number": made.number,
            "decided_by": made.decided_by, "decided_on": given.decided_on, **told,
        },
        touched=Touch(frozenset(one.pk for one, _ in parts), frozenset(members)),
    )  # fmt: skip
    return made
