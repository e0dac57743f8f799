"""No page of somebody signed in stays in the browser; what is everybody's may."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/grid", "/verdicts?format=xlsx", "/members/nobody", "/account"])
def test_a_page_is_not_kept(path: str, client_of: Callable[[str], Client]) -> None:
    assert "no-store" in client_of("clerk").get(path)["Cache-Control"]


def test_a_calendar_says_itself_how_long(client_of: Callable[[str], Client], client: Client) -> None:
    opened = client_of("secretary").post("/feeds/open", {"organisation": "B1"}).content.decode()
    address = re.search(r"/calendar/[\w-]+\.ics", opened)
    assert address is not None

    assert client_of("secretary").get(address[0])["Cache-Control"] == "private, max-age=21600"
    assert "Cache-Control" in client.get("/sign-in")


def test_nobody_is_not_asked_for_a_session(client: Client) -> None:
    assert "no-store" not in client.get("/nothing").get("Cache-Control", "")
