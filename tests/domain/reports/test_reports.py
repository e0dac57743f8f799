"""Reports of members: written ones are between him and whom he reports to; of all it is known who and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.letters.models import Letter
from zhibu.domain.members.models import Member, Post
from zhibu.domain.notices.models import Notice
from zhibu.domain.reports import selectors, services
from zhibu.domain.reports.choices import State
from zhibu.domain.reports.models import Report
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
PERIOD = f"{TODAY:%Y-%m}"
SAID = "这个月孩子高考，工作有点分心"


def himself(key: str) -> Actor:
    """A member without any office."""
    return Actor(name=f"党员{key}", door="test", member=key)


@pytest.fixture
def given(people: dict[str, Member]) -> Report:
    """M2 handed in a written report to his leader M1."""
    return services.report_hand_in(actor=himself("M2"), member=people["M2"], period=PERIOD, text=SAID)


def test_a_written_report_counts_and_its_words_go_to_the_leader_only(given: Report) -> None:
    activity = Activity.objects.get(type="member_report")
    assert (activity.speaker, activity.form, activity.theme, activity.organisation_id) == ("M2", "written", "", "G11")
    assert Paper.objects.filter(about=activity.pk, kind="member_report_text").exists()
    assert selectors.report_texts(himself("M1"), given) == (SAID, "")
    assert selectors.report_texts(himself("M2"), given) == (SAID, "")


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(lambda: actor("clerk", "C1"), id="clerk"),
        pytest.param(lambda: actor("secretary", "B1", "M3"), id="secretary"),
        pytest.param(lambda: actor("leader", "G12", "M3"), id="leader of another group"),
        pytest.param(lambda: KEEPER, id="keeper"),
        pytest.param(lambda: replace(himself("M2"), on_behalf="M2"), id="on behalf"),
    ],
)
def test_nobody_else_reads_it(reader: object, given: Report) -> None:
    with pytest.raises(NotAllowed):
        selectors.report_texts(reader(), given)  # type: ignore[operator]  # made after the people are there


def test_a_draft_is_his_alone_and_counts_nothing(people: dict[str, Member]) -> None:
    draft = services.report_draft(actor=himself("M2"), member=people["M2"], period=PERIOD, text=SAID)
    services.report_draft(actor=himself("M2"), member=people["M2"], period=PERIOD, text=f"{SAID}。")

    assert selectors.draft_of(himself("M2"), PERIOD) == (draft, f"{SAID}。")
    assert not Activity.objects.filter(type="member_report").exists()
    for who in (himself("M1"), actor("secretary", "B1"), KEEPER, replace(himself("M2"), on_behalf="M2")):
        with pytest.raises(NotFound):
            selectors.report_get(who, draft.pk)


def test_of_a_probationary_member_the_secretary_reads_it_too(people: dict[str, Member]) -> None:
    Post.objects.create(id="P3", member="M3", organisation_id="B1", post="secretary", since=dt.date(2021, 1, 1))
    Member.objects.filter(pk="M2").update(full_since=None, joined=TODAY - dt.timedelta(days=90))
    probationary = Member.objects.get(pk="M2")

    assert [one.pk for one in selectors.receiver_of(probationary, TODAY).readers] == ["M1", "M3"]
    assert [one.pk for one in selectors.receiver_of(people["M1"], TODAY).readers] == ["M3"], "the leader has none above in his group"


def test_where_nobody_could_receive_it_the_draft_is_not_lost(people: dict[str, Member]) -> None:
    Post.objects.all().delete()
    services.report_draft(actor=himself("M2"), member=people["M2"], period=PERIOD, text=SAID)
    with pytest.raises(Refused, match="草稿留着"):
        services.report_hand_in(actor=himself("M2"), member=people["M2"], period=PERIOD, text=SAID)
    assert selectors.draft_of(himself("M2"), PERIOD)[1] == SAID


def test_oral_reports_are_noted_once_for_each(people: dict[str, Member]) -> None:
    leader = actor("leader", "G11", "M1")
    meeting = Activity.objects.create(id="Z1", organisation_id="G11", type="party_group_meeting", on=TODAY, status="held")
    for _ in range(2):
        services.reports_note(actor=leader, members=[people["M1"], people["M2"]], on=TODAY, part_of=meeting)

    rows = Activity.objects.filter(type="member_report")
    assert sorted(rows.values_list("speaker", "form", "part_of")) == [("M1", "in_person", "Z1"), ("M2", "in_person", "Z1")]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("role", "place", "may"), [("leader", "G11", True), ("leader", "G12", False), ("secretary", "B1", True)])
def test_who_may_note_a_report(role: str, place: str, may: bool, people: dict[str, Member]) -> None:
    if may:
        services.report_note(actor=actor(role, place), member=people["M2"], on=TODAY)
    else:
        with pytest.raises(NotAllowed):
            services.report_note(actor=actor(role, place), member=people["M2"], on=TODAY)


def test_nobody_writes_or_takes_back_for_him(given: Report, people: dict[str, Member]) -> None:
    with pytest.raises(NotAllowed, match="本人写"):
        services.report_draft(actor=actor("secretary", "B1"), member=people["M2"], period=PERIOD, text="代写")
    with pytest.raises(NotAllowed, match="自己能收回"):
        services.report_withdraw(actor=KEEPER, report=given)

    services.report_withdraw(actor=himself("M2"), report=given)

    assert not Report.objects.exists()
    assert not Letter.objects.exists()
    assert not Activity.objects.filter(type="member_report").exists()


def test_the_answer_goes_back_to_him_alone(given: Report) -> None:
    with pytest.raises(NotAllowed):
        services.report_answer(actor=actor("secretary", "B1", "M3"), report=given, text="好")
    services.report_answer(actor=himself("M1"), report=given, text="注意休息")

    found = Report.objects.get(pk=given.pk)
    assert selectors.report_texts(himself("M2"), found) == (SAID, "注意休息")
    assert list(Notice.objects.values_list("member", "text")) == [("M2", "汇报有了答复")]
    with pytest.raises(Refused, match="已经答复"):
        services.report_withdraw(actor=himself("M2"), report=found)


def test_the_list_says_who_reported_and_keeps_drafts_out(given: Report, people: dict[str, Member]) -> None:
    services.report_draft(actor=himself("M1"), member=people["M1"], period=PERIOD, text=SAID)
    leader = actor("leader", "G11", "M1")

    assert list(selectors.reports_asked(leader)) == [given]
    year = {line.member.pk: line.given for line in selectors.lines(given.organisation, dt.date(TODAY.year, 1, 1), TODAY, TODAY)}
    assert year == {"M1": (), "M2": ((TODAY, "书面"),)}
    assert Report.objects.get(member="M1").state == State.DRAFT
