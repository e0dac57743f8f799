"""Where electronic slips are offered at all, and how a flood of them is held back without knowing anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from zhibu.cli import serve
from zhibu.web.voting import casting
from zhibu.web.voting.secure import is_secure


def asked(host: str, *, https: bool = False) -> Any:
    return RequestFactory().get("/", SERVER_NAME=host, secure=https)


@pytest.mark.parametrize(
    ("host", "https", "safe"),
    [
        ("office.example", False, False),
        ("office.example", True, True),
        ("10.0.0.5", False, False),
        ("10.0.0.5", True, True),
        ("127.0.0.1", False, True),
        ("localhost", False, True),
    ],
)
def test_electronic_slips_need_https_or_the_machine_itself(
    host: str, https: bool, safe: bool, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert is_secure(asked(host, https=https)) is safe


@pytest.mark.parametrize(
    ("origin", "ours"),
    [("", False), ("null", False), ("https://elsewhere", False), ("https://localhost", True)],
)
def test_an_origin_is_looked_at_without_any_session(origin: str, ours: bool) -> None:
    sent = {"HTTP_ORIGIN": origin} if origin else {}
    request: HttpRequest = RequestFactory().post("/", HTTP_HOST="localhost", secure=True, **sent)
    assert casting._same_origin(request) is ours


def test_a_flood_is_counted_not_its_senders() -> None:
    casting._lately.clear()
    held_back = [casting._crowded("poll-1") for _ in range(casting.AT_ONCE + 1)]
    assert held_back == [False] * casting.AT_ONCE + [True]
    assert casting._crowded("poll-2") is False
    assert all(isinstance(moment, float) for came in casting._lately.values() for moment in came)
    casting._lately.clear()


def test_the_server_keeps_no_record_of_requests() -> None:
    assert "log_access=False" in Path(serve.__file__).read_text("utf-8")
