"""The desk of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.conftest import actor
from tests.web.conftest import ROLES
from zhibu.domain.members.models import Post
from zhibu.kernel import clock
from zhibu.kernel.open_work import OpenItem
from zhibu.web.compliance.waiting import sorted_out


@pytest.mark.parametrize("role", ROLES)
def test_desk_works_for_every_role(role: str, client_of: Callable[[str], Client]) -> None:
    page = client_of(role).get("/")

    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1


def test_desk_puts_one_next_step_on_top(client_of: Callable[[str], Client]) -> None:
    page = client_of("secretary").get("/").content.decode()

    assert page.count('class="cap">下一步') == 1
    assert page.count("btn--go") == 1


def test_desk_names_the_article_of_every_item(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/").content.decode()

    assert "一个党小组至少 3 人" in page
    assert "第一条" in page
    assert "个组织" in page


def test_desk_without_any_verdict_says_what_to_do(tree: object, client: Client) -> None:
    from zhibu.domain.accounts.models import RoleGrant, User

    user = User.objects.create(id="U", username="u", name="新")
    RoleGrant.objects.create(user=user, role="clerk", organisation_id="C1", since="2020-01-01")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/").content.decode()

    assert "还没有结论" in page
    assert "去制度库" in page


def test_a_commissioner_finds_first_what_his_post_sees_to(people: object) -> None:
    Post.objects.create(id="PC", member="M3", organisation_id="B1", post="publicity_commissioner", since="2020-01-01")
    waits = [OpenItem("组织关系转接", "一件转接", duty="transfer"), OpenItem("会议活动", "一次学习", duty="study"), OpenItem("任务", "一件任务")]

    mine, others = sorted_out(actor("commissioner", "B1", "M3"), waits, clock.today())

    assert [one.kind for one in mine] == ["会议活动", "任务"]  # what names no duty is his on whose desk it stands
    assert [one.kind for one in others] == ["组织关系转接"]
    assert sorted_out(actor("secretary", "B1", "M2"), waits, clock.today()) == (waits, [])
