"""What a branch is told of its groups without a leader, however the leader went."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.conftest import KEEPER, actor, organisation, people, tree
from zhibu.domain.leaders.selectors.waiting import desk_items
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record

__all__ = ["people", "tree"]
DAY = dt.date(2024, 3, 1)


def test_every_living_group_without_a_leader_is_told_once(people: dict[str, Member]) -> None:
    """A term that was just left to run out is a vacancy as much as a leader who went away."""
    Post.objects.filter(post="group_leader").delete()
    Post.objects.create(
        id="PX",
        member="M1",
        organisation_id="G11",
        post="group_leader",
        since=dt.date(2023, 1, 1),
        until=dt.date(2024, 2, 1),
    )
    secretary = actor("secretary", "B1")
    assert [one.name for one in desk_items(secretary, DAY) if "G11" in one.address] == [
        "G11组织从 2024-02-01 起没有组长"
    ]
    assert [one.name for one in desk_items(secretary, DAY) if "G12" in one.address] == [
        "G12组织成立以来没有组长"
    ]
    assert len(desk_items(secretary, DAY)) == len(
        {one.address for one in desk_items(secretary, DAY)}
    )
    Organisation.objects.filter(pk="G12").update(dissolved=DAY)
    assert len(desk_items(secretary, DAY)) == 1
    Post.objects.create(id="PY", member="M2", organisation_id="G11", post="group_leader", since=DAY)
    assert desk_items(secretary, DAY) == []


def test_many_groups_are_one_line_and_ask_no_more(people: dict[str, Member]) -> None:
    Post.objects.filter(post="group_leader").delete()
    secretary = actor("secretary", "B1")
    with CaptureQueriesContext(connection) as few:
        desk_items(secretary, DAY)
    for number in range(4):
        organisations_record(
            actor=KEEPER, organisations=[organisation(f"GX{number}", "B1", "party_group")]
        )
    with CaptureQueriesContext(connection) as many:
        found = desk_items(secretary, DAY)
    assert [(one.name, one.verb) for one in found] == [("6 个党小组没有组长", "看哪几个组")]
    assert len(many) <= len(few)
