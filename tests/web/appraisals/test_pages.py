"""The pages as the branch, the leader and the member use them, from plan to archive."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals.models import Appraisal, Criticism, LifeMeeting, Measure, Outline
from zhibu.domain.procedures.models import Case
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]
TODAY = clock.today()
DAY = TODAY.isoformat()


@pytest.fixture
def meeting(county: object) -> Activity:
    """A life meeting of G11, planned for today."""
    return Activity.objects.create(
        id="LM", organisation_id="G11", type="organisational_life_meeting", on=TODAY, status="planned", theme="学条例"
    )


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def test_a_life_meeting_from_preparation_to_the_list(client_of: ClientOf, meeting: Activity) -> None:
    leader, member = client_of("leader"), client_of("member")
    page = reverse("life", args=["LM"])
    assert "开始准备" in text(leader, page)
    assert leader.post(reverse("life-set", args=["LM"]), {"source": "own", "outlines_by": DAY}).status_code == 302
    draft = text(leader, reverse("life-write", args=["host_script", "LM"]))
    assert "党员M2发言" in draft  # the script names who is called
    leader.post(reverse("life-write", args=["host_script", "LM"]), {"text": "一、开会。", "on": DAY})
    assert leader.get(reverse("life-paper", args=["host_script", "LM"]), {"format": "docx"}).status_code == 200

    assert "写提纲" in text(member, "/")
    assert "写提纲" in text(member, page)
    member.post(reverse("outline-write", args=["LM"]), {"text": "对照检查的话"})
    assert Outline.objects.get().handed_on is None
    member.post(reverse("outline-write", args=["LM"]), {"text": "对照检查的话", "hand": "1"})
    assert Outline.objects.get().handed_on == TODAY
    seen = text(leader, page)
    assert DAY in seen
    assert leader.get(reverse("outline", args=["LM"]), {"member": "M2"}).status_code == 404

    Activity.objects.filter(pk="LM").update(status="held")
    said = reverse("criticism", args=["LM"]) + "?member=M2"
    leader.post(said, {"own": "自己的话", "received": "第一条\n第二条"})
    assert Criticism.objects.filter(kind="received").count() == 2
    assert "第二条" in text(member, reverse("criticism-own", args=["LM"]))
    leader.post(f"{reverse('measure-add')}?life=LM", {"problem": "学习少", "found": "self", "measure": "每月学", "owner": "M2", "due_on": DAY})
    row = Measure.objects.get()
    assert leader.post(reverse("measure-settle", args=["LM"]), {"on": DAY}).status_code == 302
    assert "学习少" in text(member, "/")
    member.post(reverse("measure-progress", args=[row.pk]), {"text": "学了", "on": DAY, "done": "on"})
    leader.post(reverse("measure-check", args=[row.pk]), {"passed": "yes", "text": "看过笔记", "on": DAY})
    row.refresh_from_db()
    assert row.state == "closed"
    assert "销号" in text(leader, reverse("measure", args=[row.pk]))
    assert "学习少" in text(leader, f"{reverse('measure-list')}?state=all")
    for kind in ("talk_record", "self_examination", "criticism", "rectification_measures"):
        assert leader.get(reverse("life-paper", args=[kind, "LM"])).status_code == 200, kind


def test_those_above_read_the_package_but_no_words(client_of: ClientOf, meeting: Activity) -> None:
    life = LifeMeeting.objects.create(activity=meeting, opened_on=TODAY)
    Outline.objects.create(life=life, member_id="M2", text="不能外传", handed_on=TODAY, changed_at=clock.now())
    Criticism.objects.create(life=life, member_id="M2", kind="received", text="更不能外传")
    Measure.objects.create(
        id="EM", organisation_id="G11", life=life, level="person", member_id="M2", found="self", problem="个人问题外传不得", found_on=TODAY
    )
    Activity.objects.filter(pk="LM").update(status="held")
    clerk = client_of("clerk")
    seen = text(clerk, reverse("life", args=["LM"])) + text(clerk, reverse("measure-list"))
    assert "外传" not in seen
    assert "另有 1 项个人" in seen or "个人的整改事项只有本人" in seen
    for name in ("outline", "criticism"):
        assert clerk.get(reverse(name, args=["LM"]), {"member": "M2"}).status_code in (403, 404)
    assert clerk.get(reverse("life-paper", args=["criticism", "LM"])).status_code in (403, 404)
    assert clerk.get(reverse("measure", args=["EM"])).status_code == 404


def test_scans_of_the_package_stay_in_the_unit(client_of: ClientOf, meeting: Activity) -> None:
    LifeMeeting.objects.create(activity=meeting, opened_on=TODAY)
    leader, page = client_of("leader"), reverse("life", args=["LM"])
    assert reverse("file-add", args=["life", "LM"]) in text(leader, page)
    scan = SimpleUploadedFile("发言稿.txt", "手写的发言".encode())
    assert leader.post(reverse("file-add", args=["life", "LM"]), {"files": [scan]}).status_code == 302
    kept = StoredFile.objects.get()
    assert "发言稿.txt" in text(leader, page)
    assert leader.get(reverse("file", args=[kept.pk])).status_code == 200
    for name in ("clerk", "member"):
        assert "发言稿.txt" not in text(client_of(name), page)
        assert client_of(name).get(reverse("file", args=[kept.pk])).status_code == 404


def plan(client: Client) -> Appraisal:
    days = dict.fromkeys(("self_by", "mutual_by", "meeting_on", "grading_by"), DAY)
    answer = client.post(reverse("appraisal-plan"), {"organisation": "B1", "year": str(TODAY.year), **days})
    assert answer.status_code == 302
    return Appraisal.objects.get()


def test_an_appraisal_is_planned_written_graded_and_told(client_of: ClientOf, county: object) -> None:
    secretary, leader, member = client_of("secretary"), client_of("leader"), client_of("member")
    made = plan(secretary)
    assert "收自评" in text(secretary, reverse("appraisal", args=[made.pk]))
    assert "写自评" in text(member, "/")
    member.post(reverse("appraisal-self", args=[made.pk]), {"text": "一年的自评"})
    people = {one.member_id: one for one in made.people.all()}
    assert people["M2"].self_text == "一年的自评"
    mutual = reverse("appraisal-mutual", args=[made.pk]) + "?at=G11"
    assert "互评意见" in text(leader, "/")
    assert "党员M3" not in text(leader, mutual)  # of another group
    leader.post(mutual, {"on": DAY, **{f"p{people[key].pk}": "肯干" for key in ("M1", "M2")}})
    refused = secretary.post(reverse("appraisal-stage", args=["self_appraisal", made.pk]), {"on": DAY})
    assert "还差 2 人" in refused.content.decode()
    for step in ("self_appraisal", "mutual_appraisal"):
        secretary.post(reverse("appraisal-stage", args=[step, made.pk]), {"on": DAY, "reason": "在外地"})
    grades = {f"g{one.pk}": "good" for one in people.values()} | {f"c{one.pk}": "" for one in people.values()}
    secretary.post(reverse("appraisal-grade", args=[made.pk]), grades)
    assert "合格" in text(secretary, reverse("appraisal", args=[made.pk]))
    for client in (leader, member, client_of("clerk")):
        page = text(client, reverse("appraisal", args=[made.pk]))
        assert "<td data-l=\"等次\">" not in page
        assert "各等次人数" not in page
        assert client.get(reverse("appraisal-grade", args=[made.pk])).status_code == 403
    assert leader.get(reverse("appraisal-person", args=[made.pk]), {"member": "M3"}).status_code == 404
    for kind in ("plan", "register", "registers"):
        assert secretary.get(reverse("appraisal-paper", args=[kind, made.pk]), {"member": "M2"}).status_code == 200, kind
    assert secretary.get(reverse("appraisal-paper", args=["best", made.pk])).status_code != 200  # not settled yet


def test_a_disposal_is_proposed_for_who_was_graded_unqualified(client_of: ClientOf, county: object) -> None:
    secretary = client_of("secretary")
    made = plan(secretary)
    row = made.people.get(member="M2")
    row.grade = "poor"
    row.save()
    assert "提出组织处置" not in text(secretary, reverse("appraisal", args=[made.pk]))  # nothing is decided yet
    Appraisal.objects.update(state="graded", graded_on=TODAY)
    [link] = re.findall(r'href="(/cases/new[^"]*)"', text(secretary, reverse("appraisal", args=[made.pk])))
    form = text(secretary, html.unescape(link))
    assert "M2 是党员M2" in form
    assert f"{TODAY.year} 年民主评议评定为不合格" in form
    assert "提出组织处置" not in text(client_of("clerk"), reverse("appraisal", args=[made.pk]))
    Case.objects.create(id="D1", procedure="disposal", organisation_id="B1", subject="M2", opened=TODAY)
    assert reverse("case", args=["D1"]) in text(secretary, reverse("appraisal", args=[made.pk]))


def test_a_member_is_not_shown_his_result_before_he_is_told(client_of: ClientOf, county: object) -> None:
    made = plan(client_of("secretary"))
    person = made.people.get(member="M2")
    person.grade, person.comment = "best", "支部的评语"
    person.save()
    member = client_of("member")
    mine = reverse("appraisal-mine", args=[made.pk])
    assert "优秀" not in text(member, mine)
    assert "支部的评语" not in text(member, mine)
    made.people.filter(member="M2").update(told_on=TODAY)
    Appraisal.objects.filter(pk=made.pk).update(state="graded", graded_on=TODAY)
    assert "优秀" in text(member, mine)
    assert member.post(reverse("appraisal-object", args=[made.pk]), {"text": "不同意"}).status_code == 302
    assert "不同意见" in text(client_of("secretary"), "/")


def test_lists_are_taken_along_and_have_something_to_say_when_empty(client_of: ClientOf, county: object) -> None:
    clerk = client_of("clerk")
    for name in ("life-list", "measure-list", "appraisal-list", "dual-list"):
        text(clerk, reverse(name))
        text(client_of("member"), reverse(name))
        assert clerk.get(reverse(name), {"format": "xlsx"}).status_code == 200, name
