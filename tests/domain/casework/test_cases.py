"""Cases: opened by a road, steps through its gates, taken back with a trace, closed, given up."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.casework.test_roads_in_force import COUNTY, LOUDI, adopt
from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.casework.models import CaseRoad, WithdrawnStep
from zhibu.domain.casework.selectors import progress
from zhibu.domain.casework.services import (
    PaperGiven,
    case_abandon,
    case_close,
    case_open,
    case_reopen,
    step_record,
    step_withdraw,
)
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.kernel.errors import NotAllowed, Refused

OPENED = dt.date(2024, 5, 6)
People = dict[str, Member]
Tree = dict[str, Organisation]


def day(number: int) -> dt.date:
    return OPENED + dt.timedelta(days=number)


def met(kind: str = "committee_meeting", on: dt.date = OPENED, place: str = "B1", status: str = "held") -> str:
    made = Activity.objects.create(
        id=f"K-{kind}-{on}-{place}-{status}", organisation_id=place, type=kind, on=on, status=status)
    return str(made.pk)


def with_committee() -> None:
    Post.objects.create(id="P-OC", member="M3", organisation_id="B1", post="organisation_commissioner",
                        since=dt.date(2022, 1, 1))


@pytest.fixture
def case(people: People) -> Case:
    """Choosing a leader under the county opinions."""
    adopt(COUNTY)
    with_committee()
    return opened(people["M3"].pk)


def opened(subject: str, procedure: str = "leader_selection", road: str = "", place: str = "B1") -> Case:
    return case_open(actor=KEEPER, procedure=procedure, organisation=Organisation.objects.get(pk=place),
                     subject=subject, on=OPENED, road=road)


def record(case: Case, step: str, number: int = 0, **said: object) -> Step:
    return step_record(actor=KEEPER, case=case, step=step, on=day(number), **said)  # type: ignore[arg-type]  # one test, many wrongs


def refused(case: Case, step: str, number: int = 0, **said: object) -> str:
    with pytest.raises(Refused) as told:
        record(case, step, number, **said)
    return str(told.value)


def test_the_county_road_is_gone_from_recommendation_to_filing(case: Case) -> None:
    assert [step.code for step in progress(case, OPENED).next] == ["nomination"]

    record(case, "nomination", 0)
    record(case, "leader_vote", 1)
    record(case, "vetting", 2, papers=["vetting_form"])
    record(case, "appointment", 3, decided_by=met(on=day(3)))
    assert progress(case, day(3)).in_force_from is None
    record(case, "review", 5, outcome="审核同意")
    record(case, "filing", 6, outcome="青组备〔2024〕3号")

    found = progress(case, day(6))
    assert found.finished
    assert found.in_force_from == day(5)
    closed = case_close(actor=KEEPER, case=case, on=day(6))
    assert (closed.closed, closed.outcome) == (day(6), "办结")
    names = list(AuditEntry.objects.filter(subject=case.pk).order_by("number").values_list("action", flat=True))
    assert names == ["case.open", *["step.record"] * 6, "case.close"]


def test_a_step_out_of_order_is_refused_with_article_and_cure(case: Case) -> None:
    record(case, "nomination")

    said = refused(case, "appointment", 1, decided_by=met(on=day(1)))

    assert "还没有支部考察" in said
    assert "二(二)" in said
    assert "填考察表" not in said  # the cure is that of the step refused
    assert "支委会开会研究" in said
    assert not Step.objects.filter(step="appointment").exists()


def test_nobody_designates_alone(case: Case) -> None:
    for number, step in enumerate(("nomination", "leader_vote", "vetting")):
        record(case, step, number, papers=["vetting_form"] if step == "vetting" else [])

    assert "要由支部委员会决定，写明是哪一次" in refused(case, "appointment", 3)
    assert "写的那次是支部党员大会" in refused(case, "appointment", 3, decided_by=met("general_meeting"))
    assert "还没有开成" in refused(case, "appointment", 3, decided_by=met(on=day(3), status="planned"))
    assert "不能早于它" in refused(case, "appointment", 3, decided_by=met(on=day(4)))
    assert "B1组织没有登记过这次会" in refused(case, "appointment", 3, decided_by=met(place="B2"))


def test_a_branch_without_a_committee_decides_in_its_general_meeting(people: People) -> None:
    adopt(LOUDI)
    case = opened("M3", road=f"{LOUDI}/DESIGNATED")

    assert "支部党员大会" in refused(case, "appointment", 1, decided_by=met(on=day(1)))
    record(case, "appointment", 1, decided_by=met("general_meeting", day(1)))

    assert progress(case, day(1)).in_force_from == day(1)  # who is designated leads at once, the filing follows


def test_where_there_are_several_roads_one_is_chosen(people: People) -> None:
    adopt(LOUDI)

    with pytest.raises(Refused, match="先选一条：支部指定"):
        opened("M3")
    with pytest.raises(Refused, match="不能用"):
        opened("M3", road=f"{COUNTY}/FOUR-STEPS")


def test_what_is_usual_is_left_with_a_recorded_reason(people: People) -> None:
    adopt("elections-2020")
    case = opened("B1", "branch_election")

    assert "写明原因" in refused(case, "candidates", 2)
    step = record(case, "candidates", 2, reason="上级口头同意，批复随后补")

    assert "报批报备（条号待核对）" in step.record.deviations[0] or "还没有上级批复" in step.record.deviations[0]


def test_a_case_that_is_entered_afterwards_begins_with_its_first_step(case: Case) -> None:
    """What was done last week can be entered this week, though the case was opened here only now."""
    record(case, "nomination", -7)
    case.refresh_from_db()
    assert case.opened == day(-7)


def test_days_ahead_before_the_start_and_written_twice_are_refused(case: Case) -> None:
    with pytest.raises(Refused, match="还没到"):
        step_record(actor=KEEPER, case=case, step="nomination", on=dt.date(2999, 1, 1))
    assert "早于这件事开始" in refused(case, "nomination", -400)
    record(case, "nomination")
    assert "早于这件事开始" in refused(case, "leader_vote", -1)
    assert "已经登记过" in refused(case, "nomination", 0)
    assert "先撤回再登记" in refused(case, "nomination", 1)
    assert "没有步骤 nonsense" in refused(case, "nonsense")


def test_a_missing_paper_is_refused_until_it_comes_with_the_step(case: Case) -> None:
    record(case, "nomination")
    record(case, "leader_vote", 1)

    assert "还缺材料：考察表" in refused(case, "vetting", 2)
    record(case, "vetting", 2, papers=[PaperGiven("vetting_form", day(1))])

    assert Paper.objects.get(about=case.pk).on == day(1)


def test_times_open_and_close_steps(people: People) -> None:
    adopt("education-2019")
    case = opened("M2", "membership_stop")
    record(case, "lost")
    record(case, "search", 30, papers=["search_record"])

    assert "最早 2024-11-06" in refused(case, "stop", 100, decided_by=met("general_meeting", day(100)))
    state = progress(case, day(100)).step("stop")
    assert state is not None
    assert (state.state, state.earliest) == ("blocked", dt.date(2024, 11, 6))
    record(case, "stop", 184, decided_by=met("general_meeting", day(184)))


def test_what_is_late_is_still_done_and_shown_as_late(people: People) -> None:
    adopt("central-groups", "county-groups-2017")
    case = opened("G12", "group_setup")
    record(case, "decision", 1, decided_by=met("general_meeting", day(1)))

    waiting = progress(case, day(12))
    assert [(one.code, one.due) for one in waiting.overdue] == [("review", day(11)), ("filing", day(11))]
    record(case, "review", 20, outcome="同意")

    review = progress(case, day(20)).step("review")
    assert review is not None
    assert review.late


def test_a_step_of_the_body_above_wants_something_from_it(case: Case) -> None:
    secretary = actor("secretary", "B1")
    for number, step in enumerate(("nomination", "leader_vote", "vetting")):
        record(case, step, number, papers=["vetting_form"] if step == "vetting" else [])
    record(case, "appointment", 3, decided_by=met(on=day(3)))

    with pytest.raises(Refused, match="等上级答复"):
        step_record(actor=secretary, case=case, step="review", on=day(4))
    step = step_record(actor=secretary, case=case, step="review", on=day(4), outcome="C1〔2024〕2号")

    assert step.by == "C1"


def test_a_step_is_taken_back_with_its_paper_and_leaves_a_trace(case: Case) -> None:
    record(case, "nomination")
    record(case, "leader_vote", 1)
    record(case, "vetting", 2, papers=["vetting_form"])

    with pytest.raises(Refused, match="先撤回那一步"):
        step_withdraw(actor=KEEPER, case=case, step="leader_vote", reason="写错了")
    with pytest.raises(Refused, match="为什么撤回"):
        step_withdraw(actor=KEEPER, case=case, step="vetting", reason=" ")
    step_withdraw(actor=KEEPER, case=case, step="vetting", reason="日子写错了")

    assert not Paper.objects.filter(about=case.pk).exists()
    trace = WithdrawnStep.objects.get(case=case)
    assert (trace.step, trace.on, trace.reason) == ("vetting", day(2), "日子写错了")
    record(case, "vetting", 3, papers=["vetting_form"])


def test_a_case_is_closed_only_when_done_and_given_up_only_with_a_reason(case: Case) -> None:
    with pytest.raises(Refused, match="还没有办完：党员和群众推荐"):
        case_close(actor=KEEPER, case=case, on=day(1))
    with pytest.raises(Refused, match="为什么终止"):
        case_abandon(actor=KEEPER, case=case, reason="")
    case_abandon(actor=KEEPER, case=case, on=day(2), reason="人选调走了")
    case.refresh_from_db()
    assert (case.closed, case.outcome) == (day(2), "终止")
    assert "先重新打开" in refused(case, "nomination", 3)

    case_reopen(actor=KEEPER, case=case, reason="又回来了")
    record(case, "nomination", 3)


def test_the_same_is_not_opened_twice(case: Case) -> None:
    with pytest.raises(Refused, match="接着那一件办"):
        opened("M3")
    case_abandon(actor=KEEPER, case=case, reason="重来")
    opened("M3")


def test_who_does_not_keep_the_branch_opens_and_records_nothing(case: Case, tree: Tree) -> None:
    for stranger in (actor("secretary", "B2"), actor("clerk", "C9"), actor("leader", "G11"), actor("member", "B1", "M2")):
        with pytest.raises(NotAllowed):
            step_record(actor=stranger, case=case, step="nomination", on=OPENED)
        with pytest.raises(NotAllowed):
            case_open(actor=stranger, procedure="group_setup", organisation=tree["B1"], subject="G11", on=OPENED)


def test_what_is_next_is_kept_beside_the_case(case: Case) -> None:
    kept = CaseRoad.objects.get(pk=case.pk)
    assert (kept.next_step, kept.acts) == ("nomination", "own")
    for number, step in enumerate(("nomination", "leader_vote", "vetting")):
        record(case, step, number, papers=["vetting_form"] if step == "vetting" else [])
    record(case, "appointment", 3, decided_by=met(on=day(3)))

    kept.refresh_from_db()
    assert (kept.next_step, kept.acts, kept.due_on) == ("review", "own", day(13))  # the branch reports it
