"""The groups of a branch as they are: sizes, leaders, what the rules say, and how a miss could be mended."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.citations import Citation
from zhibu.domain.groups.choices import OPEN
from zhibu.domain.groups.dividing.layouts import as_it_is, short
from zhibu.domain.groups.dividing.nearness import distance
from zhibu.domain.groups.dividing.people import Division, Part, Setting
from zhibu.domain.groups.dividing.solving import block_of
from zhibu.domain.groups.models import Division as Row
from zhibu.domain.groups.models import Neighbour
from zhibu.domain.groups.policies import may_divide
from zhibu.domain.groups.selectors.asked import Asked, answers, answers_to_drafts, asked_of, cited
from zhibu.domain.groups.selectors.board import Told, told_of
from zhibu.domain.groups.selectors.setting import groups_of, leaders_of, setting_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

MERGES, JOINS, SHOWN = 6, 4, 5
HISTORY = 20


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group in the list of a branch."""

    group: Organisation
    size: int
    full: int
    units: str
    leader: str
    leader_name: str
    missed: list[Told]
    short: str

    @property
    def probationary(self) -> int:
        return self.size - self.full


@dataclass(frozen=True, slots=True)
class BranchGroups:
    """The page of a branch's groups."""

    branch: Organisation
    rows: list[GroupRow]
    whole: list[Told]  # what the rules say of the branch as a whole
    outside: int
    people: int
    may: list[Citation]
    open: Row | None
    history: list[Row]
    neighbours: list[Neighbour]
    units: list[str]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to mend a group: what it does, and what the rules would say then."""

    how: str
    other: str
    label: str
    unmet: int
    deviations: int
    sizes: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The page of one group."""

    group: Organisation
    branch: Organisation
    people: list[tuple[Member, str, bool]]  # with unit, and whether a full member
    told: list[Told]
    leader: str
    leader_name: str
    mends: list[Mend]
    open: Row | None
    may_change: bool

    @property
    def missed(self) -> list[Told]:
        return [one for one in self.told if one.misses]


def branch_get(actor: Actor, key: str) -> Organisation:
    """A branch whose groups the actor may see; for a group of his, no more than the group."""
    found = scope.organisation_get(actor, key)
    if found.kind != OrganisationKind.BRANCH:
        raise NotFound("这不是党支部。")
    return found


def branch_groups(actor: Actor, key: str) -> BranchGroups:
    """The groups of a branch today, and its divisions so far."""
    branch, today = branch_get(actor, key), clock.today()
    setting, now, asked, told = _as_it_is(branch, today)
    names = {one.id: one.name for one in setting.people}
    bodies = {one.pk: one for one in groups_of(branch, today)}
    rows = []
    for place, part in enumerate(now.parts):
        inside = [one for one in setting.people if one.group == part.present]
        units = Counter(one.unit for one in inside if one.unit).most_common(3)
        rows.append(GroupRow(
            bodies[part.present], len(inside), sum(one.full for one in inside),
            "、".join(f"{name} {count}" for name, count in units), part.leader, names.get(part.leader, ""),
            [one for n, one in told if n == place and one.misses], short(part.name, str(branch)),
        ))  # fmt: skip
    divisions = list(branch.divisions.order_by("-opened_on", "-pk")[:HISTORY])
    return BranchGroups(
        branch, rows, [one for n, one in told if n is None],
        sum(not one.group for one in setting.people), len(setting.people), [cited(rule) for rule in asked.may],
        next((one for one in divisions if one.state in OPEN), None), divisions,
        list(branch.neighbours.all()), sorted({block_of(one, basis) for one in setting.people for basis in ("unit", "team")} - {""}),
        may_divide(actor, branch),
    )  # fmt: skip


def group_page(actor: Actor, key: str) -> GroupPage:
    """One group: its people, what the rules say of it, how a miss could be mended."""
    group = scope.organisation_get(actor, key)
    branch = group.parent
    if group.kind != OrganisationKind.PARTY_GROUP or branch is None:
        raise NotFound("这不是党小组。")
    today = clock.today()
    setting, now, asked, told = _as_it_is(branch, today)
    place = next((n for n, part in enumerate(now.parts) if part.present == group.pk), None)
    own = [one for n, one in told if n == place and n is not None]
    inside = [one for one in setting.people if one.group == group.pk]
    members = {one.pk: one for one in Member.objects.filter(pk__in=[p.id for p in inside])}
    may = may_divide(actor, branch)
    missed = any(one.misses for one in own)
    leader = now.parts[place].leader if place is not None else ""
    return GroupPage(
        group, branch, [(members[one.id], one.unit, one.full) for one in inside], own, leader,
        next((one.name for one in setting.people if one.id == leader), ""),
        _mends(setting, now, asked, place) if missed and may and place is not None else [],
        branch.divisions.filter(state__in=OPEN).first() if may else None, may,
    )  # fmt: skip


Answers = list[tuple[int | None, Told]]


def _as_it_is(branch: Organisation, on: dt.date) -> tuple[Setting, Division, Asked, Answers]:
    setting = setting_of(branch, on)
    now = as_it_is(setting, leaders_of((one.id for one in setting.present), on))
    asked = asked_of(branch, setting, on)
    [found] = answers(asked, setting, [now])
    return setting, now, asked, [
        (one.part, told_of(one, "" if one.part is None else short(now.parts[one.part].name, str(branch)))) for one in found
    ]  # fmt: skip


def _mends(setting: Setting, now: Division, asked: Asked, place: int) -> list[Mend]:
    """Ways to mend the group at a place, those that break least first, then those that move fewest."""
    tried = [*_merges(setting, now, place), *_joins(setting, now, place), *_closing(now, place)]
    found = answers_to_drafts(asked, setting, [layout for _, _, _, layout in tried])
    mends = []
    for (how, other, label, layout), told in zip(tried, found, strict=True):
        statuses = Counter(one.verdict.status for one in told)
        mends.append((len(layout.moved(setting.people)), Mend(
            how, other, label, statuses["unmet"], statuses["deviation"],
            "、".join(str(len(part.members)) for part in layout.parts) or "不分组",
        )))  # fmt: skip
    mends.sort(key=lambda one: (one[1].unmet, one[1].deviations, one[0], one[1].how, one[1].other))
    return [mend for _, mend in mends[:SHOWN]]


Tried = list[tuple[str, str, str, Division]]


def _far(setting: Setting, one: Part, other: Part) -> int:
    """How far the units of two groups lie from each other."""
    units = {p.id: p.unit for p in setting.people}
    return min(
        (distance(units[a], units[b], setting.neighbours) for a in one.members for b in other.members), default=9
    )


def _merges(setting: Setting, now: Division, place: int) -> Tried:
    gone = now.parts[place]
    others = sorted(
        (n for n in range(len(now.parts)) if n != place),
        key=lambda n: (_far(setting, gone, now.parts[n]), len(now.parts[n].members), n),
    )
    found = []
    for n in others[:MERGES]:
        p = now.parts[n]
        joined = Part(p.name, (*p.members, *gone.members), p.present, p.leader)
        parts = tuple(joined if m == n else q for m, q in enumerate(now.parts) if m != place)
        found.append(("merge", p.present, f"并入{short(p.name, setting.name)}", Division(parts)))
    return found


def _joins(setting: Setting, now: Division, place: int) -> Tried:
    """One member from another group: of each the one whose unit is nearest, nobody who leads."""
    here, found = now.parts[place], []
    units = {p.id: p.unit for p in setting.people}
    names = {p.id: p.name for p in setting.people}
    own = {units[m] for m in here.members} or {""}
    giving = sorted((n for n in range(len(now.parts)) if n != place), key=lambda n: (-len(now.parts[n].members), n))
    full = {p.id: p.full for p in setting.people}
    for n in giving[:JOINS]:
        p = now.parts[n]
        free = [m for m in p.members if m != p.leader]
        if not free:
            continue
        one = min(free, key=lambda m: (not full[m], min(distance(units[m], u, setting.neighbours) for u in own), m))
        parts = list(now.parts)
        parts[n] = Part(p.name, tuple(m for m in p.members if m != one), p.present, p.leader)
        parts[place] = Part(here.name, (*here.members, one), here.present, here.leader)
        found.append(("join", one, f"从{short(p.name, setting.name)}调{names[one]}过来", Division(tuple(parts))))
    return found


def _closing(now: Division, place: int) -> Tried:
    parts = tuple(part for n, part in enumerate(now.parts) if n != place)
    return [("close", "", "撤掉这个组，党员由支部直接管理", Division(parts))]


def neighbour_get(actor: Actor, number: int) -> Neighbour:
    """A pair of neighbouring units of a branch in scope."""
    row = Neighbour.objects.select_related("branch").filter(pk=number).first()
    if row is None or not actor.reaches(row.branch.path):
        raise NotFound("找不到这一对相邻单位，或者它不在你的管理范围里。")
    return row
