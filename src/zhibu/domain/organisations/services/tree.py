"""Writes of the tree: record organisations (many at once), change one, move one with all below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Substr

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.organisations import policies
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation, OrganisationPast
from zhibu.domain.organisations.paths import SEGMENT, path_child, path_depth
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

CHANGEABLE = frozenset(
    {
        "kind",
        "name",
        "short_name",
        "sector",
        "order",
        "established",
        "established_precision",
        "dissolved",
        "dissolved_precision",
    }
)


@transaction.atomic
def organisations_record(
    *, actor: Actor, organisations: Sequence[Organisation], action: str = "organisation.record"
) -> list[Organisation]:
    """Take in new organisations (with id and parent_id set, in any order); paths are given here."""
    placed = place(organisations)
    parents = {organisation.parent_id for organisation in placed}
    kinds = dict(Organisation.objects.filter(pk__in=parents).values_list("pk", "kind"))
    kinds |= {organisation.pk: organisation.kind for organisation in placed}
    for organisation in placed:
        check_place(organisation, kinds.get(organisation.parent_id or "", ""))
        policies.organisation_record(actor, organisation)
    Organisation.objects.bulk_create(placed, batch_size=1000)
    entry_record(
        actor=actor,
        action=action,
        subject=placed[0].pk if len(placed) == 1 else "",
        organisation=placed[0].pk if len(placed) == 1 else "",
        details={"count": len(placed)},
        touched=Touch(
            frozenset(o.pk for o in placed) | frozenset(o.parent_id for o in placed if o.parent_id)
        ),
    )
    return placed


def place(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Give each its path behind the siblings that are there; parents before children in the result.

    Must run inside a transaction: until it ends nobody else gives out a number below the same parents.
    """
    new = {organisation.pk: organisation for organisation in organisations}
    children: dict[str, list[Organisation]] = {}
    for organisation in new.values():
        children.setdefault(organisation.parent_id or "", []).append(organisation)
    outside = [pk for pk in children if pk not in new]
    paths = {"": ""} | dict(
        Organisation.objects.select_for_update()
        .filter(pk__in=[pk for pk in outside if pk])
        .values_list("pk", "path")
    )
    placed: list[Organisation] = []
    todo = outside
    for parent in todo:  # grows while it is walked
        if parent not in paths:
            raise NotFound(f"上级党组织 {parent} 不在库里。")
        number = 0 if parent in new else _last_child(paths[parent], parent)
        for organisation in children[parent]:
            number += 1
            organisation.path = paths[organisation.pk] = path_child(paths[parent], number)
            organisation.depth = path_depth(organisation.path)
            organisation.order = organisation.order or number
            placed.append(organisation)
            if organisation.pk in children:
                todo.append(organisation.pk)
    if len(placed) != len(new):
        left = sorted(set(new) - {organisation.pk for organisation in placed})
        raise Refused(f"上下级连成了圈：{'、'.join(left[:5])}。")
    return placed


def check_place(organisation: Organisation, parent_kind: str) -> None:
    """What the exchange form calls an error must not come about here either."""
    if organisation.kind == OrganisationKind.PARTY_GROUP and parent_kind != OrganisationKind.BRANCH:
        raise Refused(f"{organisation}是党小组，只能设在党支部之下。")


def next_number(parent: Organisation | None) -> int:
    """The number that the next child of this one gets; None: beside the roots."""
    return _last_child(parent.path if parent else "", parent.pk if parent else "") + 1


def _last_child(parent: str, key: str) -> int:
    """The highest number that a child of this path bears or ever bore; 0 where it has none.

    A number is never given out twice: the path of somebody who has moved away names him on past days.
    """
    length = len(parent) + SEGMENT
    found = Organisation.objects.filter(depth=path_depth(parent) + 1)
    if parent:
        found = found.filter(path__under=parent)
    last = found.order_by("-path").values_list("path", flat=True).first()
    now = int(last[-SEGMENT:]) if last and len(last) == length else 0
    bore = OrganisationPast.objects.filter(parent=key or None).aggregate(Max("number"))
    return max(now, bore["number__max"] or 0)


@transaction.atomic
def organisation_change(
    *, actor: Actor, organisation: Organisation, values: Mapping[str, Any]
) -> Organisation:
    """Correct what is recorded of one organisation; its place in the tree is changed by moving it."""
    policies.organisation_change(actor, organisation)
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise ValueError(f"not changeable here: {sorted(unknown)}")
    before = {name: getattr(organisation, name) for name in values}
    for name, value in values.items():
        setattr(organisation, name, value)
    if "kind" in values:
        parent = organisation.parent
        check_place(organisation, parent.kind if parent else "")
        for group in organisation.children.filter(kind=OrganisationKind.PARTY_GROUP):
            check_place(group, organisation.kind)
    organisation.save(update_fields=list(values))
    entry_record(
        actor=actor,
        action="organisation.change",
        subject=organisation.pk,
        organisation=organisation.pk,
        details={"before": before, "after": dict(values)},
    )
    return organisation


@transaction.atomic
def organisation_move(
    *, actor: Actor, organisation: Organisation, parent: Organisation | None
) -> Organisation:
    """Hang an organisation with everything below it under another: one UPDATE of the paths."""
    rows = Organisation.objects.select_for_update()
    moved = rows.get(pk=organisation.pk)
    target = rows.get(pk=parent.pk) if parent else None
    policies.organisation_move(actor, moved, target)
    check_place(moved, target.kind if target else "")
    above = target.path if target else ""
    if above.startswith(moved.path):
        raise Refused(f"{moved} 不能移到自己或自己的下级下面。")
    path = path_child(above, next_number(target))
    old, shift = moved.path, path_depth(path) - moved.depth
    Organisation.objects.filter(path__under=old).update(
        path=Concat(Value(path), Substr(F("path"), len(old) + 1)), depth=F("depth") + shift
    )
    Organisation.objects.filter(pk=moved.pk).update(parent=target)
    entry_record(
        actor=actor,
        action="organisation.move",
        subject=moved.pk,
        organisation=moved.pk,
        details={"before": moved.parent_id, "after": target.pk if target else None},
        touched=Touch(frozenset({moved.pk, moved.parent_id or "", target.pk if target else ""}) - {""}),
    )
    organisation.refresh_from_db()
    return organisation
