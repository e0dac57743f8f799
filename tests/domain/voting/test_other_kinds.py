"""Measurement, survey, open recommendation, several persons voted one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.domain.voting.conftest import close, read, vote
from zhibu.ballots.verifying import verify_file
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.results import result_page
from zhibu.domain.voting.services import Person
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db

Account = Callable[..., Actor]
Opened = Callable[..., Poll]


def test_a_measurement_counts_grades_and_decides_nothing(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("appraisal", "electronic", ("V1", "V2", "V3"))
    best, good = {"q1": ["best"], "q2": ["good"], "q3": ["good"]}, {"q1": ["best"], "q2": ["poor"]}
    for member in ("V1", "V2", "V7"):  # V7 is probationary: he measures, and is not measured
        vote(poll, account(member), best if member != "V7" else good)
    counted = services.poll_count(actor=secretary, poll=close(poll, account, 3))

    sums = counted.outcome["sums"]["options"]
    assert sums["q1"] == {"best": 3, "good": 0, "fair": 0, "poor": 0}
    assert sums["q2"] == {"best": 0, "good": 2, "fair": 0, "poor": 1}
    shown = result_page(counted)
    assert shown.headline == "计票完了"
    assert shown.best_most == 1  # a third of three
    assert "“丁一”全部是优秀，各人投的什么大家都知道。" in shown.warned
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="支委会评定")
    row = Ballot.objects.get(matter="appraisal")
    assert (row.method, row.entitled, row.present, row.in_favour) == ("secret", 8, 3, None)


def test_a_probationary_member_is_not_measured(opened: Opened) -> None:
    with pytest.raises(Refused, match="赵七是预备党员"):
        opened("appraisal", "paper", ("V1", "V7"))


def test_a_survey_leaves_no_ballot(branch: Organisation, account: Account, secretary: Actor) -> None:
    poll = services.poll_draft(
        actor=secretary, organisation=branch, matter="survey", title="主题党日安排", on=clock.today(),
        means="electronic", people=[Person("放在哪天", answers=("月初", "月中", "月末"))],
    )  # fmt: skip
    for key in ("V4", "V5"):
        services.poll_teller(actor=secretary, poll=poll, member=Member.objects.get(pk=key), duty="count")
    poll = services.poll_open(actor=secretary, poll=poll)
    for member, code in (("V1", "a1"), ("V2", "a3"), ("V7", "a3")):
        vote(poll, account(member), {"q1": [code]})
    counted = services.poll_count(actor=secretary, poll=close(poll, account, 3))
    assert counted.outcome["sums"]["options"]["q1"] == {"a1": 1, "a2": 0, "a3": 2}
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="支委会")
    assert not Ballot.objects.exists()


def test_several_persons_are_voted_one_by_one(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("conversion", "paper", ("V7", "某某"))
    for member in ("V1", "V2", "V3", "V4"):
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))
    both = {"answers": {"q1": ["in_favour"], "q2": ["in_favour"]}}
    split = {"answers": {"q1": ["against"], "q2": ["in_favour"]}}
    closed = close(poll, account, 4)
    read(closed, account, [both, both, both, split])
    counted = services.poll_count(actor=secretary, poll=closed)
    names = {line.name: line.decided for line in result_page(counted).lines}
    assert names == {"某某": False, "赵七": True}  # three of six, four of six
    assert verify_file(bytes(counted.result_file or b"")).faults == ()
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="党员大会")
    rows = Ballot.objects.filter(matter="conversion").order_by("in_favour")
    assert [(row.in_favour, row.against, row.abstained) for row in rows] == [(3, 1, 0), (4, 0, 0)]


def test_a_recommendation_takes_names_written_in(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("activist", "paper", ("某甲", "某乙"), seats=2)
    for member in ("V1", "V2", "V3"):
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))
    closed = close(poll, account, 3)
    slips = [
        {"answers": {"q1": ["in_favour"]}, "names": ["某 丙"]},
        {"answers": {"q1": ["in_favour"]}, "names": ["某丙"]},
        {"answers": {"q1": ["in_favour"], "q2": ["in_favour"]}, "names": ["某丁"]},  # three for two
    ]
    read(closed, account, slips)
    counted = services.poll_count(actor=secretary, poll=closed)
    assert counted.outcome["counts"]["void"] == 1
    assert counted.outcome["sums"]["names"] == {"某丙": 2}
