"""Checklists, the calendar, the collected items, and the tree as picture, table and paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.domain.conftest import KEEPER
from tests.domain.establishment.conftest import decision, get
from zhibu.domain.establishment.services import organisation_move
from zhibu.domain.organisations.credit_code import check_letter
from zhibu.domain.procedures.models import Check
from zhibu.domain.rulebook.models import Adoption, CalendarDay, Term

ON = dt.date(2024, 6, 1)


@pytest.fixture
def clerk(client_of: Callable[[str], Client]) -> Client:
    return client_of("clerk")


def test_many_items_are_entered_at_once_and_the_least_is_said(clerk: Client) -> None:
    Adoption.objects.create(organisation_id="C1", directive="county-organs-eight-norms", since=dt.date(2020, 1, 1))
    given = {"list": "room", "on": "2024-06-01", "ok-area": "yes", "value-area": "38", "ok-flag": "no", "ok-books": ""}

    clerk.post("/establishment/checks/record/B1", given)

    assert {(c.item, c.ok, c.value) for c in Check.objects.all()} == {("area", True, "38"), ("flag", False, "")}
    page = clerk.get("/establishment/checks/of/B1").content.decode()
    assert "不少于 40平方米" in page
    assert "不够" in page
    clerk.post("/establishment/checks/record/B1", given | {"on": "2024-07-01", "value-area": "41"})
    history = clerk.get("/establishment/checks/of/B1?item=room.area").content.decode()
    assert "这一项历次检查" in history
    check = Check.objects.get(item="area", on=dt.date(2024, 7, 1))
    clerk.post(f"/establishment/checks/withdraw/{check.pk}")
    assert Check.objects.filter(item="area").count() == 1


def test_a_day_that_cannot_be_is_told(clerk: Client) -> None:
    for day, words in (("哪天", "不是日期"), ("2999-01-01", "还没到")):
        answer = clerk.post("/establishment/checks/record/B1", {"list": "room", "on": day, "ok-area": "yes"}, follow=True)
        assert words in answer.content.decode()
    assert not Check.objects.exists()


def test_one_item_of_many_organisations(clerk: Client) -> None:
    path = "/establishment/checks?list=three&item=room"
    clerk.post(path, {"on": "2024-06-01", "ok-B1": "yes", "ok-B2": "no", "ok-B9": "yes"})

    assert {(c.organisation_id, c.ok) for c in Check.objects.all()} == {("B1", True), ("B2", False)}
    book = load_workbook(BytesIO(clerk.get(f"{path}&format=xlsx").content))
    assert any("✕" in str(cell.value) for row in book.active.iter_rows() for cell in row)


def test_the_notice_on_holidays_is_pasted_looked_at_and_written(clerk: Client) -> None:
    text = "国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"
    unknown = clerk.get("/establishment/calendar?year=2098").content.decode()
    assert "还不知道" in unknown

    seen = clerk.post("/establishment/calendar", {"year": "2027", "text": text}).content.decode()
    assert "读出 9 天" in seen
    assert not CalendarDay.objects.exists()
    clerk.post("/establishment/calendar", {"year": "2027", "text": text, "confirm": "1"})
    days = dict(CalendarDay.objects.values_list("date", "workday"))
    assert (days[dt.date(2027, 10, 7)], days[dt.date(2027, 9, 26)], len(days)) == (False, True, 9)
    said = clerk.post("/establishment/calendar", {"year": "2027", "text": "没有日子"}).content.decode()
    assert "没有读出日子" in said


def test_school_terms(clerk: Client, client_of: Callable[[str], Client]) -> None:
    given = {"name": "2026秋", "since": "2026-09-01", "last": "2027-01-20"}
    assert client_of("secretary").post("/establishment/terms", given).status_code == 200
    assert not Term.objects.exists()

    clerk.post("/establishment/terms", given)
    assert Term.objects.get().until == dt.date(2027, 1, 21)
    assert "重叠" in clerk.post("/establishment/terms", given | {"name": "又一个"}).content.decode()
    clerk.post("/establishment/terms", {"withdraw": "2026秋"})
    assert not Term.objects.exists()


def test_the_collected_items(clerk: Client) -> None:
    code = "91110000600037341"
    given = {"contact": "某某", "phone": "0738-1234567", "unit_situation": "legal_unit", "unit0": "甲局", "code0": code + "X"}
    said = clerk.post("/establishment/particulars/B1", given).content.decode()
    assert "统一社会信用代码" in said
    assert 'value="甲局"' in said

    clerk.post("/establishment/particulars/B1", given | {"code0": code + check_letter(code)})
    page = clerk.get("/establishment/particulars/B1").content.decode()
    assert "0738-1234567" in page
    assert [unit.name for unit in get("B1").units.all()] == ["甲局"]
    assert clerk.get("/establishment/particulars/B1?format=pdf").content.startswith(b"%PDF")


def test_the_tree_of_a_day_as_picture_table_and_paper(clerk: Client) -> None:
    organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=decision(ON))
    organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C1"), decision=decision(dt.date(2024, 8, 1)))
    path = "/establishment/tree/C1?depth=9"

    now = clerk.get(path).content.decode()
    between = clerk.get(f"{path}&on=2024-07-01").content.decode()
    assert "B1组织" in now
    assert "G11组织" in now
    assert "B1组织" not in between
    drawn = clerk.get(f"{path}&view=picture").content.decode()
    assert drawn.count('width="216" height="30"') == 6
    assert "style=" not in drawn
    assert clerk.get(f"{path}&format=pdf").content.startswith(b"%PDF")
    assert clerk.get(f"{path}&format=xlsx").status_code == 200
    found = clerk.get("/establishment/tree/C1?q=G12").content.decode()
    assert "G12组织" in found
    assert "G11组织" not in found
