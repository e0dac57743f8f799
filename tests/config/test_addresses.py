"""Whose wrong passwords are counted together: by machine, not by what a header claims."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from zhibu.config.addresses import client_address


@pytest.mark.parametrize(
    ("behind", "said", "address"),
    [
        (False, "", "192.0.2.1"),
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.9, none", "192.0.2.1"),
        (True, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_noted(behind: bool, said: str, address: str, settings: Any) -> None:
    settings.ZHIBU_BEHIND_PROXY = behind
    sent: Any = {"HTTP_X_FORWARDED_FOR": said} if said else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **sent)) == address
