"""Units of a branch that lie near each other, entered by whoever knows the place."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.groups import policies
from zhibu.domain.groups.models import Neighbour
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def neighbour_note(*, actor: Actor, branch: Organisation, one: str, other: str) -> Neighbour:
    """Note that two units lie near each other: small ones among them are joined first."""
    policies.division_change(actor, branch)
    first, second = sorted((one.strip(), other.strip()))
    if not first or first == second:
        raise Refused("选两个不同的单位。")
    require_fits(Neighbour, one=first, other=second)
    made, new = Neighbour.objects.get_or_create(branch=branch, one=first, other=second)
    if new:
        _record(actor, "neighbour.note", made)
    return made


@transaction.atomic
def neighbour_forget(*, actor: Actor, neighbour: Neighbour) -> None:
    """They are no neighbours (any more)."""
    policies.division_change(actor, neighbour.branch)
    _record(actor, "neighbour.forget", neighbour)
    neighbour.delete()


def _record(actor: Actor, action: str, row: Neighbour) -> None:
    entry_record(
        actor=actor, action=action, subject=str(row.pk), organisation=row.branch_id,
        details={"one": row.one, "other": row.other},
    )  # fmt: skip
