"""Keys for the accounts of the cast, and a way to call."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.gateway.services import key_open
from zhibu.kernel import clock

Call = Callable[..., Any]


@pytest.fixture
def secret_of(accounts: dict[str, User]) -> Callable[[str], str]:
    """A key of one of the accounts."""

    def make(name: str) -> str:
        actor = actor_of(user=accounts[name], door="web")
        until = clock.today() + dt.timedelta(days=30)
        return key_open(actor=actor, label="试", until=until)[1]

    return make


@pytest.fixture
def call(secret_of: Callable[[str], str]) -> Call:
    """`call("clerk", "organisations?limit=2")`; with `body` it is a POST."""
    secrets: dict[str, str] = {}

    def do(name: str, path: str, body: Any = None, **headers: str) -> Any:
        if name and name not in secrets:
            secrets[name] = secret_of(name)
        sent = {"Authorization": f"Bearer {secrets[name]}"} if name else {}
        sent |= {key.replace("_", "-"): value for key, value in headers.items()}
        address = f"/api/v1/{path}"
        if body is None:
            return Client().get(address, headers=sent)
        text = body if isinstance(body, str) else json.dumps(body)
        return Client().post(address, text, content_type="application/json", headers=sent)

    return do
