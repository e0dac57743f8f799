"""Drafts of a division: opened, proposed, changed by hand, undone; kept step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.groups import policies
from zhibu.domain.groups.choices import OPEN, Basis, DivisionState
from zhibu.domain.groups.dividing.asking import MOST_GROUPS, Wish
from zhibu.domain.groups.dividing.layouts import (
    as_it_is,
    fresh_names,
    named,
    packed,
    prefix,
    short,
    unpacked,
)
from zhibu.domain.groups.dividing.people import Division as Layout
from zhibu.domain.groups.dividing.people import Part, Setting
from zhibu.domain.groups.dividing.proposing import propose
from zhibu.domain.groups.models import Alternative, Division, DivisionStep
from zhibu.domain.groups.selectors.asked import asked_of
from zhibu.domain.groups.selectors.drafts import layout_of, pinned
from zhibu.domain.groups.selectors.setting import leaders_of, setting_of
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def division_open(
    *, actor: Actor, branch: Organisation, basis: str = "", groups: int | None = None,
    largest: int | None = None, empty: bool = False,
) -> Division:
    """A draft of how the branch could be divided: as it is now, then what the solver offers first.

    `basis`: by unit or by team; not given, by team where all are of one unit. `empty`: only as it is now,
    to be changed by hand. Refused where one is open already.
    """
    locked = Organisation.objects.select_for_update().get(pk=branch.pk)
    policies.division_change(actor, locked)
    if locked.kind != OrganisationKind.BRANCH or locked.dissolved:
        raise Refused(f"{locked}不是现有的党支部，不能分党小组。")
    if Division.objects.filter(branch=locked, state__in=OPEN).exists():
        raise Refused(f"{locked}已经有一份没办完的划分方案，接着改那一份，或者先放弃它。")
    today = clock.today()
    setting = setting_of(locked, today)
    made = Division.objects.create(
        id=new_id("div"), branch=locked, opened_on=today, opened_by=actor.name,
        basis=Basis(basis) if basis else _basis(setting), groups=groups, largest=largest,
    )  # fmt: skip
    now = as_it_is(setting, leaders_of((g.id for g in setting.present), today))
    DivisionStep.objects.create(division=made, number=0, label="现在的分组", layout=packed(now))
    draft_record(actor, "division.open", made, basis=made.basis, groups=groups, largest=largest)
    if not empty:
        _offer(made, setting)
        first = made.alternatives.order_by("place").first()
        if first is not None and first.layout["groups"]:
            _step(made, f"采用“{first.label}”", unpacked(first.layout))
    return made


@transaction.atomic
def division_propose(
    *, actor: Actor, division: Division, revision: int, basis: str = Basis.UNIT, groups: int | None = None,
    largest: int | None = None,
) -> Division:
    """Ask the solver again, with other wishes; the draft itself stays as it is until an offer is taken."""
    held = draft_locked(actor, division, revision)
    if groups is not None and not 2 <= groups <= MOST_GROUPS:
        raise Refused(f"组数写 2 到 {MOST_GROUPS}，或者不写；读到 {groups}。")
    if largest is not None and largest < 1:
        raise Refused(f"一组最多几人写正整数，或者不写；读到 {largest}。")
    held.basis, held.groups, held.largest = Basis(basis), groups, largest
    held.save(update_fields=["basis", "groups", "largest"])
    setting = setting_of(held.branch, clock.today())
    _offer(held, setting, pinned(held, layout_of(held, setting)))
    draft_turned(held)
    draft_record(actor, "division.propose", held, basis=basis, groups=groups, largest=largest)
    return held


@transaction.atomic
def division_take(*, actor: Actor, division: Division, revision: int, place: int) -> Division:
    """Take one of the offers as the draft."""
    held = draft_locked(actor, division, revision)
    offer = held.alternatives.filter(place=place).first()
    if offer is None:
        raise Refused("这个备选方案已经不在了，重新提出方案再选。")
    _step(held, f"采用“{offer.label}”", unpacked(offer.layout))
    draft_record(actor, "division.take", held, label=offer.label)
    return held


@transaction.atomic
def division_move(
    *, actor: Actor, division: Division, revision: int, members: Sequence[str], to: int | None
) -> Division:
    """Members into another group of the draft (its place, from 0), a new one (-1), or none (None)."""
    wanted = list(dict.fromkeys(members))

    def moved(layout: Layout, setting: Setting) -> tuple[Layout, str]:
        names = {one.id: one.name for one in setting.people}
        if not wanted or set(wanted) - set(names):
            raise Refused("先勾选要移动的党员；不在这个支部的不能编组。")
        parts = [
            Part(p.name, tuple(m for m in p.members if m not in wanted), p.present,
                 "" if p.leader in wanted else p.leader)
            for p in layout.parts
        ]  # fmt: skip
        if to == -1:
            parts.append(Part(prefix(setting) + next(fresh_names(p.name for p in parts)), ()))
        place = len(parts) - 1 if to == -1 else to
        if place is not None:
            _there(layout, place, len(parts))
            p = parts[place]
            parts[place] = Part(p.name, tuple(sorted((*p.members, *wanted))), p.present, p.leader)
        where = short(parts[place].name, setting.name) if place is not None else "不编组"
        some = "、".join(names[key] for key in wanted[:3]) + ("等" if len(wanted) > 3 else "")
        return Layout(tuple(p for p in parts if p.members)), f"{some} {len(wanted)} 人到{where}"

    return _changed(actor, division, revision, "division.move", moved, members=wanted, to=to)


@transaction.atomic
def division_merge(
    *, actor: Actor, division: Division, revision: int, group: int, into: int | None
) -> Division:
    """All of one group into another (None: the group is closed and its people are in none)."""

    def merged(layout: Layout, setting: Setting) -> tuple[Layout, str]:
        _there(layout, group)
        gone, parts = layout.parts[group], list(layout.parts)
        label = f"撤掉{short(gone.name, setting.name)}"
        if into is not None:
            _there(layout, into)
            if into == group:
                raise Refused("选另一个党小组来合并。")
            p = parts[into]
            parts[into] = Part(p.name, tuple(sorted((*p.members, *gone.members))), p.present, p.leader)
            label = f"{short(gone.name, setting.name)}并入{short(p.name, setting.name)}"
        del parts[group]
        return Layout(tuple(parts)), label

    return _changed(actor, division, revision, "division.merge", merged, group=group, into=into)


@transaction.atomic
def division_name(
    *, actor: Actor, division: Division, revision: int, group: int, name: str, leader: str = ""
) -> Division:
    """Name a group of the draft, and note whom one has in mind as its leader (who is then chosen by the roads)."""
    wanted = name.strip()

    def renamed(layout: Layout, setting: Setting) -> tuple[Layout, str]:
        _there(layout, group)
        old = layout.parts[group]
        if not wanted:
            raise Refused("党小组要有名称。")
        require_fits(Organisation, name=wanted)
        if any(p.name == wanted for n, p in enumerate(layout.parts) if n != group):
            raise Refused(f"已经有一个组叫“{wanted}”，换一个名称。")
        if leader and leader not in old.members:
            raise Refused("组长人选要从这个组的党员里选。")
        parts = list(layout.parts)
        parts[group] = Part(wanted, old.members, old.present, leader)
        person = next((one.name for one in setting.people if one.id == leader), "")
        label = f"{old.name}改名{wanted}" if wanted != old.name else f"{wanted}组长人选{person or '空着'}"
        return Layout(tuple(parts)), label

    return _changed(actor, division, revision, "division.name", renamed, group=group, name=wanted, leader=leader)


@transaction.atomic
def division_undo(*, actor: Actor, division: Division, revision: int) -> Division:
    """One step back."""
    held = draft_locked(actor, division, revision)
    if not held.place:
        raise Refused("已经是第一步，没有可以撤销的。")
    held.place -= 1
    draft_turned(held)
    draft_record(actor, "division.undo", held, place=held.place)
    return held


@transaction.atomic
def division_redo(*, actor: Actor, division: Division, revision: int) -> Division:
    """The step that was undone last, again."""
    held = draft_locked(actor, division, revision)
    if not held.steps.filter(number=held.place + 1).exists():
        raise Refused("没有撤销过的步骤可以重做。")
    held.place += 1
    draft_turned(held)
    draft_record(actor, "division.redo", held, place=held.place)
    return held


@transaction.atomic
def division_drop(*, actor: Actor, division: Division, revision: int) -> Division:
    """Give the draft up; it stays in the history."""
    held = draft_locked(actor, division, revision)
    held.state = DivisionState.DROPPED
    held.save(update_fields=["state"])
    draft_turned(held)
    draft_record(actor, "division.drop", held)
    return held


def _basis(setting: Setting) -> Basis:
    """By what people differ at all."""
    units, teams = ({getattr(one, name) for one in setting.people} - {""} for name in ("unit", "team"))
    return Basis.TEAM if len(units) < 2 and len(teams) > 1 else Basis.UNIT


def _offer(division: Division, setting: Setting, pins: Mapping[str, str] | None = None) -> None:
    """Ask the solver and keep what it offers."""
    today = clock.today()
    asked = asked_of(division.branch, setting, today)
    wish = Wish(division.basis, division.groups, division.largest, pins or {})
    proposal = propose(setting, asked.demands, wish)
    leaders = leaders_of((g.id for g in setting.present), today)
    division.alternatives.all().delete()
    Alternative.objects.bulk_create(
        Alternative(
            division=division, place=place, label=offer.label, best=offer.best, nearest=offer.nearest,
            layout=packed(named(offer.division, setting, leaders)),
        )
        for place, offer in enumerate(proposal.offers)
    )  # fmt: skip
    division.told = {"conflict": [list(one.rule.key) for one in proposal.conflict], "wish": proposal.wish_conflicts}
    division.save(update_fields=["told"])


def _changed(
    actor: Actor, division: Division, revision: int, action: str,
    change: Callable[[Layout, Setting], tuple[Layout, str]], **details: object,
) -> Division:  # fmt: skip
    held = draft_locked(actor, division, revision)
    setting = setting_of(held.branch, clock.today())
    layout, label = change(layout_of(held, setting), setting)
    _step(held, label, layout)
    draft_record(actor, action, held, **details)
    return held


def _step(division: Division, label: str, layout: Layout) -> None:
    """Append a step; what had been undone goes."""
    division.steps.filter(number__gt=division.place).delete()
    division.place += 1
    DivisionStep.objects.create(
        division=division, number=division.place, label=label[:200], layout=packed(layout)
    )
    draft_turned(division)


def draft_turned(division: Division) -> None:
    """One change more: who looks at an older page may not change the draft."""
    division.revision += 1
    division.save(update_fields=["place", "revision"])


def draft_locked(actor: Actor, division: Division, revision: int) -> Division:
    """The draft, held; refused where somebody changed it since it was shown."""
    held = Division.objects.select_for_update(of=("self",)).select_related("branch").get(pk=division.pk)
    policies.division_change(actor, held.branch)
    if held.state != DivisionState.DRAFT:
        raise Refused(f"这份方案{held.get_state_display()}，不能再改。")
    if held.revision != revision:
        raise Refused("这份方案刚被改过，下面是改过以后的样子；看一遍再动。没有写入任何数据。")
    return held


def _there(layout: Layout, group: int, count: int | None = None) -> None:
    if not 0 <= group < (len(layout.parts) if count is None else count):
        raise Refused("方案里没有这个党小组，刷新以后再选。")


def draft_record(actor: Actor, action: str, division: Division, **details: object) -> None:
    """One entry of a draft in the record."""
    entry_record(
        actor=actor, action=action, subject=division.pk, organisation=division.branch_id, details=details
    )
