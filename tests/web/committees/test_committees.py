"""Pages of committees: results, by-elections, ends, the division of work, what falls due and its letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from zhibu.domain.committees.models import Duty, Reminder
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock
from zhibu.kernel.dates import add_months


@pytest.fixture
def clerk(client_of: Callable[[str], Client]) -> Client:
    Adoption.objects.create(organisation_id="C1", directive="branch-regulations-2018", since=dt.date(2020, 1, 1))
    Organisation.objects.filter(pk="B1").update(sector="organ")
    return client_of("clerk")


def begin(clerk: Client, since: str = "2024-05-01", **more: str) -> object:
    given = {"since": since, "manner": "elected", "post0": "secretary", "member0": "M1", "post1": "committee_member", "member1": "M3"}
    return clerk.post("/committees/begin/B1", given | more)


def test_a_result_is_entered_on_one_page(clerk: Client) -> None:
    assert "一届一般三年" in clerk.get("/committees/begin/B1").content.decode()

    begin(clerk, approval_number="青直批〔2024〕8号", approved_on="2024-05-02")

    page = clerk.get("/committees/of/B1").content.decode()
    for words in ("党员M1", "党员M3", "2027-05-01 届满", "2024-05-02 批准 青直批〔2024〕8号", "没有登记备案"):
        assert words in page
    assert "党员M1" in clerk.get("/organisations/B1").content.decode()


def test_what_does_not_fit_is_told_and_nothing_is_written(clerk: Client) -> None:
    said = begin(clerk, post2="deputy_secretary").content.decode()  # type: ignore[attr-defined]  # a response

    assert "职务和人要一起填" in said
    assert not Post.objects.filter(organisation="B1").exists()


def test_one_post_is_filled_and_ended(clerk: Client, client_of: Callable[[str], Client]) -> None:
    begin(clerk)
    given = {"post": "discipline_commissioner", "member": "M2", "since": "2024-06-01", "planned_until": "2027-05-01"}
    secretary = client_of("secretary")

    secretary.post("/committees/appoint/B1", given)
    made = Post.objects.get(organisation="B1", post="discipline_commissioner")
    assert (made.member, made.planned_until) == ("M2", dt.date(2027, 5, 1))
    said = secretary.post("/committees/appoint/B1", given | {"post": "secretary"}).content.decode()
    assert "上级批准" in said
    secretary.post("/committees/duties/B1", {f"duty-{made.pk}": "管纪律"})
    assert Duty.objects.get().words == "管纪律"
    secretary.post(f"/committees/relieve/{made.pk}", {"until": "2024-09-01", "reason": "调走"})
    assert "2024-09-01" in clerk.get("/committees/of/B1").content.decode()


def test_what_falls_due_is_reminded_by_letters(clerk: Client) -> None:
    today = clock.today()
    begin(clerk, since=add_months(today, -35).isoformat())
    page = clerk.get("/committees/due").content.decode()
    assert "B1组织" in page
    assert "还没有提醒" in page

    answer = clerk.post("/committees/remind", {"organisation": ["B1"], "number": "青直函〔2026〕1号"})

    text = "".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert "换届" in text
    assert "B1组织" in text
    reminder = Reminder.objects.get()
    assert (reminder.sent_by_id, reminder.on) == ("C1", today)
    assert "已提醒" in clerk.get("/committees/due").content.decode()
    assert clerk.get(f"/committees/reminder/{reminder.pk}?format=docx")["Content-Type"].endswith("wordprocessingml.document")
    assert clerk.get("/committees/due?format=xlsx").status_code == 200


def test_a_term_is_put_off_with_the_approval(clerk: Client) -> None:
    begin(clerk)
    given = {"until": "2027-11-01", "approved_by": "C1组织", "number": "批2号", "approved_on": "2027-01-01"}

    said = clerk.post("/committees/extend/B1", given | {"number": ""}).content.decode()
    assert "还没有填批复文号" in said
    clerk.post("/committees/extend/B1", given)

    page = clerk.get("/committees/of/B1").content.decode()
    assert "改为 2027-11-01" in page


def test_the_page_goes_on_with_what_was_begun(clerk: Client, client_of: Callable[[str], Client]) -> None:
    """A secretary finds the running election, asks for an extension, and renews leaders with the committee."""
    begin(clerk)
    Post.objects.filter(organisation="G11", post="group_leader").update(since=dt.date(2023, 1, 1))
    secretary = client_of("secretary")
    page = secretary.get("/committees/of/B1").content.decode()
    assert "开始换届" in page
    assert "随支委会换届" in page
    ask = page.split("请示延期")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    form = secretary.get(ask).content.decode()
    assert "关于延期换届的请示" in form
    secretary.post(
        "/cases/new",
        {"procedure": "branch_election", "organisation": "B1", "subject": "B1", "on": "2024-05-02", "note": ""},
    )
    page = secretary.get("/committees/of/B1").content.decode()
    assert "正在换届" in page
    assert "接着办" in page
    assert "开始换届" not in page
    leader = secretary.get("/leaders/of/G11?kind=term").content.decode()
    assert '<option value="term" selected>' in leader
