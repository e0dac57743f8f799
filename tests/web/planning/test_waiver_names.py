"""What waivers tell: whom an id means, whether its days are over, and how one entered by mistake is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.web.compliance.test_finding import verdict
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.rulebook.models import Waiver
from zhibu.kernel import clock


def test_the_form_says_which_meeting_it_is(client_of: Callable[[str], Client]) -> None:
    row = verdict("A-CHAIR", "T0")
    page = client_of("clerk").get(
        "/waivers/record", {"d": row.directive, "r": row.rule, "s": "T0", "p": row.due.isoformat()}
    )

    assert "现在填的是：G11组织 · " in page.content.decode()
    assert "党小组会" in page.content.decode()


def recorded(client: Client, since: dt.date, until: dt.date) -> Waiver:
    """A waiver of a meeting's leader, recorded by the form."""
    row = verdict("A-CHAIR", "T0")
    client.post(
        "/waivers/record",
        {
            "duty": f"{row.directive} {row.rule}", "subject": "T0", "since": since.isoformat(),
            "until": until.isoformat(), "reason": "抢险", "approved_by": "工委会议",
        },
    )  # fmt: skip
    return Waiver.objects.get()


def test_a_waiver_whose_days_are_over_still_says_what_it_excuses(
    client_of: Callable[[str], Client],
) -> None:
    client, today = client_of("clerk"), clock.today()
    recorded(client, today - dt.timedelta(days=9), today - dt.timedelta(days=2))

    assert "期满，那段日子的仍算豁免" in client.get("/waivers").content.decode()


def test_a_waiver_entered_by_mistake_is_undone_even_when_its_days_are_over(
    client_of: Callable[[str], Client],
) -> None:
    client, today = client_of("clerk"), clock.today()
    made = recorded(client, today - dt.timedelta(days=9), today - dt.timedelta(days=2))
    page = client.get(f"/waivers/{made.pk}/end").content.decode()
    assert f'value="{made.since}"' in page

    client.post(f"/waivers/{made.pk}/end", {"until": made.since.isoformat()})

    assert not Waiver.objects.exists()
    assert AuditEntry.objects.filter(action="waiver.end").count() == 1
