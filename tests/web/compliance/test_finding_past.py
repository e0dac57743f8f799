"""A finding as of a past day: for whoever sees it today, also where the day itself is what is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.compliance.test_finding import address, verdict
from zhibu.kernel import clock


@pytest.mark.parametrize("role", ["clerk", "secretary", "leader"])
def test_the_size_of_a_group_on_a_past_day(client_of: Callable[[str], Client], role: str) -> None:
    answer = client_of(role).get(address(verdict("C-SIZE", "G11"), on="2024-06-30"))

    assert answer.status_code == 200
    assert "2 &lt; 3" in answer.content.decode()
    assert "2024-06-30 那天核查" in answer.content.decode()


def test_a_link_of_another_day_leads_to_the_verdict_of_today(
    client_of: Callable[[str], Client],
) -> None:
    row = verdict("C-SIZE", "G11")
    row.period_start = clock.today() - dt.timedelta(days=9)

    assert client_of("leader").get(address(row)).status_code == 200


@pytest.mark.parametrize("role", ["leader", "member"])
def test_a_leader_sees_his_members_on_a_past_day_and_a_member_himself(
    client_of: Callable[[str], Client], role: str
) -> None:
    row = verdict("F-TALK", "M2")
    row.period_start = dt.date(2024, 1, 1)

    assert client_of(role).get(address(row, on="2024-06-30")).status_code == 200


def test_others_stay_hidden_on_a_past_day(client_of: Callable[[str], Client]) -> None:
    row = verdict("F-TALK", "M3")
    row.period_start = dt.date(2024, 1, 1)
    answer = client_of("leader").get(address(row, on="2024-06-30"))

    assert answer.status_code == 404
    assert "没有这条结论" not in answer.content.decode()


def test_a_day_without_this_verdict_is_told_with_the_way_back(
    client_of: Callable[[str], Client],
) -> None:
    row = verdict("C-SIZE", "G11")
    answer = client_of("secretary").get(address(row, on="2021-01-01"))
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "2021-01-01 那天没有这条结论" in page
    assert "看今天的结论" in page
    assert 'name="on"' in page
    assert "抄漏" not in page
