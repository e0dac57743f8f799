"""Rights follow from posts and dates: nobody grants them, nobody takes them away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, SINCE, actor
from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of, roles_of
from zhibu.domain.accounts.services import role_grant
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def user_of(member: str) -> User:
    return User.objects.create(id=f"U-{member}", username=member.lower(), name=f"党员{member}", member_id=member)


def roles(user: User, on: dt.date | None = None) -> set[tuple[str, str]]:
    return {(held.role, held.organisation) for held in actor_of(user=user, door="test", on=on).roles}


def post(member: str, where: str, kind: str, **more: Any) -> Post:
    fields = {"since": SINCE} | more
    return Post.objects.create(id=f"P-{member}-{where}-{kind}", member=member, organisation_id=where, post=kind, **fields)


def test_a_leader_sees_his_group_without_anybody_granting_it(people: dict[str, Member]) -> None:
    me = actor_of(user=user_of("M1"), door="test")  # group leader of G11 since 2020

    assert [(held.role, held.organisation) for held in me.roles] == [("leader", "G11")]
    assert set(scope.organisations(me).values_list("pk", flat=True)) == {"G11"}


def test_a_leader_whose_term_ended_yesterday_sees_nothing_today(people: dict[str, Member]) -> None:
    user, today = user_of("M1"), clock.today()
    Post.objects.filter(pk="P1").update(until=today)

    assert roles(user, today - DAY) == {("leader", "G11")}
    assert roles(user) == set()
    assert not scope.organisations(actor_of(user=user, door="test")).exists()


def test_who_becomes_leader_today_sees_his_group_today(people: dict[str, Member]) -> None:
    user, today = user_of("M2"), clock.today()
    post("M2", "G12", "group_leader", since=today)

    assert roles(user, today - DAY) == set()
    assert roles(user) == {("leader", "G12")}


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("secretary", "secretary"), ("deputy_secretary", "secretary"), ("committee_member", "commissioner"),
        ("organisation_commissioner", "commissioner"), ("publicity_commissioner", "commissioner"),
        ("discipline_commissioner", "commissioner"), ("instructor", None), ("leading_cadre", None),
    ],
)  # fmt: skip
def test_posts_of_a_branch(people: dict[str, Member], kind: str, role: str | None) -> None:
    post("M3", "B1", kind)

    assert roles(user_of("M3")) == ({(role, "B1")} if role else set())


def test_acting_counts_and_several_roles_stand_together(people: dict[str, Member]) -> None:
    user = user_of("M3")
    post("M3", "B1", "organisation_commissioner", acting=True)
    post("M3", "G12", "group_leader")
    role_grant(actor=KEEPER, user=user, role="clerk", organisation=Organisation.objects.get(pk="C1"), since=SINCE)

    assert roles(user) == {("secretary", "B1"), ("leader", "G12"), ("clerk", "C1")}
    told = {(right.label, right.place, right.by) for right in roles_of(actor=actor_of(user=user, door="test"))}
    assert told == {
        ("支部书记", "B1组织", "任职：组织委员（主持工作）"),
        ("党小组长", "G12组织", "任职：党小组组长"),
        ("党务工作者", "C1组织", "授权"),
    }


def test_a_post_above_the_branch_gives_nothing_by_itself(people: dict[str, Member]) -> None:
    post("M3", "C1", "secretary")

    assert roles(user_of("M3")) == set()


@pytest.mark.parametrize("ending", ["left", "dissolved"])
def test_who_left_and_what_was_dissolved_gives_nothing(people: dict[str, Member], ending: str) -> None:
    user, today = user_of("M1"), clock.today()
    if ending == "left":
        Member.objects.filter(pk="M1").update(left=today)
    else:
        Organisation.objects.filter(pk="G11").update(dissolved=today)

    assert roles(user) == set()


def test_the_same_role_by_post_and_grant_is_held_once(people: dict[str, Member]) -> None:
    me = actor("leader", "G11", member="M1")

    assert len(me.roles) == 1
