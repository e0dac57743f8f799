"""A double click is one deed: the second is led to where the first went."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from zhibu.domain.accounts.models import User
from zhibu.web.layout import twice
from zhibu.web.layout.twice import SentTwice

FORM = {"csrfmiddlewaretoken": "as shown", "name": "某支部"}


class Site:
    """Counts what is done; the first `faults` times the form comes back with faults."""

    def __init__(self, faults: int = 0) -> None:
        self.done, self.faults, self.go = 0, faults, threading.Event()
        self.go.set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.go.wait(5)
        self.done += 1
        return HttpResponse("faults") if self.done <= self.faults else HttpResponseRedirect(f"/made/{self.done}")


def post(given: dict[str, str], *, session: str = "session-one", path: str = "/found", user: Any = None) -> HttpRequest:
    request = RequestFactory().post(path, urlencode(given), content_type=twice.FORM)
    request.session = SessionStore(session)
    request.user = user or User(id="U1")
    return request


def test_the_second_click_is_led_to_where_the_first_went() -> None:
    site = Site()
    door = SentTwice(site)

    answers = [door(post(FORM))["Location"] for _ in range(3)]

    assert (site.done, answers) == (1, ["/made/1"] * 3)


@pytest.mark.parametrize(
    "other",
    [
        post({**FORM, "csrfmiddlewaretoken": "shown anew"}),
        post({**FORM, "name": "另一个支部"}),
        post(FORM, session="session-two"),
        post(FORM, path="/found?at=B2"),
    ],
    ids=["another page", "other content", "another browser", "another address"],
)
def test_what_differs_is_done(other: HttpRequest) -> None:
    site = Site()
    door = SentTwice(site)
    door(post(FORM))

    assert door(other)["Location"] == "/made/2"


@pytest.mark.parametrize("request_", [
    lambda: post({"name": "某支部"}), lambda: post(FORM, user=AnonymousUser()), lambda: post(FORM, session=""),
], ids=["no token", "nobody", "no session"])  # fmt: skip
def test_what_no_page_of_somebody_sent_is_left_alone(request_: Any) -> None:
    site = Site()
    door = SentTwice(site)
    for _ in range(2):
        door(request_())
    assert site.done == 2


def test_a_form_with_faults_is_tried_again_and_after_a_while_it_is_meant_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(faults=1)
    door = SentTwice(site)
    assert door(post(FORM)).status_code == 200
    assert door(post(FORM))["Location"] == "/made/2"

    monkeypatch.setattr(twice, "AGAIN", -1.0)
    assert door(post(FORM))["Location"] == "/made/3"


def test_the_second_waits_while_the_first_is_being_done() -> None:
    site = Site()
    site.go.clear()
    door, answers = SentTwice(site), []
    clicks = [threading.Thread(target=lambda: answers.append(door(post(FORM))["Location"])) for _ in range(4)]
    for click in clicks:
        click.start()
    site.go.set()
    for click in clicks:
        click.join()

    assert (site.done, answers) == (1, ["/made/1"] * 4)


def test_an_error_leaves_nothing_that_would_hold_the_next_up() -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    door = SentTwice(breaks)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            door(post(FORM))
