"""The form of a waiver says whom an id means."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.web.compliance.test_finding import verdict


def test_the_form_says_which_meeting_it_is(client_of: Callable[[str], Client]) -> None:
    row = verdict("A-CHAIR", "T0")
    page = client_of("clerk").get(
        "/waivers/record", {"d": row.directive, "r": row.rule, "s": "T0", "p": row.due.isoformat()}
    )

    assert "现在填的是：G11组织 · " in page.content.decode()
    assert "党小组会" in page.content.decode()
