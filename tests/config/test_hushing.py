"""The log does not tell the secret of a calendar's address, whatever becomes of the request."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from zhibu.config.hushing import Hushed

SECRET = "n3ver-t0ld_" * 4


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes."""
    [handler] = [h for h in logging.getLogger().handlers if any(isinstance(f, Hushed) for f in h.filters)]
    assert isinstance(handler, logging.StreamHandler)
    text = io.StringIO()
    before = handler.setStream(text)
    yield text
    handler.setStream(before)


@pytest.mark.django_db
def test_a_calendar_that_is_not_there(log: io.StringIO, client: Client) -> None:
    assert client.get(f"/calendar/{SECRET}.ics").status_code == 404

    assert "/calendar/***" in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize(("message", "arguments"), [
    ("Internal Server Error: %s", (f"/calendar/{SECRET}.ics",)),
    (f'"GET /calendar/{SECRET}.ics?x=1 HTTP/1.1" 500', ()),
])
def test_whoever_writes_it(log: io.StringIO, message: str, arguments: tuple[str, ...]) -> None:
    logging.getLogger("anybody").error(message, *arguments)

    assert "/calendar/***" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_what_an_error_says_is_hushed_too() -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(Hushed())
    log = logging.Logger("test")
    log.addHandler(handler)
    row = "DETAIL:  Failing row contains (mem_1, 某某某, 青水路 1 号).\nDETAIL:  Key (name, phone)=(某某某, x) already exists."
    try:
        raise ValueError(f"999999199001011234 at /calendar/abcdef.ics\n{row}")
    except ValueError:
        log.exception("it failed")

    told = said.getvalue()
    assert "Traceback" in told
    for word in ("199001011234", "abcdef", "某某某", "青水路"):
        assert word not in told
