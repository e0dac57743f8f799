"""Pages of groups and divisions: what a secretary sees and does, without any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.groups.office import DAY, branch_of, meeting, secretary
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.groups.models import Division
from zhibu.domain.members.models import Membership
from zhibu.domain.organisations.models import Organisation

Clients = Callable[[str, str], Client]


@pytest.fixture
def branch(db: None) -> Organisation:
    made = branch_of({"办公室": 6, "种植科": 9, "农机科": 5, "信访科": 2}, "loudi-groups-2023", "branch-regulations-2018")
    secretary(made, "mB000")
    meeting(made)
    return made


@pytest.fixture
def client_of(branch: Organisation) -> Clients:
    def make(role: str, where: str) -> Client:
        user = User.objects.create(id=f"U{role}{where}", username=f"{role}{where}", name="某")
        RoleGrant.objects.create(user=user, role=role, organisation_id=where, since="2020-01-01")
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


def test_a_secretary_divides_his_branch_from_proposal_to_filing(client_of: Clients) -> None:
    client = client_of("secretary", "B")
    assert "让系统提方案" in client.get("/groups/of/B").content.decode()
    page = client.post("/divisions/open/B", follow=True)
    key = Division.objects.get().pk
    text = page.content.decode()
    assert "以农机科为主，合并信访科 2 人" in text
    assert "都符合" in text
    moved = client.post(
        f"/divisions/move/{key}", {"revision": "1", "member": ["mB000", "mB001", "mB002", "mB003"], "to": "2"}, follow=True
    )
    assert "党员人数应不少于 3，现在 2" in moved.content.decode()
    back = client.post(f"/divisions/undo/{key}", {"revision": "2"}, follow=True).content.decode()
    assert "党员人数应不少于 3，现在 2" not in back
    decided = client.post(
        f"/divisions/decide/{key}",
        {"revision": "3", "decided_by": f"A-committee_meeting-{DAY}", "since": DAY.isoformat()}, follow=True,
    )  # fmt: skip
    assert "已登记支部的决定" in decided.content.decode()
    assert "还没有报完上级，接着办" in client.get("/groups/of/B").content.decode()
    client.post("/divisions/open/B", {"empty": "1"})
    later = Division.objects.get(state="draft").pk
    waits = client.get(f"/divisions/decide/{later}").content.decode()
    assert f'href="/divisions/{key}">去办上一次的' in waits  # told before anything is filled in
    client.post(f"/divisions/drop/{later}", {"revision": "0"})
    groups = Organisation.objects.filter(parent="B")
    assert sorted(Membership.objects.filter(organisation=g).count() for g in groups) == [6, 7, 9]
    assert client.post(f"/divisions/file/{key}", {"step": "filing"}).status_code == 302
    shown = client.get("/groups/of/B").content.decode()
    assert "3 个党小组" in shown
    for kind in ("plan", "form", "letter", "all"):
        assert client.get(f"/divisions/papers/{key}?kind={kind}").content.startswith(b"%PDF")
    assert client.get(f"/divisions/{key}?format=xlsx").content.startswith(b"PK")


def test_an_older_page_does_not_overwrite_a_later_change(client_of: Clients) -> None:
    client = client_of("secretary", "B")
    client.post("/divisions/open/B")
    key = Division.objects.get().pk
    client.post(f"/divisions/merge/{key}", {"revision": "1", "group": "0", "into": "1"})
    late = client.post(f"/divisions/merge/{key}", {"revision": "1", "group": "1", "into": "0"}, follow=True)
    assert "刚被改过" in late.content.decode()
    assert Division.objects.get().revision == 2


def test_a_decision_needs_a_meeting(client_of: Clients) -> None:
    client = client_of("commissioner", "B")
    client.post("/divisions/open/B")
    key = Division.objects.get().pk
    page = client.post(f"/divisions/decide/{key}", {"revision": "1", "since": DAY.isoformat()})
    assert "哪一个人都不能自己定" in page.content.decode()
    assert not Organisation.objects.filter(parent="B").exists()


def test_a_leader_sees_his_group_and_no_division(client_of: Clients, branch: Organisation) -> None:
    boss = client_of("secretary", "B")
    boss.post("/divisions/open/B")
    key = Division.objects.get().pk
    boss.post(
        f"/divisions/decide/{key}",
        {"revision": "1", "decided_by": f"A-committee_meeting-{DAY}", "since": DAY.isoformat()},
    )  # fmt: skip
    group = Organisation.objects.filter(parent="B").first()
    assert group is not None
    leader = client_of("leader", group.pk)
    assert leader.get(f"/groups/one/{group.pk}").status_code == 200
    assert leader.get(f"/leaders/of/{group.pk}").status_code == 200
    for path in ("/groups/of/B", f"/divisions/{key}"):
        assert leader.get(path).status_code == 404
    assert leader.post("/divisions/open/B").status_code == 404


def test_a_group_that_fell_out_of_the_rules_offers_ways_to_mend(client_of: Clients) -> None:
    branch_of({"甲科": 5, "乙科": 2, "丙科": 6}, "loudi-groups-2023", groups={"甲科": 5, "乙科": 2, "丙科": 6}, key="D")
    client = client_of("secretary", "D")
    page = client.get("/groups/one/GD1").content.decode()
    assert "这个组不合要求" in page
    assert "并入甲科党小组" in page
    shown = client.post("/groups/adjust/GD1", {"how": "merge", "other": "GD0"}, follow=True).content.decode()
    assert "上一步：乙科党小组并入甲科党小组" in shown
