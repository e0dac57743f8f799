"""Keys: told once, of one account, over when revoked or past their day."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.services import invitation_accept, invitations_send
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.gateway.models import ApiKey
from zhibu.kernel import clock
from zhibu.web.accounts.confirming import CONFIRMED


def test_a_key_is_shown_once_and_only_its_digest_is_kept(
    client_of: Callable[[str], Client], call: Callable[..., Any]
) -> None:
    until = clock.today() + dt.timedelta(days=20)

    client = client_of("clerk")
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()
    page = client.post("/api/keys/open", {"label": "人事系统", "until": str(until)})
    secret = page.content.decode().partition('readonly value="')[2].partition('"')[0]

    assert len(secret) >= 40
    assert secret not in str(list(ApiKey.objects.values_list())) + str(list(AuditEntry.objects.values_list()))
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=headers).status_code == 200
    assert secret not in client_of("clerk").get("/api").content.decode()


def test_a_revoked_key_and_one_past_its_day_open_nothing(
    client_of: Callable[[str], Client], call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("clerk", "me").status_code == 200
    key = ApiKey.objects.get()

    later = key.until
    with monkeypatch.context() as patched:
        patched.setattr(clock, "today", lambda: later)
        assert call("clerk", "me").status_code == 401
    client_of("clerk").post(f"/api/keys/{key.pk}/revoke")

    refused = call("clerk", "me")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_opened_by_whoever_has_just_proved_who_he_is(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    session = client.session
    session.pop(CONFIRMED, None)
    session.save()

    answer = client.post("/api/keys/open", {"label": "x", "until": str(clock.today() + dt.timedelta(days=20))})

    assert answer["Location"].startswith("/account/confirm")
    assert not ApiKey.objects.exists()


def test_an_invitation_taken_up_again_ends_the_keys(call: Callable[..., Any], accounts: dict[str, User]) -> None:
    assert call("clerk", "me").status_code == 200
    [issued] = invitations_send(actor=KEEPER, users=[accounts["clerk"]])

    invitation_accept(code=issued.code, password="一句只有自己知道的话二", actor=KEEPER)

    assert ApiKey.objects.get().revoked_on == clock.today()
    assert AuditEntry.objects.filter(action="key.revoke").count() == 1


def test_a_key_ends_with_its_account(call: Callable[..., Any], accounts: dict[str, User]) -> None:
    assert call("clerk", "me").status_code == 200

    User.objects.filter(pk=accounts["clerk"].pk).update(is_active=False)

    assert call("clerk", "me").status_code == 401


@pytest.mark.parametrize("days", [0, 367])
def test_a_key_lasts_at_most_a_year(days: int, client_of: Callable[[str], Client]) -> None:
    until = clock.today() + dt.timedelta(days=days)

    client = client_of("clerk")
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()
    page = client.post("/api/keys/open", {"label": "人事系统", "until": str(until)})

    assert "到期日读到" in page.content.decode()
    assert not ApiKey.objects.exists()
