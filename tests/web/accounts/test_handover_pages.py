"""A handover on the desk of its taker, until he has seen it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from zhibu.domain.accounts.models import Handover
from zhibu.kernel import clock

ITEM = {"kind": "备案", "name": "组长备案", "address": "/filings", "due": "2026-12-01"}


def test_it_stands_on_the_desk_until_seen(client_of: Callable[[str], Client]) -> None:
    leader = client_of("leader")
    row = Handover.objects.create(
        organisation_id="G11", role="leader", source="post:X", giver="前任", ended_on=clock.today(),
        items=[ITEM], taker_id="U-leader", given_on=clock.today(),
    )  # fmt: skip

    assert "前任 没办完的 1 件交到你手里" in leader.get("/").content.decode()
    page = leader.get(f"/handovers/{row.pk}").content.decode()
    assert "组长备案" in page
    assert "2026-12-01" in page
    assert leader.post(f"/handovers/{row.pk}/seen")["Location"] == "/account"
    assert "没办完的" not in leader.get("/").content.decode()
    assert client_of("member").get(f"/handovers/{row.pk}").status_code == 404
