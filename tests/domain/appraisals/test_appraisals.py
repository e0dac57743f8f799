"""An appraisal from its plan to the end: who is graded, who reads what, what the rules find afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.appraisals.conftest import TODAY, Account, days, person
from tests.domain.conftest import KEEPER, actor
from tests.domain.voting.conftest import close, vote
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import activity_change
from zhibu.domain.appraisals import policies, selectors, services
from zhibu.domain.appraisals.choices import State
from zhibu.domain.appraisals.models import Appraisal
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.meetings.services import meeting_hold
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Step
from zhibu.domain.voting import services as voting
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
GRADED = ("V1", "V2", "V3", "V4", "V5", "V6", "V8")
SECRET = "带头学习，业务精"


def appraised(appraisal: Appraisal, account: Account, secretary: Actor, *, late: bool = False) -> Appraisal:
    """Self-appraisals and opinions are in, the meeting was held and measured; `late`: it was entered only after the vote."""
    for one in selectors.people(appraisal):
        services.appraisal_self(actor=account(one.member_id), person=one, text=f"{SECRET} {one.member_id}")
    texts = {one.member_id: "肯干，话少" for one in appraisal.people.all()}
    services.appraisal_mutual(actor=secretary, appraisal=appraisal, body=appraisal.organisation, texts=texts, on=TODAY)
    for step in ("self_appraisal", "mutual_appraisal"):
        services.appraisal_stage(actor=secretary, appraisal=appraisal, step=step, on=TODAY)
    poll = services.appraisal_vote(actor=secretary, appraisal=appraisal, means="electronic")
    for key in ("V4", "V5"):  # they are on the slip themselves, as everybody is
        voting.poll_teller(actor=secretary, poll=poll, member=Member.objects.get(pk=key), duty="count")
    poll = voting.poll_open(actor=secretary, poll=poll)
    for number, key in enumerate(("V1", "V2", "V7")):
        vote(poll, account(key), {f"q{n}": ["best" if n == number + 1 else "good"] for n in range(1, 8)})
    counted = voting.poll_count(actor=secretary, poll=close(poll, account, 3))
    assert appraisal.activity is not None
    if not late:
        activity_change(actor=KEEPER, activity=appraisal.activity, status="held")
    voting.poll_confirm(actor=secretary, poll=counted, confirmed_by="党员大会")
    return Appraisal.objects.get(pk=appraisal.pk)


def graded(appraisal: Appraisal, secretary: Actor, best: int = 2) -> None:
    grades = {key: ("best" if number < best else "good", "") for number, key in enumerate(GRADED)}
    services.appraisal_grade(actor=secretary, appraisal=appraisal, grades=grades)


def settle(appraisal: Appraisal, secretary: Actor, **more: str) -> Appraisal:
    meeting = Activity.objects.get_or_create(
        id="AG", defaults={"organisation": appraisal.organisation, "type": "general_meeting", "on": TODAY, "status": "held"}
    )[0]
    return services.appraisal_settle(actor=secretary, appraisal=appraisal, on=TODAY, decided_by=meeting.pk, **more)


def test_everybody_takes_part_and_full_members_are_graded(planned: Appraisal) -> None:
    people = {one.member_id: one for one in planned.people.all()}
    assert "V9" not in people  # stopped
    assert {key for key, one in people.items() if one.graded} == set(GRADED)
    assert people["V7"].why_not == "预备党员"
    assert people["V1"].group_id == "G11"


def test_from_plan_to_end_leaves_the_facts_that_rules_read(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary)
    settled = settle(held, secretary)
    told = services.appraisal_tell(
        actor=secretary, appraisal=settled, members=list(settled.people.values_list("member", flat=True)), on=TODAY
    )
    assert told.state == State.TOLD
    done = services.appraisal_close(actor=secretary, appraisal=told, on=TODAY)

    assert done.state == State.CLOSED
    steps = set(Step.objects.filter(case=done.case).values_list("step", flat=True))
    assert steps == {"self_appraisal", "mutual_appraisal", "measurement", "grading", "feedback"}
    papers = set(Paper.objects.filter(about=done.activity_id).values_list("kind", flat=True))
    assert papers == {"self_appraisal", "appraisal_register", "appraisal_votes", "outstanding_list", "unqualified_list"}
    done.case.refresh_from_db()
    assert done.case.closed == TODAY


def test_a_measurement_waits_for_its_meeting_to_be_entered(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary, late=True)
    assert not held.case.steps.filter(step="measurement").exists()
    with pytest.raises(Refused, match="还没有开成"):
        services.appraisal_measure(actor=secretary, appraisal=held)
    assert held.activity is not None
    meeting_hold(actor=secretary, activity=held.activity)
    assert held.case.steps.filter(step="measurement").exists()


def test_more_excellent_ones_than_the_share_want_a_reason(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary, best=3)  # a third of the seven full members: two
    with pytest.raises(Refused, match=r"7 人里最多 2 人（关于召开"):
        settle(held, secretary)
    assert settle(held, secretary, over_reason="上级同意").state == State.GRADED


def test_nobody_who_is_not_graded_gets_a_grade(planned: Appraisal, secretary: Actor) -> None:
    with pytest.raises(Refused, match="不定等次（预备党员）"):
        services.appraisal_grade(actor=secretary, appraisal=planned, grades={"V7": ("good", "")})
    with pytest.raises(Refused, match="参加评议，不定等次"):
        services.appraisal_leave_out(actor=secretary, person=person(planned, "V7"), graded=True)


def test_a_grade_is_read_by_the_branch_and_later_by_himself_only(
    planned: Appraisal, account: Account, secretary: Actor
) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary)
    leader, clerk, himself = actor("leader", "G11"), actor("clerk", "C1"), account("V1")

    def read(who: Actor, appraisal: Appraisal) -> list[str]:
        return [row.grade for row in selectors.appraisal_page(who, appraisal.pk).rows if row.grade]

    assert len(read(secretary, held)) == 7
    assert (read(leader, held), read(clerk, held), read(himself, held)) == ([], [], [])
    settled = services.appraisal_tell(
        actor=secretary, appraisal=settle(held, secretary), members=["V1"], on=TODAY
    )
    assert (read(leader, settled), read(clerk, settled)) == ([], [])
    assert read(himself, settled) == ["优秀"]
    assert read(replace(himself, roles=(), on_behalf="V1"), settled) == []
    assert not selectors.appraisal_page(clerk, settled.pk).numbers
    for who in (leader, clerk):
        with pytest.raises(NotAllowed, match="等次由"):
            services.appraisal_grade(actor=who, appraisal=settled, grades={})


def test_those_above_read_numbers_once_they_were_reported(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary)
    services.appraisal_report(actor=secretary, appraisal=settle(held, secretary), on=TODAY)
    page = selectors.appraisal_page(actor("clerk", "C1"), planned.pk)
    assert dict(page.numbers)["优秀"] == 2
    assert not any(row.grade for row in page.rows)


def test_an_objection_is_answered_before_the_end(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary)
    settled = settle(held, secretary)
    with pytest.raises(Refused, match="还没有把结果告知"):
        services.appraisal_object(actor=account("V3"), person=person(settled, "V3"), text="不同意")
    keys = list(settled.people.values_list("member", flat=True))
    told = services.appraisal_tell(actor=secretary, appraisal=settled, members=keys, on=TODAY)
    services.appraisal_object(actor=account("V3"), person=person(told, "V3"), text="漏算了我的工作")
    with pytest.raises(Refused, match="1 个人的不同意见"):
        services.appraisal_close(actor=secretary, appraisal=told, on=TODAY)
    services.appraisal_answer(actor=secretary, person=person(told, "V3"), answer="核实过，维持")
    assert services.appraisal_close(actor=secretary, appraisal=told, on=TODAY).state == State.CLOSED


def test_a_leader_writes_opinions_of_his_group_only_and_reads_no_other(
    planned: Appraisal, secretary: Actor, branch: Organisation
) -> None:
    leader, group = actor("leader", "G11"), Organisation.objects.get(pk="G11")
    done = services.appraisal_mutual(actor=leader, appraisal=planned, body=group, texts={"V1": "肯干"}, on=TODAY)
    assert done == 1
    with pytest.raises(NotAllowed):
        services.appraisal_mutual(actor=leader, appraisal=planned, body=branch, texts={"V6": "好"}, on=TODAY)
    assert not policies.mutual_reads(leader, person(planned, "V6"))
    assert policies.mutual_reads(leader, person(planned, "V1"))


def test_who_is_lacking_is_named_unless_a_reason_is_given(planned: Appraisal, secretary: Actor) -> None:
    with pytest.raises(Refused, match="还差 8 人"):
        services.appraisal_stage(actor=secretary, appraisal=planned, step="self_appraisal", on=TODAY)
    services.appraisal_stage(actor=secretary, appraisal=planned, step="self_appraisal", on=TODAY, reason="在外地，口头讲过")
    assert Step.objects.filter(case=planned.case, step="self_appraisal").exists()


def test_the_plan_is_one_a_year_in_the_order_of_the_work(branch: Organisation, planned: Appraisal, secretary: Actor) -> None:
    with pytest.raises(Refused, match="已经有一次"):
        services.appraisal_plan(actor=secretary, organisation=branch, year=TODAY.year, **days())
    early = days() | {"meeting_on": TODAY - dt.timedelta(days=1)}
    with pytest.raises(Refused, match="早于互评"):
        services.appraisal_change(actor=secretary, appraisal=planned, **early)
    services.appraisal_cancel(actor=secretary, appraisal=planned, reason="上级另行安排")
    again = services.appraisal_plan(actor=secretary, organisation=branch, year=TODAY.year, **days())
    assert again.case_id != planned.case_id


def test_no_word_and_no_grade_stands_in_the_record(planned: Appraisal, account: Account, secretary: Actor) -> None:
    held = appraised(planned, account, secretary)
    graded(held, secretary)
    settle(held, secretary)
    told = " ".join(str(entry.details) for entry in AuditEntry.objects.filter(action__startswith="appraisal."))
    assert "带头" not in told
    assert "肯干" not in told
    assert "best" not in told
    assert "优秀" not in told
