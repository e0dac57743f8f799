"""An election held in the program: opened from the step of the case, its result is the step and says who is entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor, tree
from tests.domain.voting.conftest import account, branch, close, opened, read, secretary
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.selectors import progress
from zhibu.domain.casework.services import case_open, step_record, step_withdraw
from zhibu.domain.committees.selectors.elected import elected
from zhibu.domain.committees.services import Seat, term_begin
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

__all__ = ["account", "branch", "opened", "secretary", "tree"]
pytestmark = pytest.mark.django_db
Account = Callable[..., Actor]
Opened = Callable[..., Poll]
DAY = clock.today()


def slip(*favour: str) -> dict[str, Any]:
    return {"answers": {key: ["in_favour"] for key in favour}, "names": []}


@pytest.fixture
def case(branch: Organisation) -> Case:
    made = case_open(actor=KEEPER, procedure="branch_election", organisation=branch, subject=branch.pk,
                     on=DAY - dt.timedelta(days=40))  # fmt: skip
    day = DAY - dt.timedelta(days=30)
    for step in ("request", "reply", "candidates", "candidates_approval"):
        said = {"papers": ["request", "reply", "candidate_list"], "outcome": "同意", "reason": "照办"}
        step_record(actor=KEEPER, case=made, step=step, on=day, **said)
    return made


def voted(case: Case, opened: Opened, account: Account, runs: Actor) -> Poll:
    poll = opened("election", "paper", ("V1", "V2", "V3"), seats=2, case=case, step="election")
    for key in ("V1", "V2", "V3", "V4", "V5"):
        services.poll_hand_out(actor=runs, poll=poll, member=Member.objects.get(pk=key))
    closed = close(poll, account, 5)
    read(closed, account, [slip("q1", "q2"), slip("q1", "q2"), slip("q1", "q2"), slip("q1", "q2"), slip("q1", "q3")])
    counted = services.poll_count(actor=runs, poll=closed)
    return services.poll_confirm(actor=runs, poll=counted, confirmed_by="党员大会当场宣布")


def seat(member: str, post: str = "committee_member") -> Seat:
    return Seat(Member.objects.get(pk=member), post)


def test_the_result_waits_for_what_the_step_lacks_and_is_then_taken_without_typing(
    case: Case, opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = voted(case, opened, account, secretary)
    assert not Step.objects.filter(case=case, step="election").exists()  # no meeting is on record
    with pytest.raises(Refused, match="在系统里办"):
        step_record(actor=KEEPER, case=case, step="election", on=DAY, outcome="赵七当选")
    held = Activity.objects.create(id="E1", organisation_id="B1", type="election", on=DAY, status="held")
    earlier = DAY - dt.timedelta(days=20)
    other = Activity.objects.create(id="E0", organisation_id="B1", type="election", on=earlier, status="held")
    with pytest.raises(Refused, match="不是投票的会"):
        services.step_take(actor=secretary, poll=poll, decided_by=other.pk, papers=["minutes"], reason="照办")
    services.step_take(actor=secretary, poll=poll, decided_by=held.pk, papers=["minutes"], reason="照办")
    step = Step.objects.get(case=case, step="election")
    assert (step.on, step.outcome, step.record.vote) == (DAY, "丁一、王二当选", poll.pk)
    assert step.record.figures == "应到 6，实到 5，发出 5，收回 5，有效 5；丁一 5 票，王二 4 票，白三 1 票"
    state = progress(case, DAY).step("election")
    assert state is not None
    assert "ballot_result" in state.done[0].papers


def test_the_next_committee_is_whom_the_votes_elected_and_nobody_else(
    case: Case, opened: Opened, account: Account, secretary: Actor
) -> None:
    Activity.objects.create(id="E1", organisation_id="B1", type="election", on=DAY, status="held")
    voted(case, opened, account, secretary)
    found = elected(case.organisation)
    assert found is not None
    assert sorted(found.seats) == [("V1", "committee_member"), ("V2", "committee_member")]
    offered = services.step_people(case, "secretary_election")
    assert sorted(one.member for one in offered) == ["V1", "V2"]

    with pytest.raises(Refused, match="白三没有在系统里的表决当选"):
        term_begin(actor=KEEPER, organisation=case.organisation, since=DAY, seats=[seat("V3")])
    made = term_begin(
        actor=KEEPER, organisation=case.organisation, since=DAY, seats=[seat("V1", "secretary"), seat("V2")]
    )
    assert (made.case, sorted(made.posts.values_list("member", flat=True))) == (case.pk, ["V1", "V2"])


def test_only_the_step_that_asks_for_it_opens_a_vote(case: Case, opened: Opened, secretary: Actor) -> None:
    with pytest.raises(Refused, match="表决的不是这个事项"):
        opened("admission", "paper", ("V1",), case=case, step="election")
    with pytest.raises(Refused, match="没有这一步"):
        opened("election", "paper", ("V1", "V2", "V3"), seats=2, case=case, step="nothing")
    poll = opened("election", "paper", ("V1", "V2", "V3"), seats=2, case=case, step="election")
    with pytest.raises(Refused, match="接着那一次"):
        opened("election", "paper", ("V1", "V2", "V3"), seats=2, case=case, step="election")
    services.poll_abandon(actor=secretary, poll=poll, reason="票印错了")
    step_record(actor=KEEPER, case=case, step="election", on=DAY, outcome="外面办的", reason="照办",
                papers=["ballot_result", "minutes"], decided_by=Activity.objects.create(
                    id="E2", organisation_id="B1", type="election", on=DAY, status="held").pk)  # fmt: skip
    with pytest.raises(Refused, match="已经登记过"):
        opened("election", "paper", ("V1", "V2", "V3"), seats=2, case=case, step="election")
    step_withdraw(actor=KEEPER, case=case, step="election", reason="记错了")


def test_a_clerk_above_cannot_take_a_result_over(case: Case, opened: Opened, account: Account, secretary: Actor) -> None:
    from zhibu.kernel.errors import NotAllowed

    poll = voted(case, opened, account, secretary)
    with pytest.raises(NotAllowed):
        services.step_take(actor=actor("clerk", "C1"), poll=poll)
