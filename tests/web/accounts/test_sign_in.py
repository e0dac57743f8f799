"""Signing in: back to the page asked for, never to another site; locked after five wrong tries."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.conftest import PASSWORD
from zhibu.domain.accounts.models import User


def post(client: Client, password: str, **more: str) -> HttpResponse:
    return client.post("/sign-in", {"username": "clerk", "password": password, **more})


def test_sign_in_works_and_goes_where_one_wanted(accounts: dict[str, User], client: Client) -> None:
    answer = post(client, PASSWORD, next="/directives")

    assert (answer.status_code, answer["Location"]) == (302, "/directives")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "away", ["https://elsewhere.invalid/", "//elsewhere.invalid", "javascript:x"]
)
def test_sign_in_never_leads_away(accounts: dict[str, User], client: Client, away: str) -> None:
    assert post(client, PASSWORD, next=away)["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left(
    accounts: dict[str, User], client: Client
) -> None:
    page = post(client, "不对").content.decode()

    assert "还可以试 4 次" in page
    assert 'aria-invalid="true"' in page


def test_an_unknown_name_is_told_the_same(accounts: dict[str, User], client: Client) -> None:
    page = client.post("/sign-in", {"username": "nobody", "password": "x"}).content.decode()

    assert "用户名或密码不对。还可以试 4 次" in page


def test_five_wrong_tries_lock_the_name_on_this_machine(
    accounts: dict[str, User], client: Client
) -> None:
    for _ in range(5):
        answer = post(client, "不对")

    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    assert post(client, PASSWORD).status_code == 429


def test_signing_out_needs_a_post(accounts: dict[str, User], client: Client) -> None:
    client.force_login(accounts["clerk"], backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302
