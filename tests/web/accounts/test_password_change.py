"""Changing one's own password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.conftest import PASSWORD
from zhibu.domain.accounts.models import User

NEW = "换一句更长的自己的话"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> HttpResponse:
    return client.post("/account/password", {"old": old, "new": new, "again": again})


def test_password_change_works(client_of: Callable[[str], Client]) -> None:
    client = client_of("member")
    change(client)

    assert User.objects.get(username="member").check_password(NEW)
    assert client.get("/account").status_code == 200  # still signed in here


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("old", "记错了", "原密码不对"),
        ("new", "短一点", "太短了，至少 10 个字符"),
        ("new", "1357924680135", "不能全是数字"),
        ("new", "qwertyuiop", "这个密码太常见"),
        ("again", "另一句不同的话啊啊", "不一样"),
    ],
)
def test_password_change_says_what_is_wrong(
    client_of: Callable[[str], Client], field: str, value: str, words: str
) -> None:
    values = {"old": PASSWORD, "new": NEW, "again": NEW, field: value}
    page = client_of("member").post("/account/password", values).content.decode()

    assert words in page
    assert User.objects.get(username="member").check_password(PASSWORD)
