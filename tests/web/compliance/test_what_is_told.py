"""What pages tell and what they keep to themselves: talks, versions, hosts, the way to the coming year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.compliance.test_finding import address, verdict
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.compliance.services import judge_all
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]


@pytest.fixture
def talks(county: object) -> None:
    """This year's talks: one with M2, one with M3."""
    for key, other, theme in (("K2", "M2", "自己的心事"), ("K3", "M3", "别人的心事")):
        Activity.objects.create(
            id=key, organisation_id="B1", type="heart_to_heart_talk", theme=theme, status="held",
            on=dt.date(clock.today().year, 1, 1), host=other,
        )  # fmt: skip
        Attendance.objects.create(activity_id=key, member_id=other, status="present")
    judge_all()


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("role", ["member", "leader", "secretary"])
def test_talks_of_others_are_not_told(client_of: ClientOf, role: str) -> None:
    client = client_of(role)
    page = client.get(address(verdict("F-TALK", "M2"))).content.decode()

    assert "谈心谈话" in page
    assert "算数的 1 件" in page or "1 件" in page
    assert "心事" not in page
    assert "没有到会记录" not in page
    assert "心事" not in client.get("/organisations/B1").content.decode()


def test_a_meeting_says_who_led_it(client_of: ClientOf) -> None:
    Activity.objects.filter(pk="T0").update(host="M2")
    row = verdict("A-CHAIR", "T0")

    assert "主持 党员M2" in client_of("leader").get(address(row)).content.decode()


@pytest.mark.parametrize("role", ["leader", "secretary", "member"])
def test_a_desk_speaks_chinese_and_leads_to_the_coming_year(client_of: ClientOf, role: str) -> None:
    client = client_of(role)
    page = client.get("/").content.decode()

    assert "loudi-groups-2023（" not in page
    assert "今后十二个月" in page
    address = page.split("今后十二个月")[0].rsplit('href="', 1)[1].split('"')[0]
    assert client.get(address).status_code == 200


def test_an_agenda_says_that_there_is_more_to_mend(client_of: ClientOf) -> None:
    client = client_of("leader")
    page = client.get("/forecast/organisations/G11").content.decode()

    assert "已经开过的会、任过的职里还有" in page
    where = page.split("已经开过的会")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(where).status_code == 200


def test_a_talk_without_the_leader_says_why_it_does_not_count(client_of: ClientOf) -> None:
    Activity.objects.create(
        id="K4", organisation_id="B1", type="heart_to_heart_talk", status="held",
        on=dt.date(clock.today().year, 1, 1),
    )  # fmt: skip
    for one in ("M2", "M3"):
        Attendance.objects.create(activity_id="K4", member_id=one, status="present")
    page = client_of("leader").get(address(verdict("F-TALK-LEADER", "M2"))).content.decode()

    assert "到场的别人那天没有担任党小组组长" in page
