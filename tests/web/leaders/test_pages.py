"""Pages of leaders: a selection from the first candidate to the post, the file, an interview."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.groups.office import DAY, branch_of, meeting, secretary
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.terms import leader_on
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation


def client_of(role: str, where: str, member: str = "") -> Client:
    user = User.objects.create(id=f"U{role}{where}", username=f"{role}{where}", name="某", member_id=member or None)
    RoleGrant.objects.create(user=user, role=role, organisation_id=where, since="2020-01-01")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def group_of(*directives: str) -> Organisation:
    branch = branch_of({"甲科": 5, "乙科": 4}, *directives, groups={"甲科": 5, "乙科": 4})
    secretary(branch, "mB100")
    meeting(branch)
    return Organisation.objects.get(pk="GB0")


@pytest.mark.django_db
def test_a_secretary_leads_a_selection_to_its_end() -> None:
    group = group_of("groups-course", "branch-regulations-2018")
    client = client_of("secretary", "B", "mB100")
    page = client.get("/leaders/of/GB0").content.decode()
    assert "没有组长" in page
    assert "哪一个人都不能自己指定" in page
    client.post("/selections/open/GB0", {"kind": "new", "road": "groups-course/ELECTED"})
    key = Selection.objects.get().pk
    for member in ("mB000", "mB001"):
        client.post(f"/selections/candidate/{key}", {"member": member})
    figures = {"on": DAY.isoformat(), "method": "secret", "present": "5", "cast": "5", "valid": "5"}
    wrong = client.post(f"/selections/vote/{key}", figures | {"votes0": "4", "votes1": "2"})
    assert "多于有效票 5 张" in wrong.content.decode()
    assert 'value="4"' in wrong.content.decode()
    client.post(f"/selections/vote/{key}", figures | {"votes0": "4", "votes1": "1"})
    alone = client.post(f"/selections/appoint/{key}", {"member": "mB000", "since": DAY.isoformat()})
    assert "哪一个人都不能自己指定" in alone.content.decode()
    assert leader_on(group, DAY) is None
    done = client.post(
        f"/selections/appoint/{key}",
        {"member": "mB000", "since": DAY.isoformat(), "decided_by": f"A-committee_meeting-{DAY}"}, follow=True,
    )  # fmt: skip
    assert "任甲科党小组组长" in done.content.decode()
    post = leader_on(group, DAY)
    assert post is not None
    assert post.manner == "elected"
    assert client.get(f"/leaders/file/{post.pk}?format=pdf").content.startswith(b"%PDF")
    assert client.get(f"/selections/{key}?format=pdf&blank=1").content.startswith(b"%PDF")


@pytest.mark.django_db
def test_what_was_said_in_an_interview_stays_in_the_branch() -> None:
    group_of("loudi-groups-2023")
    post = Post.objects.create(id="L", member="mB000", organisation_id="GB0", post="group_leader", since="2024-01-01")
    boss, clerk = client_of("secretary", "B", "mB100"), client_of("clerk", "CB")
    boss.post(
        f"/leaders/interview/{post.pk}", {"on": DAY.isoformat(), "by": "书记", "gist": "三个月没有开小组会"}
    )
    assert "三个月没有开小组会" in boss.get("/leaders/file/L").content.decode()
    seen = clerk.get("/leaders/file/L").content.decode()
    assert "三个月没有开小组会" not in seen
    assert "内容由支部书记、委员和本人看" in seen
    assert "三个月没有开小组会" not in clerk.get("/leaders/file/L?format=docx").content.decode("latin-1")
    refused = clerk.post(f"/leaders/interview/{post.pk}", {"on": DAY.isoformat(), "by": "工委", "gist": "谈"})
    assert "由支部的书记、委员登记" in refused.content.decode()


@pytest.mark.django_db
def test_a_leader_sees_his_file_and_chooses_nobody() -> None:
    group_of("loudi-groups-2023")
    Post.objects.create(id="L", member="mB003", organisation_id="GB0", post="group_leader", since="2024-01-01")
    leader = client_of("leader", "GB0", "mB003")
    assert leader.get("/leaders/file/L").status_code == 200
    page = leader.get("/leaders/of/GB0").content.decode()
    assert "开始产生组长" not in page
    assert "党员B001" not in page
    refused = leader.post("/selections/open/GB0", {"kind": "replacement"})
    assert refused.status_code in (302, 403)
    assert not Selection.objects.exists()
    assert leader.get("/leaders/of/GB1").status_code == 404


@pytest.mark.django_db
def test_the_groups_vote_is_opened_from_the_selection_filled_in() -> None:
    group_of("groups-course", "branch-regulations-2018")
    client = client_of("secretary", "B", "mB100")
    client.post("/selections/open/GB0", {"kind": "new", "road": "groups-course/ELECTED"})
    key = Selection.objects.get().pk
    for member in ("mB000", "mB001"):
        client.post(f"/selections/candidate/{key}", {"member": member})
    page = client.get(f"/selections/{key}").content.decode()
    assert "在系统里表决" in page
    assert "表决不在系统里办的" in page
    made = client.post(f"/selections/poll/{key}", {"means": "hands"}, follow=True).content.decode()
    assert "党员B000" in made
    assert "甲科党小组组长" in made
    page = client.get(f"/selections/{key}").content.decode()
    assert "得票自动转到这里" in page
    assert 'name="present"' not in page  # nothing is typed while it is held here
    again = client.post(f"/selections/poll/{key}", {"means": "hands"}, follow=True).content.decode()
    assert "正在办" in again
    case = client.get(f"/cases/one/{key}").content.decode()
    assert "接着办表决" in case or "表决：准备" in case


@pytest.mark.django_db
def test_a_paper_that_a_step_asks_for_is_said_to_be_there_by_a_person() -> None:
    """The page offers what the directive in force asks for; nothing is taken as there because the step was entered."""
    group_of("county-groups-2017", "branch-regulations-2018")
    client = client_of("secretary", "B", "mB100")
    client.post("/selections/open/GB0", {"kind": "new", "road": "county-groups-2017/FOUR-STEPS"})
    key = Selection.objects.get().pk
    client.post(f"/selections/candidate/{key}", {"member": "mB000"})
    said = {"on": DAY.isoformat(), "outcome": ""}
    client.post(f"/selections/step/{key}", said | {"step": "nomination"})
    figures = {"on": DAY.isoformat(), "method": "secret", "present": "5", "cast": "5", "valid": "5", "votes0": "4"}
    client.post(f"/selections/vote/{key}", figures)
    assert 'name="papers" value="vetting_form"' in client.get(f"/selections/{key}").content.decode()
    without = client.post(f"/selections/step/{key}", said | {"step": "vetting"}, follow=True).content.decode()
    assert "还缺材料" in without
    done = client.post(
        f"/selections/step/{key}", said | {"step": "vetting", "papers": "vetting_form"}, follow=True
    ).content.decode()
    assert "还缺材料" not in done
    assert "支部的决定" in done


@pytest.mark.django_db
def test_a_leader_or_who_acts_is_relieved_from_the_page_of_the_group() -> None:
    group_of("loudi-groups-2023")
    Post.objects.create(
        id="L", member="mB000", organisation_id="GB0", post="group_leader", since="2024-01-01", acting=True
    )
    client = client_of("secretary", "B", "mB100")
    page = client.get("/leaders/of/GB0").content.decode()
    assert '<a class="btn" href="/committees/relieve/L">免去代理</a>' in page
    assert '<option value="new" selected>' in page  # a seat that is only kept warm is a vacancy
    assert '<span class="tag">代理</span>' in client.get("/organisations/GB0").content.decode()
    done = client.post("/committees/relieve/L", {"until": "2024-06-01", "reason": "调走"})
    assert done["Location"] == "/leaders/of/GB0"
    after = client.get("/leaders/of/GB0").content.decode()
    assert "2024-06-01 起没有组长" in after
    assert "2024-01-01 至 2024-06-01 · 代理" in after
