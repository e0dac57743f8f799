"""What the end of a term and a new committee put on the desk of a branch: the election, the leaders of its groups."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import actor, people, tree
from zhibu.domain.casework.services import case_open
from zhibu.domain.committees.selectors.waiting import desk_items
from zhibu.domain.leaders.selectors import renewing
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation

__all__ = ["people", "tree"]
DAY = dt.date(2024, 3, 1)
People = dict[str, Member]


def committee(ends: dt.date, since: dt.date) -> None:
    for number, (member, post) in enumerate((("M1", "secretary"), ("M2", "organisation_commissioner"))):
        Post.objects.create(
            id=f"PC{number}", member=member, organisation_id="B1", post=post, since=since, planned_until=ends
        )


@pytest.mark.parametrize(("ends", "said"), [
    (dt.date(2024, 8, 31), "快届满了"), (dt.date(2024, 2, 1), "届满了，还没有换届"), (dt.date(2025, 8, 31), ""),
])
def test_a_branch_is_told_half_a_year_before_its_term_ends(people: People, ends: dt.date, said: str) -> None:
    committee(ends, dt.date(2021, 8, 31))
    secretary = actor("secretary", "B1")
    found = desk_items(secretary, DAY)
    assert [said in one.name for one in found] == ([True] if said else [])
    assert desk_items(actor("clerk", "C1"), DAY) == []  # has the list of all that are due
    if said:
        branch = Organisation.objects.get(pk="B1")
        case_open(actor=secretary, procedure="branch_election", organisation=branch, subject="B1", on=DAY)
        assert desk_items(secretary, DAY) == []  # the case itself waits now


def test_leaders_of_before_may_be_renewed_with_the_new_committee(people: People) -> None:
    committee(dt.date(2027, 2, 1), dt.date(2024, 2, 1))
    Post.objects.create(id="P2", member="M3", organisation_id="G12", post="group_leader", since=dt.date(2024, 2, 20))
    secretary, branch = actor("secretary", "B1"), Organisation.objects.get(pk="B1")
    found = renewing.renewals(secretary, branch, DAY)
    assert [(one.group.pk, one.name) for one in found] == [("G11", "党员M1")]  # the other came with the committee
    assert ["1 个党小组" in one.name for one in renewing.desk_items(secretary, DAY)] == [True]
    assert renewing.desk_items(secretary, DAY + dt.timedelta(days=300)) == []
    assert renewing.renewals(actor("member", "B1"), branch, DAY) == []
