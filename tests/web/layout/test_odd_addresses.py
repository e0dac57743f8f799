"""Whatever stands in an address is answered: shown, not found or refused, never an error of the server."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

ClientOf = Callable[[str], Client]
ODD = ("²", "²02401", "٣", "9" * 5000, "-1", "\x00", "'\";--", "2024-02-30", "../../etc/passwd", "𝒳" * 50)
ASKED = {
    "/grid": ("at", "year", "on", "duty", "page", "open"),
    "/grid/line": ("line", "year"),
    "/finding": ("d", "r", "s", "p", "on"),
    "/verdicts": ("at", "month", "due", "d", "r", "page", "on"),
    "/search": ("q",),
    "/scores": ("at", "card", "in"),
    "/directives/compare": ("at", "a", "b"),
    "/waivers/record": ("s", "p", "d"),
    "/organisations": ("page", "at"),
}


@pytest.mark.parametrize("path", ASKED)
def test_an_odd_value_in_an_address(path: str, client_of: ClientOf) -> None:
    client = client_of("clerk")
    asked = [f"{path}?{urlencode({name: odd})}" for name in ASKED[path] for odd in ODD]
    if path == "/finding":
        given = {"d": "loudi-groups-2023", "r": "F-GROUP", "s": "G11", "p": "2024-01-01"}
        asked += [f"{path}?{urlencode(given | {name: odd})}" for name in given for odd in ODD]

    answers = {address: client.get(address).status_code for address in asked}
    assert {address[:80]: code for address, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("path", [
    "/organisations/%00", "/members/%00", "/directives/%00", "/imports/%00", "/calendar/%00.ics",
    "/runs/99999999999999999999", "/directives/own/99999999999999999999", "/marks/99999999999999999999/correct",
])  # fmt: skip
def test_an_odd_id_is_nothing(path: str, client_of: ClientOf) -> None:
    assert client_of("clerk").get(path).status_code in (400, 403, 404)


@pytest.mark.parametrize("target", ["²", "0", "desk", "'\";--", "\x00", "/\\elsewhere.invalid"])
def test_an_odd_target_of_signing_in_leads_to_a_page_of_the_site(target: str, client_of: ClientOf) -> None:
    answer = client_of("clerk").get(f"/sign-in?{urlencode({'next': target})}")

    assert answer.status_code in (302, 400)
    assert "invalid" not in answer.get("Location", "")


def test_a_name_that_the_site_does_not_answer_to_says_what_to_do(db: object) -> None:
    answer = Client().get("/", headers={"host": "elsewhere.invalid"})

    assert answer.status_code == 400
    assert "ZHIBU_HOSTS" in answer.content.decode()
