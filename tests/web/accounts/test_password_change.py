"""Changing one's own password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.web.conftest import PASSWORD
from zhibu.domain.accounts.models import SignIn, User
from zhibu.domain.accounts.services import sign_in_note

NEW = "换一句更长的自己的话"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> HttpResponse:
    return client.post("/account/password", {"old": old, "new": new, "again": again})


def test_password_change_works(client_of: Callable[[str], Client]) -> None:
    client = client_of("member")
    change(client)

    assert User.objects.get(username="member").check_password(NEW)
    assert client.get("/account").status_code == 200  # still signed in here


def test_a_new_password_ends_every_other_sign_in_and_lists_only_this_one(client_of: Callable[[str], Client]) -> None:
    here = client_of("member")
    user, elsewhere = User.objects.get(username="member"), Client()
    for one, device in ((here, "这台"), (elsewhere, "别处那台")):
        one.force_login(user)
        sign_in_note(
            actor=KEEPER, user=user, session=one.session.session_key or "", way="password", device=device
        )

    change(here)

    page = here.get("/account/factors").content.decode()
    assert "这台" in page
    assert "别处那台" not in page
    assert SignIn.objects.get(user=user).session == here.session.session_key
    assert elsewhere.get("/account").status_code == 302


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
