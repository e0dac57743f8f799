"""The record page, as a leader and a recorder use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.minutes.writing import form_of, typed
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.minutes.models import Draft, Minutes, Version
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.models import Task
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]


@pytest.fixture
def meeting(county: dict[str, Organisation]) -> Activity:
    """A held meeting of the group of M1 (leader) and M2, today; M1 presides, M2 records."""
    row = Activity.objects.get(pk="T0")
    row.start, row.place, row.host, row.recorder = "15:00", "二楼小会议室", "M1", "M2"
    row.save()
    return row


def test_the_page_begins_with_what_the_plan_knows(client_of: ClientOf, meeting: Activity) -> None:
    answer = client_of("leader").get("/minutes/T0")
    assert answer.status_code == 200
    values = form_of(answer)
    assert values["about.place"] == "二楼小会议室"
    assert values["about.recorder"] == "M2"
    assert values["item.p01.title"] == "G11的议题"
    assert values["tick_M2"] == "present"


@pytest.mark.parametrize("odd", ["²", "９" * 5000, "-1", "1e3"])
def test_odd_numbers_are_no_error_of_ours(client_of: ClientOf, meeting: Activity, odd: str) -> None:
    client = client_of("leader")
    sent = typed(client.get("/minutes/T0"), **{"item.p01.said": "谈了", "do": "save"})
    for name in ("base", "about.start", "task.k9.due"):
        assert client.post("/minutes/T0", sent | {name: odd}).status_code in (302, 422), name
    for name in ("number", "choice"):
        assert client.post(f"/minutes/{'restore' if name == 'number' else 'choose'}/T0", {name: odd}).status_code < 500, name


def test_one_press_saves_confirms_checks_and_reports(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    sent = typed(client.get("/minutes/T0"), **{
        "item.p01.said": "M2介绍了险段，建议先修溢洪道。", "item.p01.view": "分三段包干，报支部。",
        "tick_M2": "excused", "tick_M2_why": "出差", "do": "report",
    })  # fmt: skip
    sent |= _task(sent, "定值守表", "M2", "12-30")
    answer = client.post("/minutes/T0", sent | {"anyway": "1"})
    assert answer.status_code == 302, answer.content.decode()[:4000]
    meeting.refresh_from_db()
    minutes = Minutes.objects.get(pk="T0")
    assert minutes.state == "locked"
    assert meeting.recorded_on == meeting.reported_on == meeting.on
    assert minutes.sealed["items"][0]["said"] == "M2介绍了险段，建议先修溢洪道。"
    assert (Attendance.objects.get(activity="T0", member="M2").status) == "excused"
    task = Task.objects.get(origin="T0")
    assert task.title == "定值守表"
    assert [owner.member_id for owner in task.owners.all()] == ["M2"]
    opinion = Opinion.objects.get(origin="T0")
    assert (opinion.text, opinion.at_id) == ("分三段包干，报支部。", "B1")
    assert client.get("/minutes/T0").status_code == 200


def test_an_opinion_said_in_a_branch_stays_there(client_of: ClientOf, county: object) -> None:
    today = clock.today()
    Activity.objects.create(
        id="JA", organisation_id="B1", type="joint_activity", on=today, status="held", start="15:00", place="礼堂", host="M3",
        recorder="M1",
    )
    client = client_of("secretary")
    page = client.get("/minutes/JA")
    assert "转给支部" not in page.content.decode()
    sent = typed(page, do="lock", anyway="1")
    key = next(name for name in sent if name.startswith("item.") and name.endswith(".title")).removesuffix("title")
    sent |= {f"{key}title": "学条例", f"{key}said": "各组都谈了体会。", f"{key}view": "希望两个支部一季度一起学一次。"}
    assert client.post("/minutes/JA", sent).status_code == 302
    opinion = Opinion.objects.get(origin="JA")
    assert (opinion.organisation_id, opinion.at_id) == ("B1", "B1")


def _task(sent: dict[str, str], title: str, owner: str, due: str) -> dict[str, str]:
    name = next(name for name in sent if name.startswith("task.") and name.endswith(".title"))
    key = name.split(".")[1]
    return {name: title, f"task.{key}.owner": owner, f"task.{key}.due": due}


def test_what_is_missing_is_told_with_its_article_before_it_is_reported(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    answer = client.post("/minutes/T0", typed(client.get("/minutes/T0"), do="report"))
    page = answer.content.decode()
    assert "还没有报" in page
    assert "讲义" in page or "第" in page
    assert Minutes.objects.get(pk="T0").state == "draft"
    assert form_of(answer)["anyway"] == "1"


def test_a_task_without_a_day_keeps_everything_and_says_which(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    sent = typed(client.get("/minutes/T0"), **{"item.p01.said": "谈了。", "tick_M2": "absent", "do": "report"})
    answer = client.post("/minutes/T0", sent | _task(sent, "定值守表", "M2", ""))
    assert answer.status_code == 422
    assert "第 1 件要办的事" in answer.content.decode()
    assert "还没有报" in answer.content.decode()  # what else is missing is said at once, not at the next press
    assert form_of(answer)["item.p01.said"] == "谈了。"
    assert Minutes.objects.get(pk="T0").state == "draft"
    assert not Task.objects.filter(origin="T0").exists()


def test_a_draft_is_there_again_on_any_device_and_gone_when_saved(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    sent = typed(client.get("/minutes/T0"), **{"item.p01.said": "写到一半"})
    assert client.post("/minutes/draft/T0", sent).json()["version"] == 0
    again = client_of("leader")
    page = again.get("/minutes/T0")
    assert "没存完的写" in page.content.decode()
    assert form_of(page)["item.p01.said"] == "写到一半"
    again.post("/minutes/T0", typed(page, do="save"))
    assert not Draft.objects.exists()
    assert Version.objects.get(minutes="T0").texts["item.p01.said"] == "写到一半"


def test_nobody_sees_the_draft_of_another(client_of: ClientOf, meeting: Activity) -> None:
    leader = client_of("leader")
    leader.post("/minutes/draft/T0", typed(leader.get("/minutes/T0"), **{"item.p01.said": "写到一半"}))
    page = client_of("member").get("/minutes/T0")
    assert "写到一半" not in page.content.decode()
    assert "还有 1 个人正在写" in page.content.decode()


def test_two_who_write_at_once_lose_nothing(client_of: ClientOf, meeting: Activity) -> None:
    leader, recorder = client_of("leader"), client_of("member")
    first = leader.get("/minutes/T0")
    leader.post("/minutes/T0", typed(first, **{"item.p01.said": "开头。定在周一。结尾。", "do": "save"}))
    mine, theirs = leader.get("/minutes/T0"), recorder.get("/minutes/T0")
    leader.post("/minutes/T0", typed(mine, **{"item.p01.said": "开头。定在周二。结尾。", "about.end": "16:10", "do": "save"}))
    recorder.post("/minutes/T0", typed(theirs, **{"item.p01.said": "开头。定在周三。结尾。补一句。", "do": "save"}))
    page = recorder.get("/minutes/T0")
    text = page.content.decode()
    assert "两个人写得不一样" in text
    assert "定在周二" in text
    assert "定在周三" in text
    values = form_of(page)
    assert values["about.end"] == "16:10"
    refused = leader.post("/minutes/T0", typed(leader.get("/minutes/T0"), do="report", anyway="1"))
    assert refused.status_code == 422
    recorder.post("/minutes/choose/T0", {"choice": values["choice"], "take": "both"})
    said = form_of(recorder.get("/minutes/T0"))["item.p01.said"]
    assert said == "开头。定在周二。定在周三。结尾。补一句。"


def test_the_recorder_hands_over_and_never_confirms(client_of: ClientOf, meeting: Activity) -> None:
    recorder = client_of("member")
    page = recorder.get("/minutes/T0")
    assert "交主持人核对" in page.content.decode()
    recorder.post("/minutes/T0", typed(page, **{"item.p01.said": "谈了值守。", "do": "hand"}))
    assert Minutes.objects.get(pk="T0").state == "handed"
    refused = recorder.post("/minutes/T0", typed(recorder.get("/minutes/T0"), do="confirm", anyway="1"))
    assert "记录人不能核对自己写的记录" in refused.content.decode()
    leader = client_of("leader")
    page_of_meeting = leader.get("/meetings/T0").content.decode()  # before anything is filed, and by reading it
    assert '<h2 id="next">核对记录</h2>' in page_of_meeting
    assert '<a class="btn btn--go" href="/minutes/T0">核对记录</a>' in page_of_meeting
    leader.post("/minutes/return/T0", {"reason": "缺谁说的"})
    assert "缺谁说的" in recorder.get("/minutes/T0").content.decode()
    leader.post("/minutes/T0", typed(leader.get("/minutes/T0"), do="confirm", anyway="1"))
    assert Minutes.objects.get(pk="T0").state == "confirmed"


def test_who_presided_and_wrote_alone_hands_over_to_the_secretary(client_of: ClientOf, meeting: Activity) -> None:
    Activity.objects.filter(pk="T0").update(recorder="M1")
    leader = client_of("leader")
    page = leader.get("/minutes/T0")
    assert "记完了，交书记核对" in page.content.decode()
    leader.post("/minutes/T0", typed(page, **{"item.p01.said": "一个人学的。", "do": "hand"}))
    assert "等书记核对" in leader.get("/minutes/T0").content.decode()
    secretary = client_of("secretary")
    assert "的记录写好了，等你核对" in secretary.get("/").content.decode()
    secretary.post("/minutes/T0", typed(secretary.get("/minutes/T0"), do="confirm", anyway="1", why="组长自己记的"))
    assert Minutes.objects.get(pk="T0").state == "confirmed"


def test_a_confirmation_taken_back_takes_its_tasks_back_and_gives_them_again(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    sent = typed(client.get("/minutes/T0"), **{"item.p01.said": "谈了。", "do": "confirm", "anyway": "1"})
    client.post("/minutes/T0", sent | _task(sent, "定值守表", "M2", "12-30"))
    assert Task.objects.get(origin="T0").state == "given"
    client.post("/minutes/reopen/T0", {"reason": "写错一个数"})
    assert Task.objects.get(origin="T0").state == "withdrawn"
    client.post("/minutes/T0", typed(client.get("/minutes/T0"), do="confirm", anyway="1"))
    assert Task.objects.get(origin="T0").state == "given"


def test_after_the_lock_only_corrections_with_old_and_new_are_left(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    client.post("/minutes/T0", typed(client.get("/minutes/T0"), **{"item.p01.said": "修三处。", "do": "report", "anyway": "1"}))
    code = Minutes.objects.get(pk="T0").code
    client.post("/minutes/T0", {"item.p01.said": "修四处。", "do": "save", "base": "1"})
    assert "修四处" not in client.get("/minutes/T0").content.decode()
    client.post("/minutes/correct/T0", {"name": "item.p01.said", "new": "修四处。", "reason": "记少一处"})
    page = client.get("/minutes/T0").content.decode()
    for words in ("修三处", "修四处", "记少一处", code[:4]):
        assert words in page
    assert Minutes.objects.get(pk="T0").sealed["items"][0]["said"] == "修三处。"
    for wanted in ("", "?format=docx"):
        assert client.get(f"/minutes/print/T0{wanted}").status_code == 200


def test_versions_are_compared_and_restored(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("leader")
    for said in ("先修溢洪道。", "先修泄洪槽。"):
        client.post("/minutes/T0", typed(client.get("/minutes/T0"), **{"item.p01.said": said, "do": "save"}))
    page = client.get("/minutes/compare/T0?a=1&b=2").content.decode()
    assert "<del>溢</del>" in page
    assert client.get("/minutes/versions/T0").content.decode().count("第 1 版") >= 1
    client.post("/minutes/restore/T0", {"number": "1"})
    assert form_of(client.get("/minutes/T0"))["item.p01.said"] == "先修溢洪道。"
    assert Minutes.objects.get(pk="T0").version == 3


@pytest.mark.parametrize("who", ["stranger"])
def test_others_find_nothing(client_of: ClientOf, meeting: Activity, who: str) -> None:
    for address in ("/minutes/T0", "/minutes/print/T0", "/minutes/versions/T0", "/minutes/blank/T0"):
        assert client_of(who).get(address).status_code == 404


def test_the_papers_of_other_pages_open(client_of: ClientOf, meeting: Activity) -> None:
    client = client_of("secretary")
    for address in ("/minutes", "/minutes?format=xlsx", "/minutes/blank/T0", "/minutes-templates", "/minutes-templates/start",
                    "/minutes-templates/add", "/signals", "/signals/inspect"):  # fmt: skip
        answer: Any = client.get(address)
        assert answer.status_code == 200, address
