"""Pages of meetings: planning with few taps, the next step in red, several in one go, what a member reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.conftest import KEEPER
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import services
from zhibu.domain.meetings.content import Content, Item
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

TODAY = clock.today()
SOON = TODAY + dt.timedelta(days=5)
GROUP_MEETING = "party_group_meeting"
PLAN = f"/meetings/plan?organisation=G11&type={GROUP_MEETING}"
Clients = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("county")


def planned(**more: object) -> Activity:
    body = Organisation.objects.get(pk="G11")
    content = Content(start="15:00", place="一楼", theme="学习", agenda=(Item("学习文件"),))
    return services.meeting_plan(actor=KEEPER, organisation=body, type=GROUP_MEETING, on=SOON, content=content, **more)  # type: ignore[arg-type]  # more arguments of the service


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_plan_comes_prefilled_and_is_asked_in_one_tap(client_of: Clients) -> None:
    Activity.objects.create(
        id="OLD", organisation_id="G11", type=GROUP_MEETING, on=TODAY - dt.timedelta(days=20), status="held", start="14:30", place="老会议室"
    )
    leader = client_of("leader")
    page = text(leader, PLAN)
    assert "老会议室" in page
    assert "定好就请示支部" in page
    form = {"on": SOON.isoformat(), "start": "下午3点半", "place": "老会议室", "theme": "", "agenda": "1、学习\n2. 收党费", "consult": "on"}
    answer = leader.post(PLAN, form, follow=True)
    made = Activity.objects.get(organisation="G11", on=SOON)
    assert (made.start, made.topics, made.consulted_on) == ("15:30", 2, TODAY)
    assert [item.title for item in made.agenda.all()] == ["学习", "收党费"]
    assert "已请示" in answer.content.decode()


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_lost(client_of: Clients) -> None:
    answer = client_of("leader").post(PLAN, {"on": "下周二", "start": "饭后", "agenda": "学习"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“下周二”不是日期" in page
    assert "时间读到“饭后”" in page
    assert "学习" in page
    assert not Activity.objects.filter(organisation="G11", status="planned").exists()


def test_the_page_has_one_red_button_with_the_next_step(client_of: Clients) -> None:
    made = planned(consult=True)
    leader, secretary = client_of("leader"), client_of("secretary")
    address = reverse("meeting", args=[made.pk])
    page = text(secretary, address)
    assert page.count("btn--go") == 1
    assert "退回" in page
    secretary.post(reverse("meeting-approve", args=[made.pk]), {})
    page = text(leader, address)
    assert (page.count("btn--go"), ">发通知</button>" in page) == (1, True)
    leader.post(reverse("meeting-notify", args=[made.pk]), {})
    assert Activity.objects.get(pk=made.pk).notice_on == TODAY
    member = text(client_of("member"), address)
    assert "学习文件" in member
    assert "各步" not in member


def test_a_stale_button_is_told(client_of: Clients) -> None:
    made = planned()
    seen = made.meeting.version
    services.meeting_change(actor=KEEPER, activity=made, content=Content(place="三楼"))
    answer = client_of("leader").post(reverse("meeting-notify", args=[made.pk]), {"base": seen})
    assert answer.status_code == 422
    assert "别人改过" in answer.content.decode()


def test_two_who_change_different_fields_lose_nothing(client_of: Clients) -> None:
    made = planned()
    leader = client_of("leader")
    address = reverse("meeting-change", args=[made.pk])
    form = leader.get(address).context["form"]
    services.meeting_change(actor=KEEPER, activity=made, content=Content(place="三楼"))
    shown = {name: form[name].value() or "" for name in form.fields if name not in ("picks", "joint", "also")}
    leader.post(address, shown | {"theme": "新主题"})
    made.refresh_from_db()
    assert (made.theme, made.place, made.agenda.count()) == ("新主题", "三楼", 1)


def test_postponing_wants_a_reason_and_shows_it(client_of: Clients) -> None:
    made = planned()
    leader, address = client_of("leader"), reverse("meeting-postpone", args=[made.pk])
    later = SOON + dt.timedelta(days=1)
    assert leader.post(address, {"to": later.isoformat(), "reason": ""}).status_code == 422
    page = leader.post(address, {"to": later.isoformat(), "reason": "停电"}, follow=True).content.decode()
    assert "停电" in page
    assert Activity.objects.get(pk=made.pk).on == later


def test_a_month_is_consented_and_told_in_one_go(client_of: Clients) -> None:
    made = planned(consult=True)
    secretary = client_of("secretary")
    assert "学习" in text(secretary, "/meetings/consents")
    assert secretary.post("/meetings/consents", {}).status_code == 422
    secretary.post("/meetings/consents", {"key": [made.pk], "word": "同意"})
    client_of("leader").post("/meetings/notices", {"key": [made.pk]})
    made.refresh_from_db()
    assert (made.approved_on, made.notice_on) == (TODAY, TODAY)
    assert "现在没有" in text(secretary, "/meetings/consents")


def test_the_list_is_cut_and_taken_along_with_the_columns_of_the_type(client_of: Clients) -> None:
    planned()
    clerk = client_of("clerk")
    page = text(clerk, f"/meetings?type={GROUP_MEETING}&month={SOON:%Y-%m}&state=ahead&q=文件")
    assert "一楼" in page
    for kind in ("xlsx", "pdf", "docx"):
        assert clerk.get(f"/meetings?type={GROUP_MEETING}&format={kind}").status_code == 200
    assert "没有符合的" in text(clerk, "/meetings?q=没有这样的会")


def test_the_month_shows_the_days(client_of: Clients) -> None:
    made = planned()
    page = text(client_of("leader"), f"/meetings/calendar?month={SOON:%Y-%m}")
    assert reverse("meeting", args=[made.pk]) in page
    assert client_of("leader").get("/meetings/calendar?month=xx").status_code == 200


def test_a_year_is_planned_on_one_page_off_days_moved(client_of: Clients) -> None:
    leader = client_of("leader")
    address = f"/meetings/series?organisation=G11&type={GROUP_MEETING}"
    first = TODAY + dt.timedelta(days=(5 - TODAY.weekday()) % 7 + 7)  # a Saturday
    leader.post(address, {"first": first.isoformat(), "count": "3", "start": "15:00", "place": "", "off": "before", "themes": "甲\n乙"})
    found = list(Activity.objects.filter(organisation="G11", status="planned").order_by("on"))
    assert [one.theme for one in found] == ["甲", "乙", ""]
    assert {one.on.weekday() for one in found} == {4}


def test_what_was_held_is_entered_on_one_form(client_of: Clients) -> None:
    leader = client_of("leader")
    day = TODAY - dt.timedelta(days=3)
    page = leader.post(f"/meetings/enter?organisation=G11&type={GROUP_MEETING}", {"on": day.isoformat(), "theme": "补登的"}, follow=True)
    assert "补登" in page.content.decode()
    assert Activity.objects.get(theme="补登的").status == "held"


def test_every_step_has_its_page_for_day_and_word(client_of: Clients) -> None:
    made = planned(consult=True)
    leader = client_of("leader")
    names = ("consult", "hold", "check", "report", "follow", "archive", "postpone", "cancel", "resume", "notify", "join", "remove", "undo")
    for name in (*names, "again"):
        assert leader.get(reverse(f"meeting-{name}", args=[made.pk]), follow=True).status_code == 200, name
    assert leader.post(reverse("meeting-approve", args=[made.pk]), {}).status_code == 403
