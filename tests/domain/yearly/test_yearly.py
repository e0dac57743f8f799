"""A report of a year: drafted from the records, honest about what is missing, own words kept, seen by the rules."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import activity_record, attendance_set
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.domain.tasks.services import task_give
from zhibu.domain.yearly import papers, selectors, services
from zhibu.domain.yearly.choices import State
from zhibu.domain.yearly.models import YearReport, YearSection
from zhibu.domain.yearly.periods import demand_of, span_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.papers import render

TODAY = clock.today()
YEAR = str(TODAY.year)
EARLY = dt.date(TODAY.year, 1, 1)


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    return actor("leader", "G11", "M1")


@pytest.fixture
def secretary(people: dict[str, Member]) -> Actor:
    return actor("secretary", "B1", "M3")


def held(tree: dict[str, Organisation], body: str, on: dt.date, type: str = "party_group_meeting") -> Activity:
    made = activity_record(actor=KEEPER, organisation=tree[body], type=type, on=on, status="held", theme="学习条例")
    attendance_set(actor=KEEPER, activity=made, rows={"M1": ("present", ""), "M2": ("absent", "出差")})
    return made


def section(report: YearReport, code: str) -> YearSection:
    return YearSection.objects.get(report=report, code=code)


@pytest.fixture
def report(leader: Actor, tree: dict[str, Organisation]) -> YearReport:
    held(tree, "G11", EARLY)
    task_give(actor=leader, organisation=tree["G11"], title="走访", owner="M2", due_on=TODAY)
    return services.yearly_begin(actor=leader, organisation=tree["G11"], type="group_annual_report", period=YEAR)


def test_each_sentence_comes_from_records(report: YearReport) -> None:
    meetings = section(report, "meetings")

    assert f"1 月 1 日{'党小组会'}：学习条例。" in meetings.text
    assert "应到 2 人次，到会 1 人次。" in meetings.text
    assert [bool(sources) for _, sources in selectors.sourced(meetings)] == [True] * len(meetings.text.split("\n"))
    assert "派出任务 1 项，办结 0 项" in section(report, "tasks").text
    whole = " ".join(one.text for one in report.sections.all())
    assert "党员M2" not in whole  # sums are of the group, never of a person


def test_own_words_are_kept_when_the_records_change(report: YearReport, leader: Actor, tree: dict[str, Organisation]) -> None:
    services.yearly_change(actor=leader, report=report, texts={"meetings": "全年开会一次，大家都说了话。"})
    held(tree, "G11", EARLY + dt.timedelta(days=3))
    services.yearly_refresh(actor=leader, report=report)

    meetings, study = section(report, "meetings"), section(report, "study")
    assert (meetings.text, meetings.is_own, study.is_own) == ("全年开会一次，大家都说了话。", True, False)
    assert "开展组织生活 2 次" in meetings.drafted


def test_what_was_not_done_is_named_with_its_article(leader: Actor, tree: dict[str, Organisation]) -> None:
    Adoption.objects.create(directive="loudi-groups-2023", organisation_id="C1", since=EARLY)
    held(tree, "G11", EARLY + dt.timedelta(days=3))
    judge_all()
    made = services.yearly_begin(actor=leader, organisation=tree["G11"], type="group_annual_report", period=YEAR)

    missed = section(made, "missed")
    assert "没有做到" in missed.text
    assert "《关于进一步规范娄底市直机关党小组工作的实施意见》第五条" in missed.text
    assert "有 1 次活动没有做到" in missed.text  # the group's meeting: nobody was told of its topics
    assert made.due_on == dt.date(TODAY.year, 12, 31)  # F-ANNUAL-REPORT, article 13


def test_where_nothing_was_judged_nothing_is_said_to_be_done(report: YearReport) -> None:
    assert section(report, "missed").text == "还没有按执行中的制度核查过。"


def test_handing_in_is_the_fact_that_rules_read(report: YearReport, leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    Adoption.objects.create(directive="loudi-groups-2023", organisation_id="C1", since=EARLY)
    services.yearly_submit(actor=leader, report=report)
    judge_all()
    demand = demand_of(tree["G11"], "group_annual_report", *span_of(YEAR))
    report.refresh_from_db()

    fact = Activity.objects.get(pk=report.activity)
    assert (fact.type, fact.reported_on, fact.organisation_id) == ("group_annual_report", TODAY, "G11")
    assert Paper.objects.get(about=fact.pk).kind == "annual_report"
    assert demand is not None
    assert demand.is_met
    with pytest.raises(NotAllowed):
        services.yearly_receive(actor=leader, report=report)
    assert [item.verb for item in selectors.desk_items(secretary, TODAY)] == ["收下"]
    services.yearly_return(actor=secretary, report=report, reason="写上整改")
    services.yearly_submit(actor=leader, report=report)
    assert services.yearly_receive(actor=secretary, report=report).state == State.RECEIVED
    assert Activity.objects.filter(type="group_annual_report").count() == 1


def test_what_is_taken_back_was_not_handed_in(report: YearReport, leader: Actor) -> None:
    services.yearly_submit(actor=leader, report=report)
    services.yearly_withdraw(actor=leader, report=report)

    assert not Activity.objects.filter(type="group_annual_report").exists()
    assert not Paper.objects.filter(kind="annual_report").exists()


def test_a_committees_report_counts_when_it_was_read_to_the_members(secretary: Actor, tree: dict[str, Organisation]) -> None:
    half = f"{YEAR}-H1"
    made = services.yearly_begin(actor=secretary, organisation=tree["B1"], type="committee_report", period=half)
    services.yearly_submit(actor=secretary, report=made)
    assert not Activity.objects.filter(type="committee_report").exists()
    elsewhere = held(tree, "B2", EARLY, "general_meeting")
    with pytest.raises(Refused, match="不是B1组织"):
        services.yearly_read(actor=secretary, report=made, meeting=elsewhere)
    meeting = held(tree, "B1", EARLY, "general_meeting")

    services.yearly_read(actor=secretary, report=made, meeting=meeting)
    fact = Activity.objects.get(type="committee_report")
    assert (fact.part_of_id, fact.on) == (meeting.pk, EARLY)


def test_late_is_late(report: YearReport, leader: Actor) -> None:
    YearReport.objects.filter(pk=report.pk).update(due_on=TODAY - dt.timedelta(days=4))
    services.yearly_submit(actor=leader, report=report)
    report.refresh_from_db()

    assert selectors.days_late(report, TODAY) == 4


def test_it_is_printed_as_an_official_letter(report: YearReport) -> None:
    letter = papers.report_letter(report)

    assert letter.to == "B1组织"
    assert "一、基本情况" in letter.body
    assert render(letter, "pdf").startswith(b"%PDF")


def test_a_report_is_for_those_who_write_it(leader: Actor, tree: dict[str, Organisation]) -> None:
    with pytest.raises(NotAllowed):
        services.yearly_begin(actor=leader, organisation=tree["B1"], type="unit_annual_report", period=YEAR)
    with pytest.raises(Refused, match="不写"):
        services.yearly_begin(actor=leader, organisation=tree["G11"], type="unit_annual_report", period=YEAR)
    with pytest.raises(Refused, match="读到“去年”"):
        services.yearly_begin(actor=leader, organisation=tree["G11"], type="group_annual_report", period="去年")
