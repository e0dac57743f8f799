"""Overdue stays overdue: a new year mends nothing, and the finding behind it can still be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.web.planning.test_forecast_pages import page
from zhibu.domain.activities.models import Activity
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _met_last_year(county: object) -> None:
    """The branch's records reach back to the beginning of last year."""
    Activity.objects.create(
        id="OLD", organisation_id="B1", type="theme_day", status="held",
        on=dt.date(clock.today().year - 1, 1, 5),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["leader", "secretary"])
def test_what_was_missed_last_year_is_still_listed(client_of: ClientOf, name: str) -> None:
    text = page(client_of(name), "/forecast/organisations/G11")
    last_year = clock.today().year - 1

    assert f"{last_year}年3月31日到期" in text
    assert "补上或者批准豁免以前一直列在这里" in text


def test_its_finding_is_that_of_its_year(client_of: ClientOf) -> None:
    year = clock.today().year - 1
    query = {"d": "loudi-groups-2023", "r": "F-MEETING", "s": "G11", "p": dt.date(year, 3, 1)}
    answer = client_of("leader").get(f"/finding?{urlencode(query)}", follow=True)

    assert f"on={year}-12-31" in answer.redirect_chain[0][0]
    assert "3月没有开党小组会" in answer.content.decode()


def test_what_is_out_of_sight_stays_so(client_of: ClientOf) -> None:
    query = {"d": "loudi-groups-2023", "r": "F-MEETING", "s": "G12", "p": "2024-03-01"}

    assert client_of("leader").get(f"/finding?{urlencode(query)}", follow=True).status_code == 404


def test_nothing_is_said_of_the_time_before_the_first_meeting_on_record(
    client_of: ClientOf,
) -> None:
    year = clock.today().year - 1
    Activity.objects.filter(pk="OLD").delete()
    Activity.objects.create(
        id="FIRST", organisation_id="B1", type="theme_day", on=dt.date(year, 8, 9), status="held"
    )
    text = page(client_of("secretary"), "/forecast/organisations/G11")

    assert f"{year}年7月31日到期" not in text
    assert f"{year}年9月30日到期" in text
