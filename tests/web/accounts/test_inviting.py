"""Inviting on the page: slips once, the invited's own password, a page that tells nothing about others."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from zhibu.domain.accounts.models import Invitation, User
from zhibu.web.accounts import inviting
from zhibu.web.accounts.confirming import CONFIRMED

CODE = re.compile(r"[2-9a-z]{4}(?:-[2-9a-z]{4}){3}")
NEW = "另一句只有自己知道的话"


@pytest.fixture
def confirmed(client_of: Callable[[str], Client]) -> Callable[[str], Client]:
    def make(name: str) -> Client:
        client = client_of(name)
        session = client.session
        session[CONFIRMED] = time.time()
        session.save()
        return client

    return make


def codes(client: Client, *members: str, **more: str) -> list[str]:
    answer = client.post("/accounts/invite", {"member": list(members), **more})
    assert answer.status_code == 200
    return list(dict.fromkeys(CODE.findall(answer.content.decode())))


def test_from_the_roster_to_ones_own_desk(confirmed: Callable[[str], Client]) -> None:
    clerk = confirmed("clerk")
    page = clerk.get("/accounts/invite?who=all").content.decode()
    assert "党员M4" in page
    assert "党员M9" not in page
    answer = clerk.post("/accounts/invite", {"member": ["M4"]})
    slip = answer.content.decode()
    [code] = list(dict.fromkeys(CODE.findall(slip)))
    assert 'src="data:image/svg' in slip
    assert answer["Cache-Control"] == "private, no-store"

    invited = Client()
    answer = invited.post("/invitation", {"code": code.upper()})
    accept = answer["Location"]
    assert User.objects.get(member="M4").username in invited.get(accept).content.decode()
    assert invited.post(accept, {"new": NEW, "again": NEW})["Location"] == "/"
    assert "G21" in invited.get("/account").content.decode() or invited.get("/").status_code == 200
    assert invited.get(accept).status_code == 404
    fresh = Client()
    assert fresh.post("/sign-in", {"username": User.objects.get(member="M4").username, "password": NEW}).status_code == 302


def test_slips_come_as_pdf_too(confirmed: Callable[[str], Client]) -> None:
    answer = confirmed("secretary").post("/accounts/invite", {"member": ["M1"], "format": "pdf"})
    # M1 has an account already: he is invited anew
    assert answer["Content-Type"] == "application/pdf"
    assert Invitation.objects.filter(user="U-leader").count() == 1


def test_a_code_that_opens_nothing_tells_nothing(confirmed: Callable[[str], Client], client: Client) -> None:
    clerk = confirmed("clerk")
    [used] = codes(clerk, "M4")
    client.post(f"/invitation/{used}", {"new": NEW, "again": NEW})
    client.post("/sign-out")

    pages = {client.get(f"/invitation/{code}") for code in (used, "2222-2222-2222-2222")}
    texts = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
    assert {page.status_code for page in pages} == {404}
    assert len(texts) == 1
    assert "党员M4" not in texts.pop()


def test_trying_codes_is_stopped(client: Client, accounts: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "WRONG", 3)

    answers = [client.get(f"/invitation/2222-2222-2222-222{n}").status_code for n in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_passwords_are_held_to_the_policy_in_place(confirmed: Callable[[str], Client], client: Client) -> None:
    [code] = codes(confirmed("clerk"), "M4")

    page = client.post(f"/invitation/{code}", {"new": "123", "again": "123"}).content.decode()
    assert 'aria-invalid="true"' in page
    page = client.post(f"/invitation/{code}", {"new": NEW, "again": NEW + "x"}).content.decode()
    assert "不一样" in page


def test_who_he_is_is_asked_again_before_it(client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")

    answer = clerk.get("/accounts/invite")
    assert answer["Location"] == "/account/confirm?next=%2Faccounts%2Finvite"
    assert "密码不对" in clerk.post("/account/confirm", {"password": "x"}).content.decode()
    answer = clerk.post("/account/confirm", {"password": PASSWORD, "next": "/accounts/invite"})
    assert answer["Location"] == "/accounts/invite"
    assert clerk.get("/accounts/invite").status_code == 200
    assert clerk.post("/account/confirm", {"password": PASSWORD, "next": "https://x.invalid/"})["Location"] == "/"


def test_confirming_with_wrong_passwords_locks_like_signing_in(client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")

    answers = [clerk.post("/account/confirm", {"password": "x"}).status_code for _ in range(6)]
    assert answers[-1] == 429


def test_the_list_shows_where_rights_come_from_and_no_secret(confirmed: Callable[[str], Client]) -> None:
    clerk = confirmed("clerk")
    [code] = codes(clerk, "M4")

    page = clerk.get("/accounts").content.decode()
    assert "任职：党小组组长" in page
    assert "等他设密码" in page
    assert code not in page
    assert "stranger" not in page
    sheet = clerk.get("/accounts?format=xlsx")
    assert sheet["Content-Type"].startswith("application/vnd.openxml")
    assert "U-leader" in clerk.get("/accounts?find=leader").content.decode()
    assert client_is_refused(confirmed("leader"))


def client_is_refused(client: Client) -> bool:
    return client.get("/accounts").status_code == 403


def test_closing_and_opening_again(confirmed: Callable[[str], Client], client_of: Callable[[str], Client]) -> None:
    clerk, member = confirmed("clerk"), client_of("member")
    assert member.get("/").status_code == 200

    assert clerk.post("/accounts/close/U-member", {"reason": ""}).status_code == 422
    clerk.post("/accounts/close/U-member", {"reason": "调走了"})
    assert member.get("/").status_code == 302
    assert "已停用" in clerk.get("/accounts/of/U-member").content.decode()
    clerk.post("/accounts/reopen/U-member")
    assert member.get("/").status_code == 200
    assert clerk.post("/accounts/close/U-clerk", {"reason": "x"}).status_code in (403, 404)


def test_roles_are_given_and_taken_on_the_page(confirmed: Callable[[str], Client]) -> None:
    clerk = confirmed("clerk")
    wrong = {"role": "clerk", "organisation": "C9", "since": "2026-01-01"}
    assert "不在你的管理范围" in clerk.post("/accounts/grant/U-member", wrong).content.decode()

    clerk.post("/accounts/grant/U-member", wrong | {"organisation": "B1"})
    grant = User.objects.get(pk="U-member").grants.get(role="clerk")
    clerk.post(f"/accounts/grants/{grant.pk}/end/U-member", {"until": "2026-06-30"})
    grant.refresh_from_db()
    assert str(grant.until) == "2026-06-30"
