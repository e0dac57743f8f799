"""A branch of an office with units, cadres and groups, by few words."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.models import Activity
from zhibu.domain.members.models import Member, Membership, Placement, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

DAY = clock.today()
SINCE = dt.date(2015, 1, 1)
KEEPER = Actor.system("test")


def branch_of(
    units: dict[str, int], *directives: str, groups: dict[str, int] | None = None, key: str = "B",
    sector: str = "organ",
) -> Organisation:  # fmt: skip
    """A branch below a committee with so many full members in each unit, and directives in force.

    `groups`: unit -> how many of its first members sit in a group of that unit's name.
    """
    upper = Organisation(id=f"C{key}", kind="work_committee", name=f"工委{key}", established=SINCE)
    made = Organisation(
        id=key, parent_id=upper.pk, kind="branch", name=f"{key}支部", sector=sector, established=SINCE
    )
    below = [
        Organisation(id=f"G{key}{n}", parent_id=key, kind="party_group", name=f"{unit}党小组", established=SINCE,
                     sector=sector)
        for n, unit in enumerate(groups or {})
    ]  # fmt: skip
    organisations_record(actor=KEEPER, organisations=[upper, made, *below])
    for place, (unit, count) in enumerate(units.items()):
        for number in range(count):
            one = member(f"{key}{place}{number:02d}", key, unit)
            if number < (groups or {}).get(unit, 0):
                where = f"G{key}{list(groups or {}).index(unit)}"
                Membership.objects.create(member=one, organisation_id=where, since=SINCE)
    for directive in directives:
        Adoption.objects.create(organisation_id=upper.pk, directive=directive, since=SINCE)
    return Organisation.objects.get(pk=key)


def member(key: str, branch: str, unit: str = "", *, full: bool = True) -> Member:
    """A member of a branch, with his unit."""
    one = Member.objects.create(
        id=f"m{key}", name=f"党员{key}", joined=SINCE, full_since=dt.date(2016, 1, 1) if full else None
    )
    Membership.objects.create(member=one, organisation_id=branch, since=SINCE)
    if unit:
        Placement.objects.create(member=one, unit=unit, since=SINCE)
    return one


def meeting(branch: Organisation, on: dt.date | None = None, kind: str = "committee_meeting") -> Activity:
    """A meeting that was held."""
    day = on or DAY
    return Activity.objects.create(
        id=f"A-{kind}-{day}", organisation=branch, type=kind, on=day, status="held", theme="研究党小组"
    )


def secretary(branch: Organisation, member: str) -> Post:
    """The secretary of the branch, with his term, and two commissioners."""
    others = Member.objects.filter(memberships__organisation=branch).exclude(pk=member).order_by("pk")
    kinds = ("organisation_commissioner", "publicity_commissioner")
    for one, kind in zip(others, kinds, strict=False):
        Post.objects.create(
            id=f"K-{kind}", member=one.pk, organisation=branch, post=kind, since=dt.date(2025, 6, 1), manner="elected"
        )
    return Post.objects.create(
        id=f"S-{branch.pk}", member=member, organisation=branch, post="secretary", since=dt.date(2025, 6, 1),
        planned_until=dt.date(2028, 6, 1), manner="elected",
    )  # fmt: skip
