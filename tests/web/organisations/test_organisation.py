"""Organisations, rosters, members, search."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from zhibu.domain.members.models import Membership


def test_organisation_works(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/organisations/B1").content.decode()

    for words in ("B1组织", "G11组织", "G12组织", "党员 3", "2023-09-01 起"):
        assert words in page


def test_an_organisation_is_shown_as_of_a_day(client_of: Callable[[str], Client]) -> None:
    Membership.objects.filter(member="M3").update(until="2024-01-01")
    client = client_of("clerk")

    assert "党员 2" in client.get("/organisations/B1").content.decode()
    past = client.get("/organisations/B1?on=2023.6.1").content.decode()
    assert "党员 3" in past
    assert "2023-06-01 那天的样子" in past


def test_the_roster_masks_numbers_on_the_page_and_in_the_workbook(
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("secretary")
    page = client.get("/organisations/B1/members").content.decode()
    sheet = load_workbook(
        BytesIO(client.get("/organisations/B1/members?format=xlsx").content)
    ).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]

    assert "999999********0001" in page
    assert "999999199001010001" not in page
    assert "999999********0001" in cells
    assert "154****0001" in cells
    assert all("999999199001010001" not in cell for cell in cells)


def test_a_member_finds_his_own_page(client_of: Callable[[str], Client]) -> None:
    client = client_of("member")
    answer = client.get("/organisations", follow=True)
    page = answer.content.decode()

    assert answer.redirect_chain[0][0] == "/members/M2"
    assert "这是你自己的页面" in page
    assert "警告" in page  # his own penalty
    assert "999999********0002" in page


def test_a_leader_does_not_see_penalties(client_of: Callable[[str], Client]) -> None:
    page = client_of("leader").get("/members/M2").content.decode()

    assert "党员M2" in page
    assert "警告" not in page


def test_search_finds_by_name_by_pinyin_and_by_number(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")

    assert "/members/M1" in client.get("/search?q=员M1").content.decode()
    assert "/members/M1" in client.get("/search?q=dym").content.decode()
    assert "/members/M2" in client.get("/search?q=999999199001010002").content.decode()
    assert "没有找到" in client.get("/search?q=张无此人").content.decode()


def test_search_stays_in_scope(client_of: Callable[[str], Client]) -> None:
    for text in ("党员M9", "dangyuan", "999999199001010009"):
        assert "/members/M9" not in client_of("clerk").get(f"/search?q={text}").content.decode()
