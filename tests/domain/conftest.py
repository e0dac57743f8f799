"""The cast: two committees that know nothing of each other, branches, groups, members, actors."""

from __future__ import annotations

import datetime as dt

import pytest

from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.members.models import Member, Membership, Penalty, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.kernel.actor import Actor

SINCE = dt.date(2020, 1, 1)
KEEPER = Actor.system("test")
# id -> (parent, kind); children stand before their parents on purpose
TREE = {
    "G11": ("B1", "party_group"),
    "G12": ("B1", "party_group"),
    "B1": ("C1", "branch"),
    "B2": ("C1", "branch"),
    "G21": ("B2", "party_group"),
    "C1": ("", "committee"),
    "C9": ("", "committee"),
    "B9": ("C9", "branch"),
}
# member -> (branch, group)
PEOPLE = {
    "M1": ("B1", "G11"),
    "M2": ("B1", "G11"),
    "M3": ("B1", "G12"),
    "M4": ("B2", "G21"),
    "M9": ("B9", ""),
}


def organisation(key: str, parent: str, kind: str) -> Organisation:
    """An organisation that has been there since 2020."""
    return Organisation(
        id=key, parent_id=parent or None, kind=kind, name=f"{key}组织", established=SINCE
    )


def tree_made() -> dict[str, Organisation]:
    """Write the organisations; by id."""
    rows = [organisation(key, parent, kind) for key, (parent, kind) in TREE.items()]
    return {o.pk: o for o in organisations_record(actor=KEEPER, organisations=rows)}


@pytest.fixture
def tree(db: None) -> dict[str, Organisation]:
    """The organisations by id."""
    return tree_made()


@pytest.fixture
def people(tree: dict[str, Organisation]) -> dict[str, Member]:
    """The members by id, with memberships, a post, a penalty and a meeting in each branch."""
    return people_made()


def people_made() -> dict[str, Member]:
    """Write the members into the tree that stands."""
    for key, (branch, group) in PEOPLE.items():
        Member.objects.create(
            id=key, name=f"党员{key}", joined=dt.date(2015, 7, 1), full_since=dt.date(2016, 7, 1),
            id_number=f"99999919900101{int(key[1:]):04d}", phone=f"1540000000{key[1:]}",
        )
        for place in filter(None, (branch, group)):
            Membership.objects.create(member_id=key, organisation_id=place, since=SINCE)
    Post.objects.create(id="P1", member="M1", organisation_id="G11", post="group_leader", since=SINCE)
    Post.objects.create(id="P9", member="M9", organisation_id="B9", post="secretary", since=SINCE)
    Penalty.objects.create(member_id="M2", kind="warning", since=dt.date(2024, 1, 1))
    for key, place, there in (("A1", "B1", "M3"), ("A11", "G11", "M2"), ("A9", "B9", "M9")):
        Activity.objects.create(
            id=key, organisation_id=place, type="general_meeting", on=dt.date(2024, 3, 1),
            status="held", host=there,
        )
        Attendance.objects.create(activity_id=key, member_id=there, status="present")
    return {m.pk: m for m in Member.objects.all()}


def actor(role: str, place: str, member: str = "") -> Actor:
    """An account holding one role, signed in."""
    user = User.objects.create(
        id=f"U-{role}-{place}", username=f"{role}-{place}", name=f"{role} {place}",
        member_id=member or None,
    )
    RoleGrant.objects.create(user=user, role=role, organisation_id=place, since=SINCE)
    return actor_of(user=user, door="test")
