"""The pages of a member's file, as the people use them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.domain.members.test_items import NEW
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, Membership, Placement
from zhibu.domain.registry.models import Correction, Look, Merging
from zhibu.kernel import clock

Clients = Callable[[str], Client]
WHY = "核对转接介绍信上的号码"


def test_a_secretary_enters_a_member_and_is_told_what_is_wrong(client_of: Clients) -> None:
    client = client_of("secretary")
    given = NEW | {"how": "admitted", "since": "2026-03-01", "group": "G11", "unit": "某局"}
    wrong = client.post("/members/record/B1", given | {"phone": "12"})

    assert wrong.status_code == 422
    assert "11 位手机号" in wrong.content.decode()
    assert 'value="欧阳娜"' in wrong.content.decode()  # nothing typed is lost
    assert not Member.objects.filter(name="欧阳娜").exists()

    page = client.post("/members/record/B1", given, follow=True).content.decode()
    assert "欧阳娜" in page
    assert "999999********" in page
    assert NEW["id_number"] not in page
    assert NEW["phone"] not in page
    assert NEW["address"] not in page


@pytest.mark.parametrize("role", ["leader", "member"])
def test_who_keeps_no_branch_is_not_let_in(client_of: Clients, role: str) -> None:
    client = client_of(role)

    for address in ("/members/change/M2", "/members/leave/M2", "/members/reward/M2", "/members/record/B1"):
        assert client.get(address).status_code in (403, 404), address
    assert "修改</a>" not in client.get("/members/M2").content.decode()


def test_a_full_number_needs_a_reason_and_the_member_sees_it(client_of: Clients) -> None:
    client = client_of("secretary")
    number = Member.objects.get(pk="M2").id_number
    assert number
    refused = client.post("/members/reveal/M2", {"items": "id_number", "why": "看"})
    assert refused.status_code == 422
    assert number not in refused.content.decode()

    shown = client.post("/members/reveal/M2", {"items": "id_number", "why": WHY})
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.filter(action="member.reveal").latest("number")
    assert number not in entry.details
    assert WHY in entry.details

    own = client_of("member").get("/members/looks/M2").content.decode()
    assert WHY in own
    assert "支部书记" in own
    assert client.get("/members/looks/M2").status_code == 403


def test_opening_a_page_is_noted_once_a_day_and_not_for_oneself(client_of: Clients) -> None:
    client = client_of("secretary")
    for _ in range(3):
        client.get("/members/M2")
    client_of("member").get("/members/M2")

    assert list(Look.objects.values_list("member", "kind", "by")) == [("M2", "page", "secretary某")]


def test_a_leader_sees_no_hardship_no_address_no_changes(client_of: Clients) -> None:
    client = client_of("secretary")
    client.post("/members/hardship/M2", {"kind": "illness", "since": "2024-05-01", "details": "只给少数人看的话"})
    client.post("/members/change/M2", {"name": "党员M2", "joined": "2015-07-01", "full_since": "2016-07-01", "address": "某省某市某某路 8 号", "why": "本人提供"})
    leader = client_of("leader")

    assert "只给少数人看的话" in client.get("/members/M2?tab=care").content.decode()
    for tab in ("", "care", "changes", "history"):
        page = leader.get(f"/members/M2?tab={tab}").content.decode()
        assert "只给少数人看的话" not in page
        assert "家庭住址" not in page
        assert "本人提供" not in page
    assert leader.get("/members/reveal/M2").status_code == 404
    told = client.get("/members/M2?tab=changes").content.decode()
    assert "本人提供" in told
    assert "某某路" not in told


def test_a_correction_goes_its_way(client_of: Clients) -> None:
    own, secretary, clerk = client_of("member"), client_of("secretary"), client_of("clerk")
    own.post("/members/correct/M2", {"item": "joined", "wanted": "2014-07-01", "reason": "志愿书上是 2014 年"})
    one = Correction.objects.get()
    assert own.post(f"/corrections/{one.pk}/decide", {"accept": "yes"}).status_code == 422
    assert secretary.post(f"/corrections/{one.pk}/decide", {"accept": "no"}).status_code == 422  # no reason
    secretary.post(f"/corrections/{one.pk}/decide", {"accept": "no", "answer": "没有原件"})
    own.post(f"/corrections/{one.pk}/object", {"objection": "原件在县档案馆"})
    assert secretary.post(f"/corrections/{one.pk}/review", {"accept": "yes", "answer": "好"}).status_code == 422
    clerk.post(f"/corrections/{one.pk}/review", {"accept": "yes", "answer": "看过原件"})

    one.refresh_from_db()
    assert one.state == "accepted"
    assert Member.objects.get(pk="M2").joined == dt.date(2014, 7, 1)
    page = own.get("/members/M2?tab=changes").content.decode()
    assert "本人申请更正" in page
    assert "2015-07-01" in page


def test_the_roster_is_cut_put_in_order_and_taken_out(client_of: Clients) -> None:
    client = client_of("secretary")
    Member.objects.filter(pk="M1").update(sex="女", name="单晓")
    Member.objects.filter(pk="M2").update(full_since=None)
    Placement.objects.create(member_id="M3", unit="某局", team="办公室", since=dt.date(2024, 1, 1))

    def names(query: str) -> list[str]:
        page = client.get(f"/organisations/B1/members?{query}").content.decode()
        return [key for key in ("M1", "M2", "M3") if f"/members/{key}\"" in page]

    assert names("q=shanx") == names("q=sx") == names("q=晓") == names("sex=女") == ["M1"]
    assert names("standing=probationary") == ["M2"]
    assert names("unit=办公室") == names("group=G12") == ["M3"]
    assert "少选一个条件" in client.get("/organisations/B1/members?education=小学").content.decode()

    answer = client.get("/organisations/B1/members?format=xlsx&sex=女")
    cells = [str(c) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True) for c in row]
    assert "单晓" in cells
    assert "党员M2" not in cells
    assert client.get("/organisations/B1/members?format=pdf").content.startswith(b"%PDF")
    assert set(Look.objects.filter(kind="export").values_list("member", flat=True)) >= {"M1", "M2"}


def test_full_numbers_leave_only_against_a_reason(client_of: Clients) -> None:
    client = client_of("secretary")
    assert client.post("/members/numbers/B1", {"why": "要"}).status_code == 422
    answer = client.post("/members/numbers/B1", {"why": "报送年度统计，核对系统里的号码"})

    cells = [c for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True) for c in row]
    assert Member.objects.get(pk="M2").id_number in cells
    entry = AuditEntry.objects.filter(action="roster.export").latest("number")
    assert '"count":3' in entry.details
    assert "报送年度统计" in client_of("member").get("/members/looks/M2").content.decode()
    assert client_of("leader").get("/members/numbers/G11").status_code == 403


def test_doubles_are_found_compared_merged_and_separated(client_of: Clients) -> None:
    client = client_of("secretary")
    twin = Member.objects.create(id="M2b", name="党员M2", joined=dt.date(2015, 7, 1), job="会计")
    Membership.objects.create(member=twin, organisation_id="B1", since=dt.date(2021, 1, 1))
    page = client.get("/members/doubles").content.decode()
    assert "姓名、入党日期和支部相同" in page

    book = load_workbook(BytesIO(client.get("/members/doubles?format=xlsx").content)).active
    assert [cell.value for cell in book[3]][1:4] == ["党员M2", "党员M2", "姓名、入党日期和支部相同"]

    given = {"first": "M2", "second": "M2b", "why": "同一张身份证", "take_job": "gone"}
    assert "重叠的日子" in client.post("/members/merge", given).content.decode()
    client.post("/members/merge", given | {"memberships": "kept"})
    assert Member.objects.get(pk="M2").job == "会计"
    assert "没有发现重复的党员" in client.get("/members/doubles").content.decode()

    client.post(f"/mergings/{Merging.objects.get().pk}/separate", {"why": "认错人了"})
    assert Member.objects.filter(pk="M2b").exists()
    client.post("/members/distinct", {"first": "M2", "second": "M2b", "why": "同名同姓"})
    assert "没有发现重复的党员" in client.get("/members/doubles").content.decode()


@pytest.mark.parametrize("given", [{}, {"full": "on", "why": WHY}])
def test_the_form_is_printed(client_of: Clients, given: dict[str, str]) -> None:
    answer = client_of("secretary").post("/members/print/M2", given | {"format": "pdf"})

    assert answer.content.startswith(b"%PDF")
    assert client_of("member").get("/members/form-blank").content.startswith(b"%PDF")
    reveals = AuditEntry.objects.filter(action="member.reveal").count()
    assert reveals == (1 if given else 0)


def test_corrections_clearings_and_what_was_found_go_out_as_lists(client_of: Clients) -> None:
    Member.objects.filter(pk="M2").update(name="欧阳娜")
    asked = Correction(member_id="M2", item="job", before="会计", wanted="出纳", reason="换了岗位", asked_at=clock.now())
    asked.save()
    Member.objects.filter(pk="M4").update(left=dt.date(2020, 1, 1), left_reason="去世")
    clerk = client_of("clerk")

    def listed(address: str) -> str:
        book = load_workbook(BytesIO(clerk.get(address).content)).active
        return " ".join(str(value) for row in book.values for value in row if value)

    corrections = listed("/corrections?format=xlsx")
    assert "欧阳娜 工作岗位" in corrections
    assert "换了岗位" in corrections
    assert "出纳" not in corrections  # what somebody should be recorded as stays on his page
    assert "党员 欧阳娜 B1组织" in listed("/search?q=欧阳&format=xlsx")
    assert "还没有批准清除" in listed("/members/clearings?format=xlsx")
    for kind, mark in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = clerk.get("/corrections", {"format": kind})
        assert answer.getvalue().startswith(mark)


def test_a_long_roster_has_low_rows(client_of: Clients) -> None:
    Member.objects.bulk_create(
        Member(id=f"L{n}", name=f"党员{n}", joined=dt.date(2010, 1, 1), full_since=dt.date(2011, 1, 1)) for n in range(120))
    Membership.objects.bulk_create(
        Membership(member_id=f"L{n}", organisation_id="B1", since=dt.date(2021, 1, 1)) for n in range(120))

    made = client_of("secretary").get("/organisations/B1/members?format=pdf").getvalue()

    assert len(PdfReader(BytesIO(made)).pages) <= 5
