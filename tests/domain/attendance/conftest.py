"""A meeting of the group G11 today: M1 leads it, M2 and M5 belong to it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import SINCE, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

TODAY = clock.today()


def meeting(key: str, place: str = "G11", on: dt.date = TODAY, **values: object) -> Activity:
    given = {"type": "party_group_meeting", "status": "planned"} | values
    return Activity.objects.create(id=key, organisation_id=place, on=on, **given)


@pytest.fixture
def held(people: dict[str, Member]) -> Activity:
    joined = dt.date(2015, 7, 1)
    Member.objects.create(id="M5", name="党员M5", joined=joined, full_since=dt.date(2016, 7, 1))
    for place in ("B1", "G11"):
        Membership.objects.create(member_id="M5", organisation_id=place, since=SINCE)
    return meeting("MT")


@pytest.fixture
def leader(held: Activity) -> Actor:
    return actor("leader", "G11", "M1")


def himself(member: str) -> Actor:
    return Actor(name=f"党员{member}", door="test", member=member)
