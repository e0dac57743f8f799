"""The desk of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import ROLES


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
