"""The second step: one-time codes, recovery codes, sign-ins ended from elsewhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from zhibu.domain.accounts.models import Factor, RecoveryCode, SignIn, User
from zhibu.domain.audit.models import AuditEntry
from zhibu.kernel import totp

CODES = re.compile(r"<li>([2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4})</li>")


def sign_in(client: Client, name: str = "clerk", **more: str) -> str:
    return str(client.post("/sign-in", {"username": name, "password": PASSWORD, **more})["Location"])


def code_of(user: str, steps: int = 0) -> str:
    secret = Factor.objects.get(user=user, kind="totp").secret or ""
    return totp.code_at(secret, int(time.time()) // 30 + steps)


@pytest.fixture
def guarded(accounts: dict[str, User]) -> tuple[Client, list[str]]:
    """The clerk, signed in, with a code generator set up; his recovery codes."""
    client = Client()
    sign_in(client)
    page = client.get("/account/factors/codes").content.decode()
    found = re.search(r'href="otpauth://totp/[^"]+secret=([A-Z2-7]{32})&amp;', page)  # one tap on the phone itself
    assert found
    code = totp.code_at(found.group(1), int(time.time()) // 30 - 1)
    answer = client.post("/account/factors/codes", {"code": code})
    codes = CODES.findall(answer.content.decode())
    assert len(codes) == 10
    return client, codes


def test_the_password_alone_does_not_sign_in(guarded: tuple[Client, list[str]]) -> None:
    client = Client()

    assert sign_in(client, next="/directives") == "/sign-in/code?next=%2Fdirectives"
    assert client.get("/").status_code == 302
    assert "不对" in client.post("/sign-in/code", {"code": "000000"}).content.decode()
    answer = client.post("/sign-in/code", {"code": code_of("U-clerk"), "next": "/directives"})
    assert answer["Location"] == "/directives"
    assert client.get("/").status_code == 200


def test_a_code_and_a_recovery_code_serve_once(guarded: tuple[Client, list[str]]) -> None:
    _, codes = guarded
    for given in (code_of("U-clerk"), codes[0].upper().replace("-", "")):
        for expected in (302, 200):
            client = Client()
            sign_in(client)
            assert client.post("/sign-in/code", {"code": given}).status_code == expected
    assert RecoveryCode.objects.filter(user="U-clerk", used_at=None).count() == 9
    client = Client()
    sign_in(client)
    page = client.post("/sign-in/code", {"code": codes[1]}, follow=True).content.decode()
    assert "用掉了一个恢复码，还剩 8 个" in page


def test_guessing_codes_locks_like_guessing_passwords(guarded: tuple[Client, list[str]]) -> None:
    client = Client()
    sign_in(client)

    answers = [client.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(6)]
    assert answers[-1] == 429
    assert Client().post("/sign-in", {"username": "clerk", "password": PASSWORD}).status_code == 429


def test_without_the_password_there_is_no_second_step(accounts: dict[str, User], client: Client) -> None:
    assert client.get("/sign-in/code")["Location"] == "/sign-in"


def test_secrets_are_encrypted_and_codes_digests(guarded: tuple[Client, list[str]]) -> None:
    from django.db import connection

    _, codes = guarded
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor")
        [(stored,)] = cursor.fetchall()
    secret = Factor.objects.get(user="U-clerk").secret or "-"
    assert secret not in stored
    said = "".join(AuditEntry.objects.values_list("details", flat=True))
    assert secret not in said
    assert not any(code in said or RecoveryCode.objects.filter(digest=code).exists() for code in codes)


def test_taking_it_away_and_new_codes(guarded: tuple[Client, list[str]]) -> None:
    client, codes = guarded
    fresh = CODES.findall(client.post("/account/factors/recovery").content.decode())
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)

    client.post(f"/account/factors/{Factor.objects.get().pk}/remove")
    assert not RecoveryCode.objects.exists()
    assert sign_in(Client()) == "/"


def test_a_clerk_above_clears_what_was_lost(accounts: dict[str, User]) -> None:
    Factor.objects.create(user=accounts["leader"], kind="totp", name="x", secret="A" * 32, made_at="2026-01-01T00:00Z")
    clerk = Client()
    sign_in(clerk)

    clerk.post("/accounts/factors/U-leader")
    assert not Factor.objects.filter(user="U-leader").exists()
    assert AuditEntry.objects.filter(action="factor.clear", subject="U-leader").exists()


def test_sign_ins_are_listed_and_ended_from_another_browser(accounts: dict[str, User]) -> None:
    office, phone = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile"})
    sign_in(office)
    sign_in(phone)
    assert "Chrome · 安卓手机" in office.get("/account/factors").content.decode()

    key = SignIn.objects.get(device__contains="安卓").pk
    assert phone.get("/").status_code == 200
    office.post(f"/account/sign-ins/{key}/end")
    assert phone.get("/").status_code == 302
    sign_in(phone)
    office.post("/account/sign-ins/end")
    assert phone.get("/").status_code == 302
    assert office.get("/").status_code == 200


def test_nobody_ends_anothers(accounts: dict[str, User], client_of: Callable[[str], Client]) -> None:
    office = Client()
    sign_in(office)

    assert client_of("stranger").post(f"/account/sign-ins/{SignIn.objects.get().pk}/end").status_code == 404
    assert office.get("/").status_code == 200


def test_passkeys_that_do_not_fit_are_refused_in_words(accounts: dict[str, User]) -> None:
    client = Client()
    sign_in(client)
    for path in ("/sign-in/passkey", "/account/confirm/passkey", "/account/factors/passkey/add"):
        client.post("/sign-in/passkey/ask")
        for body in ("", "[]", '{"credential":{}}', '{"credential":{"id":"AA","rawId":"AA","type":"public-key","response":{}}}'):
            answer = client.post(path, body, content_type="application/json")
            assert (path, answer.status_code) == (path, 400)
            assert "通行密钥没有对上" in answer.json()["error"]
