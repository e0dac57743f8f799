"""The invented county in the database: written whole, once, with accounts that sign in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.rights import rights_of
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.demo.county import county
from zhibu.domain.demo.places import SHOWN, TOWN
from zhibu.domain.demo.services import Loaded, demo_load, demo_prepare
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

ON = dt.date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    return demo_load(actor=Actor.system("test"), on=ON, seed=4, within=TOWN)


def test_every_row_is_written(loaded: Loaded) -> None:
    rows = county(ON, 4, TOWN)
    assert loaded.counts == {table: len(some) for table, some in rows.items()}
    assert Activity.objects.count() == len(rows["activities"])
    assert Attendance.objects.count() == len(rows["attendance"])
    one = rows["members"][0]
    member = Member.objects.get(pk=one["id"])
    assert (member.name, member.id_number, member.phone) == (
        one["name"],
        one["id_number"],
        one["phone"],
    )
    assert Member.objects.exclude(joined_precision="day").exists()


def test_the_tree_has_its_paths(loaded: Loaded) -> None:
    paths = dict(Organisation.objects.values_list("id", "path"))
    for one in Organisation.objects.exclude(parent=None):
        assert one.path.startswith(paths[one.parent_id])
        assert one.depth == len(one.path) // 6 - 1


def test_each_role_signs_in(loaded: Loaded) -> None:
    request = RequestFactory().post("/")
    for account in loaded.accounts:
        assert authenticate(request, username=account.username, password=account.password)
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {"clerk", "member"}
    leader, today = User.objects.get(username="leader"), clock.today()
    assert [right.role for right in rights_of(leader, today)] == ["leader"]
    Post.objects.filter(member=leader.member_id, post="group_leader", until=None).update(until=today)
    assert rights_of(leader, today) == []  # nothing is left beside his post


def test_it_is_one_entry_in_the_record(loaded: Loaded) -> None:
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions[0] == "demo.load"
    assert set(actions[1:]) == {"user.open", "role.grant"}


def test_it_is_refused_where_something_is_there(loaded: Loaded) -> None:
    with pytest.raises(Refused):
        demo_load(actor=Actor.system("test"), on=ON, seed=4, within=TOWN)


def test_the_first_page_has_something_to_show() -> None:
    demo_prepare(actor=Actor.system("test"), on=ON, seed=4, within=TOWN)
    shown = Organisation.objects.get(pk=SHOWN)
    found = Verdict.objects.filter(path__under=shown.path).values_list("directive", "status")
    assert {directive for directive, _ in found} == {"loudi-groups-2023", "town-life-2020", "elections-2020"}
    assert {"met", "unmet", "pending"} <= {status for _, status in found}
