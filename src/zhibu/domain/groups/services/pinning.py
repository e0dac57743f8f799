"""Members who stay in the group that the draft has them in, whatever the solver offers next."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.drafts import layout_of
from zhibu.domain.groups.selectors.setting import setting_of
from zhibu.domain.groups.services.drafts import draft_locked, draft_record, draft_turned
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def division_pin(
    *, actor: Actor, division: Division, revision: int, members: Sequence[str], keep: bool = True
) -> Division:
    """These members stay in the group that the draft has them in when the solver is asked again; or no longer do."""
    held = draft_locked(actor, division, revision)
    inside = set(layout_of(held, setting_of(held.branch, clock.today())).placed)
    wanted = set(members)
    if not wanted or wanted - inside:
        raise Refused("先勾选编在组里的党员；没有编组的，先移到一个组。")
    held.pins = sorted((set(held.pins) & inside) | wanted if keep else set(held.pins) - wanted)
    held.save(update_fields=["pins"])
    draft_turned(held)
    draft_record(actor, "division.pin", held, members=sorted(wanted), keep=keep)
    return held
