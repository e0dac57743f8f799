"""A talk that the group's leader has to begin stands on his agenda, on the group's and on the member's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.planning.test_forecast_pages import opened, page

ClientOf = Callable[[str], Client]
TALK = "参加同党小组组长的谈心谈话"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("leader", "/forecast/organisations/G11"),
        ("leader", "/forecast/members/M1"),
        ("member", "/forecast/members/M2"),
        ("secretary", "/forecast/organisations/B1"),
    ],
)
def test_who_has_to_begin_the_talk_is_told(client_of: ClientOf, name: str, path: str) -> None:
    text = page(client_of(name), path)

    assert TALK in text
    assert "党小组组长同本人" in text
    assert "党员M2" in text


def test_the_group_s_agenda_tells_nothing_of_members_of_other_groups(client_of: ClientOf) -> None:
    assert "党员M3" not in page(client_of("leader"), "/forecast/organisations/G11")


def test_a_calendar_says_which_organisation_and_no_member(
    client_of: ClientOf, client: Client
) -> None:
    text = client.get(opened(client_of("secretary"), organisation="B1")).content.decode()
    text = text.replace("\r\n ", "")

    assert "SUMMARY:B1组织 G11组织：" in text
    assert text.count("SUMMARY:已过期") <= 1
    assert "党员M" not in text


def test_the_same_duty_of_several_groups_is_one_line_that_names_them(client_of: ClientOf) -> None:
    text = page(client_of("secretary"), "/forecast/organisations/B1")

    assert "2 个党小组：各开展党小组会，1 次" in text
    line = text.split("2 个党小组：各开展党小组会，1 次")[1].split("</li>")[0]
    assert "G11组织（党员M1）、" in line
    assert "G12组织" in line
