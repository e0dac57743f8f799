"""Founding, renaming and adjusting, moving: changes after which everybody stays where he is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.establishment import policies
from zhibu.domain.establishment.choices import ChangeKind, Part
from zhibu.domain.establishment.given import Decision, NewBody
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.services.people import (
    Undo,
    members_send,
    new_undo,
    require_nothing_later,
)
from zhibu.domain.establishment.services.planning import plannable
from zhibu.domain.establishment.services.recording import change_record, require_decision
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import Form, OrganisationKind, Sector
from zhibu.domain.organisations.credit_code import require_code
from zhibu.domain.organisations.models import Organisation, Unit
from zhibu.domain.organisations.services import establish, locked, relocate, state_change
from zhibu.domain.procedures.models import Check
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.ids import new_id

MARKS = {Form.TEMPORARY: "temporary", Form.JOINT: "joint"}  # what rules ask of such branches


@plannable(ChangeKind.FOUND, pair=True)
@transaction.atomic
def organisation_found(
    *,
    actor: Actor,
    parent: Organisation | None,
    body: NewBody,
    decision: Decision,
    members: Mapping[str, str] | None = None,
) -> tuple[Organisation, Change]:
    """Found an organisation below another.

    `members`: who comes from his present branch (member id -> that branch's id). Members of a temporary
    branch keep their membership where it is. A party group is founded by its branch (room groups).
    """
    above = locked(parent.pk)[parent.pk] if parent else None
    policies.organisation_found(actor, above)
    require_decision(decision)
    undo = new_undo()
    made = body_make(above, body, decision, undo)
    parts = [(made, Part.MADE), *([(above, Part.PARENT)] if above else [])]
    came = dict(members or {})
    for source in _sources(actor, came):
        keys = [key for key, place in came.items() if place == source.pk]
        require_in(source, keys, decision)
        members_send(source, dict.fromkeys(keys, made), decision.on, undo)
        parts.append((source, Part.GAVE))
    told = {"name": made.name, "kind": made.kind, "form": made.form, "members": len(came)}
    change = change_record(
        actor=actor, kind=ChangeKind.FOUND, given=decision, parts=parts, told=told, undo=undo,
        members=came,
    )  # fmt: skip
    return made, change


@plannable(ChangeKind.RENAME)
@transaction.atomic
def organisation_rename(
    *, actor: Actor, organisation: Organisation, values: Mapping[str, Any], decision: Decision
) -> Change:
    """Another name, short name, kind, sector or form from a day on; earlier days keep what was."""
    there = locked(organisation.pk)[organisation.pk]
    policies.organisation_adjust(actor, there)
    require_decision(decision)
    given = _clean(there, values)
    if not given:
        raise Refused("和现在的一样，没有要变的。")
    told = {"before": {k: getattr(there, k) for k in given}, "after": given}
    undo = new_undo()
    undo["states"].append(state_change(there, decision.on, given))
    if "form" in given:
        mark(there, decision, undo)
    parts = [(there, Part.CHANGED)]
    return change_record(
        actor=actor, kind=ChangeKind.RENAME, given=decision, parts=parts, told=told, undo=undo
    )


@plannable(ChangeKind.MOVE)
@transaction.atomic
def organisation_move(
    *, actor: Actor, organisation: Organisation, parent: Organisation, decision: Decision
) -> Change:
    """Under another superior from a day on, with everything below."""
    rows = locked(organisation.pk, parent.pk, *([organisation.parent_id] if organisation.parent_id else []))
    there, target = rows[organisation.pk], rows[parent.pk]
    policies.organisation_adjust(actor, there)
    policies.organisation_found(actor, target)
    require_decision(decision)
    if there.kind == OrganisationKind.PARTY_GROUP:
        raise Refused("党小组是支部的一部分，不单独改变隶属；在新支部里另设，再编入党员。")
    require_target(target, decision)
    before = rows.get(there.parent_id or "")
    undo = new_undo()
    undo["states"].append(relocate(there, target, decision.on))
    parts = [(there, Part.MOVED), (target, Part.PARENT), *([(before, Part.PARENT)] if before else [])]
    told = {"before": before.pk if before else "", "after": target.pk}
    return change_record(
        actor=actor, kind=ChangeKind.MOVE, given=decision, parts=parts, told=told, undo=undo
    )


def body_make(
    parent: Organisation | None, body: NewBody, decision: Decision, undo: Undo
) -> Organisation:
    """The new row with its units and marks."""
    kind = OrganisationKind(body.kind)
    if kind == OrganisationKind.PARTY_GROUP:
        raise Refused("党小组由支部设置，到“党小组”里办。")
    name = body.name.strip()
    if not name:
        raise Refused("还没有填名称。")
    if body.form and kind != OrganisationKind.BRANCH:
        raise Refused("联合、临时、流动只用于党支部。")
    if body.form == Form.JOINT and len(body.units) < 2:
        raise Refused("联合党支部要写出两个以上单位。")
    if parent is not None:
        require_target(parent, decision)
    twin = Organisation.objects.filter(parent=parent, name=name, dissolved=None).first()
    if twin is not None:
        raise Refused(f"{parent or '最上一级'}下面已经有“{name}”，换一个名称。")
    made = establish(
        Organisation(
            id=new_id("org"), parent=parent, kind=kind, name=name,
            short_name=body.short_name.strip(), established=decision.on,
            sector=Sector(body.sector) if body.sector else "",
            form=Form(body.form) if body.form else "",
        )
    )  # fmt: skip
    undo["made"].append(made.pk)
    for unit in body.units:
        Unit.objects.create(
            organisation=made, name=unit.name.strip(), nature=unit.nature, party=unit.party,
            credit_code=require_code(unit.credit_code), since=decision.on,
        )  # fmt: skip
    mark(made, decision, undo)
    return made


def mark(organisation: Organisation, decision: Decision, undo: Undo) -> None:
    """Rules ask of temporary and joint branches by their marks: written where the form says so."""
    for form, item in MARKS.items():
        known = Check.objects.filter(organisation=organisation, checklist="marks", item=item)
        latest = known.filter(on__lte=decision.on).order_by("-on").first()
        ok = organisation.form == form
        if ok == (latest.ok if latest else False) or known.filter(on=decision.on).exists():
            continue
        row = Check.objects.create(
            organisation=organisation, checklist="marks", item=item, on=decision.on, ok=ok
        )
        undo["checks"].append(row.pk)


def require_target(parent: Organisation, decision: Decision) -> None:
    """Refused where nothing can hang below it on the day."""
    if parent.kind in (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP, OrganisationKind.LEADING_BODY):
        raise Refused(f"{parent}是{parent.get_kind_display()}，下面不设党组织。")
    if parent.dissolved is not None and parent.dissolved <= decision.on:
        raise Refused(f"{parent}在 {parent.dissolved} 已经撤销。")
    if parent.established is not None and parent.established > decision.on:
        raise Refused(f"{parent}在 {parent.established} 才成立。")


def require_in(source: Organisation, keys: list[str], decision: Decision) -> None:
    """Refused where one of the members is not in that branch on the day, or a later record would cross."""
    there = set(
        Membership.objects.filter(
            organisation=source, member__in=keys, since__lt=decision.on, until__isnull=True
        ).values_list("member_id", flat=True)
    )
    lost = sorted(set(keys) - there)
    if lost:
        names = Member.objects.filter(pk__in=lost).order_by("pk").values_list("name", flat=True)
        raise Refused(f"{'、'.join(list(names)[:5]) or lost[0]}在 {decision.on} 以前不在{source}，或者组织关系已经写了结束日期。")
    groups = source.children.filter(kind=OrganisationKind.PARTY_GROUP)
    crossing = Membership.objects.filter(
        organisation__in=groups, member__in=keys, since__gte=decision.on
    )
    if crossing.exists():
        require_nothing_later(groups, decision.on)


def _sources(actor: Actor, members: Mapping[str, str]) -> list[Organisation]:
    wanted = sorted(set(members.values()))
    found = locked(*wanted)
    if set(wanted) - set(found):
        raise NotFound("找不到党员现在所在的支部。")
    for one in found.values():
        policies.organisation_adjust(actor, one)
    return list(found.values())


def _clean(organisation: Organisation, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {k: str(v).strip() for k, v in values.items()}
    if "name" in given and not given["name"]:
        raise Refused("还没有填名称。")
    changed = {k: v for k, v in given.items() if getattr(organisation, k) != v}
    if changed.get("kind") == OrganisationKind.PARTY_GROUP or (
        "kind" in changed and organisation.kind == OrganisationKind.PARTY_GROUP
    ):
        raise Refused("党小组和党组织不能互相改。")
    kind = changed.get("kind", organisation.kind)
    if changed.get("form") and kind != OrganisationKind.BRANCH:
        raise Refused("联合、临时、流动只用于党支部。")
    if "kind" in changed:
        _require_kind(organisation, kind)
    return changed


def _require_kind(organisation: Organisation, kind: str) -> None:
    """A branch has members and groups, a body above has bodies: neither may be left hanging."""
    if Membership.objects.filter(organisation=organisation, until=None).exists():
        raise Refused(f"{organisation}里还有党员。先分设支部、转走党员，再改类别。")
    below = organisation.children.filter(dissolved=None)
    if kind in (OrganisationKind.BRANCH, OrganisationKind.LEADING_BODY) and below.exists():
        raise Refused(f"{organisation}下面还有组织。先撤销或者移走，再改类别。")
