"""Pages of talks, reports, study: few taps, what is due, and contents on nobody's page but theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.letters.models import Letter
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.reports.models import Report
from zhibu.domain.rulebook import shelf
from zhibu.domain.study.models import Commitment, Session
from zhibu.kernel import clock

TODAY = clock.today()
WORD = "碧螺春密谈"


@pytest.fixture
def talked(client_of: Callable[[str], Client]) -> Activity:
    """The leader (M1) noted a talk with the member (M2) and wrote down what was said."""
    client = client_of("leader")
    client.post("/talks/record?body=G11", {"people": ["M1", "M2"], "on": TODAY.isoformat()})
    found = Activity.objects.get(type="heart_to_heart_talk", on=TODAY)
    client.post(f"/talks/note/{found.pk}", {"text": WORD})
    return found


def test_from_the_matrix_a_talk_is_two_taps(client_of: Callable[[str], Client]) -> None:
    """记一次 in his line, then 登记: nothing is typed."""
    client = client_of("leader")
    page = client.get("/talks/record?body=G11&with=M2").content.decode()
    assert page.count(" checked") == 2, "he and the member are ticked"
    assert f'value="{TODAY.isoformat()}"' in page
    answer = client.post("/talks/record?body=G11&with=M2", {"people": ["M1", "M2"], "on": TODAY.isoformat()}, follow=True)
    assert "已登记" in answer.content.decode()
    assert Attendance.objects.filter(activity__type="heart_to_heart_talk", activity__on=TODAY).count() == 2


def test_what_was_said_stands_on_the_pages_of_the_two_alone(talked: Activity, client_of: Callable[[str], Client]) -> None:
    paths = (f"/talks/{talked.pk}", "/talks", "/talks?view=list", "/talks?view=list&format=xlsx", f"/search?q={WORD[:3]}", "/")
    shown = {}
    for role in ("leader", "member", "secretary", "clerk"):
        client = client_of(role)
        texts = [client.get(path).content for path in paths]
        shown[role] = sum(WORD.encode() in text for text in texts)
    assert shown == {"leader": 1, "member": 1, "secretary": 0, "clerk": 0}
    assert client_of("secretary").get(f"/talks/note/{talked.pk}").status_code == 403


def test_the_page_says_what_the_promise_leaves_out(talked: Activity, client_of: Callable[[str], Client]) -> None:
    assert "保管服务器和密钥的人技术上能解开" in client_of("member").get(f"/talks/{talked.pk}").content.decode()


def test_the_register_says_who_and_when(talked: Activity, client_of: Callable[[str], Client]) -> None:
    for form, magic in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client_of("secretary").get(f"/talks?view=list&body=B1&format={form}")
        assert answer.content.startswith(magic)


def test_a_round_is_planned_by_days(client_of: Callable[[str], Client]) -> None:
    monday = TODAY + dt.timedelta(days=7 - TODAY.weekday())
    given = {"who": "M3", "people": ["M1", "M2", "M3"], "on": monday.isoformat(), "a_day": "1"}
    client_of("secretary").post("/talks/plan?body=B1", given)
    days = Activity.objects.filter(type="heart_to_heart_talk", status="planned").order_by("on").values_list("on", flat=True)
    assert list(days) == [monday, monday + dt.timedelta(days=1)]


def test_a_report_is_drafted_handed_in_and_read_by_the_leader(client_of: Callable[[str], Client]) -> None:
    member, period = client_of("member"), f"{TODAY:%Y-%m}"
    member.post("/reports/write", {"period": period, "text": f"{WORD}草稿", "draft": "1"})
    assert f"{WORD}草稿" in member.get("/reports/write").content.decode()
    member.post("/reports/write", {"period": period, "text": WORD, "give": "1"})
    found = Report.objects.get()

    pages = {role: client_of(role).get(f"/reports/{found.pk}").content.decode() for role in ("leader", "member", "secretary", "clerk")}
    assert {role: WORD in text for role, text in pages.items()} == {
        "leader": True, "member": True, "secretary": False, "clerk": False,
    }  # fmt: skip
    client_of("leader").post(f"/reports/answer/{found.pk}", {"text": "收到"})
    assert "收到" in member.get(f"/reports/{found.pk}").content.decode()


def test_oral_reports_are_noted_without_a_word(client_of: Callable[[str], Client]) -> None:
    client_of("leader").post("/reports/note?body=G11", {"members": ["M1", "M2"], "on": TODAY.isoformat(), "manner": "oral"})
    assert Report.objects.count() == 2
    assert not Letter.objects.exists()


def test_a_study_is_recorded_with_the_exceptions_only(client_of: Callable[[str], Client]) -> None:
    client = client_of("leader")
    assert client.get("/study/record?body=G11").content.decode().count(" checked") == 2
    given = {"type": "study", "on": TODAY.isoformat(), "content": "条例第三章", "hours": "1", "present": ["M1"]}
    client.post("/study/record?body=G11", given)
    assert Session.objects.get().activity.attendance.filter(status="absent").get().member_id == "M2"
    assert "条例第三章" in client.get("/study?view=ledger&body=G11").content.decode()


def test_hours_of_others_are_not_a_members_to_see(client_of: Callable[[str], Client]) -> None:
    assert "学时" not in client_of("member").get("/study?view=hours").content.decode().split("<nav class=\"tabs")[-1].split("</nav>")[0]
    assert client_of("member").get("/study?view=hours&body=G11").status_code == 404
    assert client_of("member").get("/study/mine").status_code == 200


def test_a_commitment_is_written_published_and_inspected(client_of: Callable[[str], Client]) -> None:
    client_of("member").post("/commitments/write", {"text": "带好一名新同志", "measures": "每月一次"})
    found = Commitment.objects.get()
    secretary = client_of("secretary")
    secretary.post(f"/commitments/publish/{found.pk}", {"sent": "1"})
    given = {"on": TODAY.isoformat(), f"outcome_{found.pk}": "partly", f"words_{found.pk}": "还差一次"}
    secretary.post("/commitments/inspect?body=B1", given)
    assert "部分兑现：还差一次" in client_of("member").get(f"/commitments/{found.pk}").content.decode()
    assert secretary.get("/commitments?body=B1&format=pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/talks?body=B1", "/talks?view=list&body=B1", "/reports?body=B1", "/study?view=hours&body=B1"])
def test_pages_cost_no_query_for_each_member(
    path: str, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 3600.0)  # whether rules were published is no query of the page
    client = client_of("secretary")
    Activity.objects.create(id="V", organisation_id="B1", type="heart_to_heart_talk", on=TODAY, status="held")
    Attendance.objects.bulk_create(Attendance(activity_id="V", member_id=one, status="present") for one in ("M1", "M3"))

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    before = queries()
    for number in range(60):
        key = f"N{number}"
        Member.objects.create(id=key, name=f"新{number}", joined=dt.date(2015, 7, 1), full_since=dt.date(2016, 7, 1))
        Membership.objects.create(member_id=key, organisation_id="B1", since=dt.date(2021, 1, 1))
        Activity.objects.create(id=f"V{number}", organisation_id="B1", type="heart_to_heart_talk", on=TODAY, status="held")
        Attendance.objects.bulk_create(Attendance(activity_id=f"V{number}", member_id=one, status="present") for one in (key, "M3"))
    assert queries() <= before + 1
