"""Pages of attendance by the people who use them: the list, a scan, an answer, a sheet typed in, one's own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domain.conftest import SINCE
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import tokens
from zhibu.domain.attendance.models import MeetingAnswer
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel import clock

Clients = Callable[[str], Client]


@pytest.fixture
def held(county: None) -> Activity:
    return Activity.objects.create(id="MT", organisation_id="G11", type="party_group_meeting", on=clock.today(), status="planned")


def statuses() -> dict[str, str]:
    return dict(Attendance.objects.filter(activity="MT").values_list("member", "status"))


def test_only_exceptions_are_sent_by_hand_and_all_stand(held: Activity, client_of: Clients) -> None:
    leader = client_of("leader")
    page = leader.get("/attendance/MT").content.decode()
    assert page.count('value="present" checked') == 2
    sent = {"tick_base": "{}", "tick_M1": "present", "tick_M2": "excused", "tick_M2_why": "出差"}

    assert leader.post("/attendance/MT", sent).status_code == 302

    assert statuses() == {"M1": "present", "M2": "excused"}
    assert "请假 1" in leader.get("/attendance/MT", follow=True).content.decode()


def test_a_scan_by_somebody_not_signed_in_comes_back_after_signing_in(held: Activity, client_of: Clients) -> None:
    phone, code = Client(), tokens.token_at("MT", clock.now())
    first = phone.get(f"/sign/MT?c={code}")
    assert first["Location"] == "/sign/MT"
    assert "/sign-in?next=/sign/MT" in phone.get("/sign/MT")["Location"]

    member = client_of("member")
    member.cookies.update(phone.cookies)
    assert "点一下就签到" in member.get("/sign/MT").content.decode()
    assert member.post("/sign/MT").status_code == 302  # one tap, nothing typed
    assert statuses() == {"M2": "present"}
    assert "你已经签到了" in member.get("/sign/MT").content.decode()


def test_an_old_code_says_so_and_signs_nobody_in(held: Activity, client_of: Clients) -> None:
    member = client_of("member")
    old = tokens.token_at("MT", clock.now() - dt.timedelta(minutes=5))
    assert "这个码已经换了" in member.get(f"/sign/MT?c={old}", follow=True).content.decode()
    answer = member.post("/sign/MT", {"code": old})
    assert answer.status_code == 409
    assert "5 分钟前" in answer.content.decode()
    assert statuses() == {}


def test_the_screen_comes_again_by_itself_without_a_script(held: Activity, client_of: Clients) -> None:
    answer = client_of("leader").get("/attendance/code/MT")
    assert 1 <= int(answer["Refresh"]) <= tokens.WINDOW
    page = answer.content.decode()
    assert "<svg" in page
    assert "<script" not in page
    assert client_of("member").get("/attendance/code/MT").status_code == 404


def test_a_sheet_is_typed_in_by_who_is_missing_and_faults_are_named(held: Activity, client_of: Clients) -> None:
    leader = client_of("leader")
    wrong = leader.post("/attendance/enter/MT", {"away": "党员M2 病假\n没这人"})
    assert wrong.status_code == 422
    assert "第 2 行：读到“没这人”" in wrong.content.decode()
    assert statuses() == {}
    assert leader.post("/attendance/enter/MT", {"away": "党员M2 病假"}).status_code == 302
    assert statuses() == {"M1": "present", "M2": "excused"}


def test_leave_is_asked_on_the_phone_and_granted_from_the_list(held: Activity, client_of: Clients) -> None:
    assert client_of("member").post("/attendance/answer/MT", {"reason_said": "出差"}).status_code == 302
    assert "请假（出差）" in client_of("member").get("/attendance/answer/MT").content.decode()
    leader = client_of("leader")
    assert "等你批的请假" in leader.get("/attendance/MT").content.decode()
    leader.post("/attendance/leave/MT", {"member": ["M2"], "decision": "approved"})
    assert MeetingAnswer.objects.get().decision == "approved"
    assert 'value="excused" checked' in leader.get("/attendance/MT").content.decode()


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_whoever_comes_by_an_old_link_reads_that_the_meeting_is_off(held: Activity, client_of: Clients, status: str) -> None:
    Activity.objects.filter(pk="MT").update(status=status, notice_on=clock.today())
    answer = client_of("member").get("/attendance/answer/MT", follow=True)
    assert answer.redirect_chain == [("/meetings/MT", 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_sheet_to_sign_is_printed(held: Activity, client_of: Clients, form: str) -> None:
    answer = client_of("leader").get(f"/attendance/sheet/MT?format={form}")
    assert answer.status_code == 200
    assert answer.content[:2] in (b"%P", b"PK")


def test_one_s_own_page_tells_meetings_stored_data_and_rights(held: Activity, client_of: Clients) -> None:
    today = clock.today()
    ahead = Activity(id="NEXT", organisation_id="B1", type="general_meeting", on=today + dt.timedelta(days=3), status="planned", notice_on=today)
    talk = Activity(id="TALK", organisation_id="G11", type="heart_to_heart_talk", on=today, status="held")
    Activity.objects.bulk_create([ahead, talk])
    Attendance.objects.create(activity=talk, member_id="M2", status="present")
    member = client_of("member")
    page = member.get("/own").content.decode()
    for link in ("/meetings/NEXT", "/attendance/answer/NEXT", "/talks/TALK"):  # a talk has no page among the meetings
        assert f'href="{link}"' in page
        assert member.get(link).status_code == 200, link
    for word in ("支部党员大会", "加密保存", "谁看过", "第四条", "申请更正"):
        assert word in page
    assert client_of("clerk").get("/own").status_code == 404


def test_while_a_meeting_goes_on_the_desk_offers_to_sign_in(held: Activity, client_of: Clients) -> None:
    now = clock.now().astimezone(clock.SHANGHAI)
    Activity.objects.filter(pk="MT").update(start=f"{now:%H:%M}", notice_on=now.date())
    assert "党小组会：现在可以签到" in client_of("member").get("/").content.decode()
    Attendance.objects.create(activity_id="MT", member_id="M2", status="present")
    page = client_of("member").get("/").content.decode()
    assert "现在可以签到" not in page
    assert "党小组会：回复去不去" not in page


def test_a_list_of_many_costs_no_query_for_each(held: Activity, client_of: Clients) -> None:
    leader = client_of("leader")
    leader.get("/attendance/MT")
    with CaptureQueriesContext(connection) as few:
        leader.get("/attendance/MT")
    for number in range(20):
        Member.objects.create(id=f"N{number}", name=f"新{number}", joined=dt.date(2015, 7, 1))
        Membership.objects.create(member_id=f"N{number}", organisation_id="G11", since=SINCE)
    with CaptureQueriesContext(connection) as many:
        leader.get("/attendance/MT")
    assert len(many) <= len(few) + 4  # now and then the rulebook looks whether its three tables changed
