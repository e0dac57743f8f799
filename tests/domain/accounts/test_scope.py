"""Who sees what: nothing of a foreign subtree, and each role only its own part of the own one."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

pytestmark = pytest.mark.django_db

# role, place, member -> organisations, named ones too, members, activities, penalties of
SEEN = {
    ("clerk", "C1", ""): ("C1 B1 G11 G12 B2 G21", "", "M1 M2 M3 M4", "A1 A11", "M2"),
    ("clerk", "C9", ""): ("C9 B9", "", "M9", "A9", ""),
    ("secretary", "B1", "M3"): ("B1 G11 G12", "", "M1 M2 M3", "A1 A11", "M2"),
    ("commissioner", "B2", ""): ("B2 G21", "", "M4", "", ""),
    ("leader", "G11", "M1"): ("G11", "B1", "M1 M2", "A11", ""),
    ("member", "B1", "M2"): ("", "B1 G11", "M2", "A11", "M2"),
    ("member", "B1", "M3"): ("", "B1 G12", "M3", "A1", ""),
}


@pytest.mark.parametrize("who", SEEN, ids=lambda who: " ".join(who))
def test_each_role_sees_its_part(people: dict[str, Member], who: tuple[str, str, str]) -> None:
    me = actor(*who)
    organisations, named, members, activities, penalties = (set(s.split()) for s in SEEN[who])

    assert {o.pk for o in scope.organisations(me)} == organisations
    assert {o.pk for o in scope.organisations_named(me)} == organisations | named
    assert {m.pk for m in scope.members(me)} == members
    assert {a.pk for a in scope.activities(me)} == activities
    assert {p.member_id for p in scope.penalties(me)} == penalties
    assert {m.member_id for m in scope.memberships(me)} == members
    assert {a.activity_id for a in scope.attendance(me)} == activities
    assert {p.pk for p in scope.posts(me)} == (
        {"P9"} & {f"P{m[1:]}" for m in members} if "B9" in organisations
        else {"P1"} & {f"P{m[1:]}" for m in members}
    )


def test_the_keeper_sees_everything_and_nobody_nothing(people: dict[str, Member]) -> None:
    nobody = Actor(name="", door="test")

    assert scope.organisations(KEEPER).count() == scope.organisations_named(KEEPER).count() == 8
    assert (scope.members(KEEPER).count(), scope.activities(KEEPER).count()) == (5, 3)
    assert (scope.posts(KEEPER).count(), scope.penalties(KEEPER).count()) == (2, 1)
    for rows in (scope.organisations, scope.organisations_named, scope.members, scope.activities,
                 scope.posts, scope.penalties, scope.dues, scope.papers, scope.cases,
                 scope.ballots, scope.checks, scope.states, scope.memberships, scope.attendance):
        assert not rows(nobody).exists(), rows.__name__


def test_foreign_and_missing_rows_are_not_told_apart(people: dict[str, Member]) -> None:
    me = actor("clerk", "C1")

    assert scope.organisation_get(me, "B1").pk == "B1"
    assert scope.member_get(me, "M1").pk == "M1"
    assert scope.activity_get(me, "A1").pk == "A1"
    for get, foreign in (
        (scope.organisation_get, "B9"), (scope.member_get, "M9"), (scope.activity_get, "A9"),
    ):
        with pytest.raises(NotFound) as there:
            get(me, foreign)
        with pytest.raises(NotFound) as missing:
            get(me, "none")
        assert str(there.value) == str(missing.value)


def test_a_role_counts_only_on_its_days(people: dict[str, Member]) -> None:
    me = actor("clerk", "C1")
    grant = RoleGrant.objects.get(user=me.user)
    grant.until = dt.date(2024, 5, 1)
    grant.save()

    def seen(day: dt.date) -> int:
        return scope.organisations(actor_of(user=grant.user, door="test", on=day)).count()

    assert (seen(dt.date(2024, 4, 30)), seen(dt.date(2024, 5, 1))) == (6, 0)
    assert seen(dt.date(2019, 12, 31)) == 0


def test_who_moved_away_is_seen_by_the_new_branch_only(people: dict[str, Member]) -> None:
    day = dt.date(2024, 6, 1)
    Membership.objects.filter(member="M4").update(until=day)
    Membership.objects.create(member_id="M4", organisation_id="B9", since=day)
    old, new = actor("secretary", "B2"), actor("secretary", "B9")

    assert not scope.members(old).exists()
    assert {m.pk for m in scope.members(new)} == {"M4", "M9"}


def test_who_left_the_party_stays_with_his_last_branch(people: dict[str, Member]) -> None:
    day = dt.date(2024, 6, 1)
    Member.objects.filter(pk="M4").update(left=day, left_reason="去世")
    Membership.objects.filter(member="M4").update(until=day)

    assert {m.pk for m in scope.members(actor("secretary", "B2"))} == {"M4"}


def test_who_left_after_moving_away_is_not_seen_by_his_former_branch(
    people: dict[str, Member],
) -> None:
    moved, left = dt.date(2024, 1, 1), dt.date(2024, 6, 1)
    Membership.objects.filter(member="M4").update(until=moved)
    Membership.objects.create(member_id="M4", organisation_id="B9", since=moved, until=left)
    Member.objects.filter(pk="M4").update(left=left, left_reason="组织关系转出")
    former, last = actor("secretary", "B2"), actor("secretary", "B9")

    assert not scope.members(former).exists()
    assert not scope.dues(former).exists()
    assert {m.pk for m in scope.members(last)} == {"M4", "M9"}
