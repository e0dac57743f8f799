"""What is recorded of a member: entering him, changing items with a trace of each, unit and team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members import policies
from zhibu.domain.members.choices import Entry
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.items import ITEMS, SENSITIVE, read_items, require_known, text_of
from zhibu.domain.members.models import Member, MemberChange, Membership, Placement
from zhibu.domain.members.services import spans
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import locked as organisations_locked
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def member_record(
    *,
    actor: Actor,
    branch: Organisation,
    how: str,
    since: dt.date,
    values: Mapping[str, str],
    group: Organisation | None = None,
    unit: str = "",
    team: str = "",
) -> Member:
    """A new member on the roll of a branch from `since`; `values` are the texts of his items.

    Refused where his ID number is on a roll already (of somebody who has left only with
    `how=readmitted`) and where a probationary member is given a day of conversion.
    """
    branch = organisations_locked(branch.pk)[branch.pk]  # nobody is taken into a branch that ends meanwhile
    policies.member_record(actor, branch)
    columns = read_items(values)
    _require_new(actor, columns.get("id_number"), how)
    if how == Entry.ADMITTED and columns.get("full_since"):
        raise Refused("新接收的是预备党员，还没有转正日期；早已转正的选“组织关系转入”或“补登”。")
    if since < columns["joined"] and columns.get("joined_precision", "day") == "day":
        raise Refused(f"到支部的日期 {since} 早于入党日期 {columns['joined']}。")
    member = Member(id=new_id("mem"), **columns)
    member.save(force_insert=True)
    spans.begin(member, branch, since)
    if group is not None:
        spans.begin(member, group, since)
    if unit or team:
        require_fits(Placement, unit=unit, team=team)
        Placement.objects.create(member=member, unit=unit, team=team, since=since)
    _trace(actor, member, {"entry": ("", str(Entry(how).label))}, "")
    entry_record(
        actor=actor,
        action="member.record",
        subject=member.pk,
        organisation=branch.pk,
        details={"how": how, "since": since, "group": group.pk if group else ""},
        touched=Touch(frozenset({branch.pk}), frozenset({member.pk})),
    )
    return member


@transaction.atomic
def member_change(
    *, actor: Actor, member: Member, values: Mapping[str, str], why: str = ""
) -> list[str]:
    """Change items of a member; answers the labels of those that really changed.

    Every change leaves a trace that he can see: what stood there, what stands there now, who, when, why.
    """
    locked = spans.member_lock(member.pk)
    policies.member_change(actor, branches_of(locked))
    return items_write(actor=actor, member=locked, values=values, why=why)


def items_write(*, actor: Actor, member: Member, values: Mapping[str, str], why: str) -> list[str]:
    """The same without asking who may: for a request of his own that somebody else has granted."""
    require_known(values)
    wanted = {
        name: text
        for name, text in values.items()
        if " ".join(str(text).split()) != text_of(member, name)
    }
    if not wanted:
        return []
    columns = read_items(wanted, member)
    if "id_number" in columns:
        _require_new(actor, columns["id_number"], "", member.pk)
    before = {name: text_of(member, name) for name in wanted}
    for name, value in columns.items():
        setattr(member, name, value)
    member.save(update_fields=list(columns))
    told = {name: (before[name], text_of(member, name)) for name in wanted}
    _trace(actor, member, told, why)
    home = branches_of(member)
    entry_record(
        actor=actor,
        action="member.change",
        subject=member.pk,
        organisation=home[0].pk if home else "",
        details={
            "why": why,
            "changed": {n: "-" if n in SENSITIVE else f"{a} > {b}" for n, (a, b) in told.items()},
        },
        touched=Touch(members=frozenset({member.pk})),
    )
    return [ITEMS[name].label for name in wanted]


@transaction.atomic
def placement_set(
    *, actor: Actor, member: Member, unit: str, team: str, since: dt.date
) -> Placement | None:
    """His unit and team from a day on; what held until then ends. Both empty: he has none from then on."""
    locked = spans.member_lock(member.pk)
    policies.member_change(actor, branches_of(locked))
    unit, team = unit.strip(), team.strip()
    require_fits(Placement, unit=unit, team=team)
    later = Placement.objects.filter(member=locked, since__gt=since).order_by("since").first()
    if later is not None:
        raise Refused(f"{later.since} 起的单位或班组（{later}）已经登记，日期不能早于它，读到 {since}。")
    Placement.objects.filter(member=locked, since=since).delete()
    here = Placement.objects.filter(member=locked, since__lt=since).order_by("since").last()
    if here is not None and (here.until is None or here.until > since):
        here.until = since
        here.save(update_fields=["until"])
    made = None
    if unit or team:
        made = Placement.objects.create(member=locked, unit=unit, team=team, since=since)
    home = branches_of(locked)
    entry_record(
        actor=actor,
        action="placement.set",
        subject=locked.pk,
        organisation=home[0].pk if home else "",
        details={"since": since, "before": str(here or ""), "after": str(made or "")},
    )
    return made


def branches_of(member: Member) -> list[Organisation]:
    """The branches and groups of today or later; of somebody who left, those he left from."""
    found = list(Membership.objects.filter(member=member).select_related("organisation"))
    today = clock.today()
    now = [span for span in found if span.until is None or span.until > today]
    last = max((span.until for span in found if span.until), default=None)
    return [s.organisation for s in now or [s for s in found if s.until == last]]


def _require_new(actor: Actor, number: str | None, how: str, own: str = "") -> None:
    """One person, one row: the same number may come again only after its first bearer has left."""
    if not number:
        return
    there = Member.objects.filter(id_number_index=index_of("id_number", number)).exclude(pk=own)
    for other in there:
        if how == Entry.READMITTED and other.left is not None:
            continue
        homes = branches_of(other)
        if any(actor.reaches(home.path) for home in homes) or actor.everything:
            where = f"{other.name}（{'、'.join(str(h) for h in homes) or '没有支部'}）"
            raise Refused(f"这个身份号码已经登记给{where}，不能再登一个人。两条是同一个人的，用“重复的党员”合并。")
        raise Refused("这个身份号码已经登记在你看不到的支部，本人要过来，办组织关系转接。")


def _trace(actor: Actor, member: Member, told: Mapping[str, tuple[Any, Any]], why: str) -> None:
    now = clock.now()
    MemberChange.objects.bulk_create(
        [
            MemberChange(
                member=member, item=name, before=before or None, after=after or None, at=now,
                by=actor.name, door=actor.door, why=why.strip()[:200],
            )
            for name, (before, after) in told.items()
        ]
    )  # fmt: skip
