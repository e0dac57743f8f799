"""Pages of tasks, opinions and reports of a year: a month of a leader, and as many queries for many rows as for few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhibu.domain.opinions.models import Opinion
from zhibu.domain.tasks.models import Task, TaskOwner
from zhibu.domain.yearly.models import YearReport
from zhibu.kernel import clock

TODAY = clock.today()
pytestmark = pytest.mark.usefixtures("county")


def test_a_task_goes_from_the_leader_to_the_member_and_back(client_of: Callable[[str], Client]) -> None:
    leader, member = client_of("leader"), client_of("member")
    given = {"title": "走访三户", "owner": ["M2"], "due_on": TODAY.isoformat(), "done_means": "", "note": ""}
    leader.post("/tasks/give", given)
    task = Task.objects.get(title="走访三户")

    assert "走访三户" in member.get("/tasks").content.decode()
    assert "走访三户" in member.get("/").content.decode()  # on his desk
    member.post(f"/tasks/done/{task.pk}", {"text": "走访完了"})
    assert "等G11组织查看" in leader.get(f"/tasks/{task.pk}").content.decode()
    leader.post(f"/tasks/accept/{task.pk}", {"reason": ""})

    task.refresh_from_db()
    assert task.state == "done"
    page = member.get(f"/tasks/{task.pk}").content.decode()
    assert "办结" in page
    assert "重新打开" not in page  # not for him


def test_a_committee_gives_to_all_below_and_its_lists_are_cut_by_name(client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    clerk.post("/tasks/give/below", {"title": "报季度小结", "everybody": "on", "due_on": TODAY.isoformat(), "done_means": "", "note": ""})
    made = Task.objects.filter(title="报季度小结").select_related("organisation", "giver")
    assert len(made) == made[0].giver.children.filter(dissolved=None).count() > 1

    body = made[0].organisation
    page = clerk.get("/tasks", {"at": body.name}).content.decode()
    assert page.count("报季度小结") == 1
    for path in ("/opinions", "/life", "/measures", "/yearly", "/appraisals"):
        assert clerk.get(path, {"at": body.name}).status_code == 200
    below = client_of("secretary").get("/tasks", {"whose": "ours"}).content.decode()
    assert "报季度小结" in below
    assert clerk.post("/tasks/give/below", {"title": "没有选", "due_on": TODAY.isoformat()}).status_code == 422


def test_what_is_refused_is_told_and_nothing_typed_is_lost(client_of: Callable[[str], Client]) -> None:
    answer = client_of("leader").post("/tasks/give", {"title": "走访", "owner": ["M2"], "due_on": "2020-01-01", "note": "带上本子"})

    assert answer.status_code == 422
    assert "早于派出的日期" in answer.content.decode()
    assert "带上本子" in answer.content.decode()


def test_an_opinion_is_published_after_a_look_at_it(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")
    secretary.post("/opinions/take", {"text": "门口积水", "whose": "masses", "kind": "demand", "on": TODAY.isoformat(), "speaker": ""})
    opinion = Opinion.objects.get()
    secretary.post(f"/opinions/answer/{opinion.pk}", {"text": "已通排水"})
    words = {"public_text": "门口积水", "public_answer": "已通排水"}

    look = secretary.post(f"/opinions/publish/{opinion.pk}", words)
    assert "公开出来是这样" in look.content.decode()
    opinion.refresh_from_db()
    assert opinion.published_on is None
    secretary.post(f"/opinions/publish/{opinion.pk}", {**words, "publish": "1"})
    opinion.refresh_from_db()
    assert opinion.published_on == TODAY


def test_a_report_changed_by_two_loses_no_words(client_of: Callable[[str], Client]) -> None:
    leader = client_of("leader")
    leader.post("/yearly/begin", {"which": f"group_annual_report/{TODAY.year}/G11"})
    report = YearReport.objects.get()
    page = leader.get(f"/yearly/change/{report.pk}")
    shown = {field.name: field.value() or "" for field in page.context["form"]}

    leader.post(f"/yearly/change/{report.pk}", shown | {"s_ahead": "明年抓学习。"})
    leader.post(f"/yearly/change/{report.pk}", shown | {"s_study": "学了十二次。"})
    texts = dict(report.sections.values_list("code", "text"))
    assert (texts["ahead"], texts["study"]) == ("明年抓学习。", "学了十二次。")
    again = leader.post(f"/yearly/change/{report.pk}", shown | {"s_ahead": "另一句话。"})
    assert again.status_code == 422
    assert "另一句话。" in again.content.decode()


@pytest.mark.parametrize("path", ["/tasks?whose=all", "/opinions", "/yearly"])
def test_lists_cost_as_many_queries_for_many_rows(path: str, client_of: Callable[[str], Client]) -> None:
    client = client_of("secretary")
    make(0, 2)
    client.get(path)
    few = queries(client, path)
    make(2, 12)

    assert queries(client, path) <= few + 1


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def make(first: int, last: int) -> None:
    for n in range(first, last):
        task = Task.objects.create(id=f"T{n}", organisation_id="G11", giver_id="G11", title="事", given_on=TODAY, due_on=TODAY)
        TaskOwner.objects.create(task=task, member_id="M1", place=1)
        Opinion.objects.create(organisation_id="G11", at_id="B1", id=f"O{n}", whose="masses", text="话", taken_on=TODAY, at_since=TODAY)
        since = dt.date(2000 + n, 1, 1)
        YearReport.objects.create(
            id=f"Y{n}", organisation_id="G11", type="group_annual_report", period=str(since.year), since=since, title="报告",
            until=since.replace(year=since.year + 1), drafted_on=TODAY,
        )  # fmt: skip
