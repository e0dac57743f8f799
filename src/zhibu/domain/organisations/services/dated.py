"""Changes from a day on: what it was until then is kept. No policy, no audit entry: those are the caller's.

Rooms above (establishment) call these inside the transaction of one recorded action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation, OrganisationPast
from zhibu.domain.organisations.paths import SEGMENT, path_child, path_depth
from zhibu.domain.organisations.services.tree import check_place, next_number, place
from zhibu.kernel.errors import Refused

DATED = frozenset({"name", "short_name", "kind", "sector", "form"})


def locked(*keys: str) -> dict[str, Organisation]:
    """These organisations as they are now, held until the transaction ends, always in the same order."""
    rows = Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {one.pk: one for one in rows}


def establish(organisation: Organisation) -> Organisation:
    """A new organisation in the tree, behind its siblings."""
    require_fits(Organisation, name=organisation.name, short_name=organisation.short_name)
    [made] = place([organisation])
    parent = made.parent
    check_place(made, parent.kind if parent else "")
    made.save(force_insert=True)
    return made


def past_keep(organisation: Organisation, on: dt.date) -> int | None:
    """Keep what it is now as what it was until `on`; the row's number, None where that lasted no day.

    Refused where it was not there yet, or where something later is kept already: the past is not
    rewritten by a change that comes in between.
    """
    last = organisation.past.order_by("-until").first()
    since = last.until if last else organisation.established
    if since is not None and on < since:
        what = "在那一天有过变动" if last else "成立"
        raise Refused(f"{organisation}{since}{what}，这次变动不能早于它，读到 {on}。")
    if organisation.dissolved is not None and on >= organisation.dissolved:
        raise Refused(f"{organisation}在 {organisation.dissolved} 已经撤销。")
    if since == on:
        return None
    row = OrganisationPast.objects.create(
        organisation=organisation, parent_id=organisation.parent_id,
        number=int(organisation.path[-SEGMENT:]), kind=organisation.kind, name=organisation.name,
        short_name=organisation.short_name, sector=organisation.sector, form=organisation.form,
        since=last.until if last else None, until=on,
    )  # fmt: skip
    return row.pk


def state_change(
    organisation: Organisation, on: dt.date, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Other values (`DATED`) from a day on; answers what is needed to undo it."""
    unknown = set(values) - DATED
    if unknown:
        raise ValueError(f"not dated: {sorted(unknown)}")
    require_fits(Organisation, **{k: v for k, v in values.items() if k in ("name", "short_name")})
    before = {name: getattr(organisation, name) for name in values}
    kept = past_keep(organisation, on)
    for name, value in values.items():
        setattr(organisation, name, value)
    if "kind" in values:
        parent = organisation.parent
        check_place(organisation, parent.kind if parent else "")
        for child in organisation.children.all():
            check_place(child, organisation.kind)
    organisation.save(update_fields=list(values))
    return {"organisation": organisation.pk, "before": before, "kept": kept}


def relocate(
    organisation: Organisation, target: Organisation | None, on: dt.date
) -> dict[str, Any]:
    """Hang it, with everything below, under another from a day on; answers what is needed to undo it."""
    check_place(organisation, target.kind if target else "")
    above = target.path if target else ""
    if above.startswith(organisation.path):
        raise Refused(f"{organisation} 不能移到自己或自己的下级下面。")
    if organisation.parent_id == (target.pk if target else None):
        raise Refused(f"{organisation}已经在{target or '最上一级'}下面。")
    before = {"parent": organisation.parent_id, "number": int(organisation.path[-SEGMENT:])}
    kept = past_keep(organisation, on)
    rehang(organisation, target, next_number(target))
    return {"organisation": organisation.pk, "moved": before, "kept": kept}


def rehang(organisation: Organisation, target: Organisation | None, number: int) -> None:
    """One UPDATE of the paths of it and everything below."""
    old = organisation.path
    path = path_child(target.path if target else "", number)
    shift = path_depth(path) - path_depth(old)
    Organisation.objects.filter(path__under=old).update(
        path=Concat(Value(path), Substr(F("path"), len(old) + 1)), depth=F("depth") + shift
    )
    Organisation.objects.filter(pk=organisation.pk).update(parent=target)
    organisation.refresh_from_db()


def past_restore(organisation: Organisation, undo: Mapping[str, Any]) -> None:
    """Undo the last `state_change` or `relocate` of it, by what that answered."""
    kept = undo["kept"]
    later = organisation.past.order_by("-until").first()
    if later is not None and kept is not None and later.pk != kept:
        raise Refused(f"{organisation}在这以后又有变动，先撤销后面的那一次。")
    if "moved" in undo:
        moved = undo["moved"]
        parent = Organisation.objects.filter(pk=moved["parent"]).first()
        rehang(organisation, parent, moved["number"])
    else:
        for name, value in undo["before"].items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(undo["before"]))
    if kept is not None:
        OrganisationPast.objects.filter(pk=kept).delete()
