"""Paper slips entered by two, hands counted by two, paper and browsers together, elections with rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.voting.conftest import FULL, close, people, read, vote
from zhibu.ballots.verifying import verify_file
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot, Case
from zhibu.domain.voting import services
from zhibu.domain.voting.choices import State, Taken
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.roll import called_on
from zhibu.domain.voting.selectors.waiting import desk_items
from zhibu.domain.voting.services.readings import readings_differ
from zhibu.domain.voting.terms import terms_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Refused

pytestmark = pytest.mark.django_db

Account = Callable[..., Actor]
Opened = Callable[..., Poll]


def slip(*favour: str, against: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> dict[str, Any]:
    """A paper slip as a teller enters it."""
    answers = {key: ["in_favour"] for key in favour} | {key: ["against"] for key in against}
    return {"answers": answers, "names": list(names)}


def hand_out(poll: Poll, secretary: Actor, *members: str) -> None:
    for member in members:
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))


@pytest.fixture
def election(opened: Opened) -> Poll:
    """Two of three are elected; six are entitled, so 4/5 is five and more than half is four."""
    return opened("election", "paper", ("V1", "V2", "V3"), seats=2)


def test_an_election_on_paper(election: Poll, account: Account, secretary: Actor) -> None:
    hand_out(election, secretary, "V1", "V2", "V3", "V4", "V5")
    closed = close(election, account, 5)
    pile = [
        slip("q1", "q2"), slip("q1", "q2"), slip("q1", "q2"), slip("q1", "q3"),
        slip("q1", "q2", "q3"),  # three for two seats: void
    ]  # fmt: skip
    read(closed, account, pile)
    counted = services.poll_count(actor=secretary, poll=closed)

    outcome, counts = counted.outcome["outcome"], counted.outcome["counts"]
    assert (counts["valid"], counts["void"], counts["returned_paper"]) == (4, 1, 5)
    assert outcome["least"] == 4
    assert outcome["decided"] == ["q1"]
    assert outcome["open_seats"] == 1
    assert verify_file(bytes(counted.result_file or b"")).faults == ()

    second = services.poll_repeat(actor=secretary, poll=counted)
    assert (second.round, second.seats) == (2, 1)
    assert [option.name for option in second.options.all()] == ["王二", "白三"]
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="党员大会当场宣布")
    rows = Ballot.objects.filter(matter="election")
    assert {(row.seats, row.candidates, row.method) for row in rows} == {(2, 3, "secret")}
    assert sorted(row.in_favour or 0 for row in rows) == [1, 3, 4]


def test_those_just_elected_vote_on_their_secretary(
    branch: Organisation, opened: Opened, account: Account, secretary: Actor
) -> None:
    """Posts of the old committee do not count: the new one chooses its secretary before it is entered as such."""
    today = clock.today()
    for number, member in enumerate(("V4", "V5", "V6")):
        Post.objects.create(id=f"PC{number}", member=member, organisation=branch, post="committee_member", since=FULL)
    case = Case.objects.create(id="K1", procedure="branch_election", organisation=branch, subject="B1", opened=today)
    poll = opened("election", "paper", ("V1", "V2", "V3", "V4"), seats=3, tellers=("V5", "V6"), case=case)
    hand_out(poll, secretary, "V1", "V2", "V3", "V4", "V5")
    closed = close(poll, account, 5)
    read(closed, account, [slip("q1", "q2", "q3")] * 5)
    terms = terms_of(branch, "secretary_election", today)
    old = {one.member.pk for one in called_on(branch, terms, today, case=case)}
    assert old == {"V4", "V5", "V6"}
    services.poll_confirm(
        actor=secretary, poll=services.poll_count(actor=secretary, poll=closed), confirmed_by="党员大会当场宣布"
    )
    on_slip = {one.name: one.member for one in poll.options.all()}
    now = {one.member.pk for one in called_on(branch, terms, today, case=case)}
    assert now == {on_slip[name] for name in list(on_slip)[:3]}


def test_too_few_present_elects_nobody(election: Poll, account: Account, secretary: Actor) -> None:
    hand_out(election, secretary, "V1", "V2", "V3", "V4")
    closed = close(election, account, 4)
    read(closed, account, [slip("q1", "q2")] * 4)
    counted = services.poll_count(actor=secretary, poll=closed)

    assert counted.outcome["outcome"]["held"] is False
    assert counted.outcome["outcome"]["decided"] == []
    assert "至少 5 人" in counted.outcome["outcome"]["faults"][0]


def test_two_tellers_who_disagree_are_told_where(
    election: Poll, account: Account, secretary: Actor
) -> None:
    hand_out(election, secretary, "V1", "V2", "V3", "V4", "V5")
    closed = close(election, account, 5)
    one = [slip("q1")] * 5
    other = [*one[:3], slip("q2"), one[4]]
    read(closed, account, one, other)

    with pytest.raises(InputError, match="第 4 张"):
        services.poll_count(actor=secretary, poll=closed)
    assert [number for number, _ in readings_differ(closed)] == [4]
    assert Poll.objects.get(pk=closed.pk).state == State.CLOSED
    with pytest.raises(Refused, match="第 2 张两个人录的一样"):
        services.poll_settle(actor=secretary, poll=closed, slip=2, marks=slip("q2"))

    services.poll_settle(actor=account("V4"), poll=closed, slip=4, marks=slip("q1"))
    counted = services.poll_count(actor=secretary, poll=closed)
    assert counted.outcome["sums"]["options"]["q1"]["in_favour"] == 5


def test_one_account_cannot_be_both_tellers(
    election: Poll, account: Account, secretary: Actor
) -> None:
    first, second = election.tellers.get(member="V4"), election.tellers.get(member="V5")
    services.poll_close(actor=secretary, poll=election, teller=first, present=5)
    with pytest.raises(Refused, match="换一个账号"):
        services.poll_close(actor=secretary, poll=election, teller=second, present=5)
    with pytest.raises(Refused, match="数的不一样"):
        services.poll_close(actor=account("V5"), poll=election, teller=second, present=4)
    services.poll_close(actor=account("V5"), poll=election, teller=second, present=5)
    closed = Poll.objects.get(pk=election.pk)
    services.poll_read(actor=secretary, poll=closed, teller=first, readings=[])
    hand = {"poll": closed, "readings": []}
    with pytest.raises(Refused, match="张"):
        services.poll_read(actor=account("V5"), teller=second, **{**hand, "readings": [slip("q1")]})


def test_hands_are_counted_by_two(opened: Opened, account: Account, secretary: Actor) -> None:
    poll = opened("resolution", "hands", ("V1",))
    first, second = poll.tellers.get(member="V4"), poll.tellers.get(member="V5")
    sums = {"q1": {"in_favour": 4, "against": 1}}
    said = {"sums": sums, "present": 5}
    services.poll_read(actor=account("V4"), poll=poll, teller=first, readings=[said])
    other = {"sums": {"q1": {"in_favour": 3, "against": 1}}, "present": 5}
    with pytest.raises(Refused, match="先填举手的人数"):
        services.poll_close(actor=account("V5"), poll=poll, teller=second, present=5)
    services.poll_read(actor=account("V5"), poll=poll, teller=second, readings=[other])
    with pytest.raises(InputError, match=r"丁一.*赞成"):  # told while the hands can still be counted again
        close(poll, account, 5)
    assert Poll.objects.get(pk=poll.pk).state == State.OPEN
    with pytest.raises(Refused, match="应一样"):
        services.poll_close(actor=account("V5"), poll=poll, teller=second, present=4)
    services.poll_read(actor=account("V5"), poll=poll, teller=second, readings=[said])
    counted = services.poll_count(actor=secretary, poll=close(poll, account, 5))
    assert counted.outcome["sums"]["options"]["q1"] == {"in_favour": 4, "against": 1}


def test_hands_agreed_pass(opened: Opened, account: Account, secretary: Actor) -> None:
    poll = opened("resolution", "hands", ("V1",))
    said = {"sums": {"q1": {"in_favour": 4, "against": 1}}, "present": 5}
    read(poll, account, [said])
    counted = services.poll_count(actor=secretary, poll=close(poll, account, 5))
    assert counted.outcome["outcome"]["decided"] == ["q1"]  # four of six entitled


def test_paper_and_browser_come_out_as_one(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "mixed", ("V1", "V2"), at="G11")
    for member in ("V1", "V2", "V3"):
        vote(poll, account(member), {"q1": ["in_favour"]})
    hand_out(poll, secretary, "V4", "V5")
    with pytest.raises(Refused, match="已经领了"):
        vote(poll, account("V4"), {})
    with pytest.raises(Refused, match="已经领了电子票"):
        hand_out(poll, secretary, "V1")
    with pytest.raises(Refused, match="不能退"):
        services.poll_take_back(actor=secretary, poll=poll, member=Member.objects.get(pk="V4"))
    closed = close(poll, account, 5)
    read(closed, account, [slip("q2"), slip("q1")])
    counted = services.poll_count(actor=secretary, poll=closed)

    assert counted.outcome["sums"]["options"] == {"q1": {"in_favour": 4}, "q2": {"in_favour": 1}}
    text = bytes(counted.result_file or b"").decode()
    assert verify_file(text.encode()).faults == ()
    assert '"returned_paper": 2' in text


def test_one_slip_of_a_kind_would_tell(opened: Opened, account: Account, secretary: Actor) -> None:
    poll = opened("group_leader", "mixed", ("V1", "V2"), at="G11")
    vote(poll, account("V1"), {"q1": ["in_favour"]})
    hand_out(poll, secretary, "V2", "V3")
    with pytest.raises(Refused, match="只有 1 张"):
        close(poll, account, 3)
    assert Poll.objects.get(pk=poll.pk).state == State.OPEN


def test_a_written_opinion_counts_for_admission_only(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    admission = opened("admission", "paper", ("某某",))
    for member in ("V1", "V2", "V3", "V4"):
        hand_out(admission, secretary, member)
    absent = Member.objects.get(pk="V5")
    services.poll_hand_out(actor=secretary, poll=admission, member=absent, way=Taken.OPINION)
    closed = close(admission, account, 4)
    read(closed, account, [slip("q1")] * 3 + [slip(against=("q1",))] + [slip("q1")])
    counted = services.poll_count(actor=secretary, poll=closed)
    assert counted.outcome["outcome"]["decided"] == ["q1"]  # four of six, one of them in writing
    assert counted.outcome["outcome"]["held"] is True

    election = opened("election", "paper", ("V1", "V2", "V3"), seats=2)
    with pytest.raises(Refused, match="代投"):
        services.poll_hand_out(actor=secretary, poll=election, member=absent, way=Taken.OPINION)


def test_a_tie_is_voted_again(opened: Opened, account: Account, secretary: Actor) -> None:
    poll = opened("group_leader", "paper", ("V1", "V2", "V3"), at="G11")
    hand_out(poll, secretary, "V1", "V2", "V3", "V4")
    closed = close(poll, account, 4)
    read(closed, account, [slip("q1"), slip("q1"), slip("q2"), slip("q2")])
    counted = services.poll_count(actor=secretary, poll=closed)
    assert counted.outcome["outcome"]["tied"] == ["q1", "q2"]
    assert counted.outcome["outcome"]["decided"] == []

    again = services.poll_repeat(actor=secretary, poll=counted)
    assert [option.name for option in again.options.all()] == ["丁一", "王二"]
    assert set(again.tellers.values_list("member", flat=True)) == set(poll.tellers.values_list("member", flat=True))
    assert [one.name for one in desk_items(secretary, clock.today())] == [f"{again.title}：{State.DRAFT.label}"]
    with pytest.raises(Refused, match="已经发起"):
        services.poll_repeat(actor=secretary, poll=counted)


def test_a_draft_can_be_thrown_away_and_an_open_poll_cannot(
    opened: Opened, branch: Any, secretary: Actor
) -> None:
    poll = opened("election", "paper", ("V1", "V2", "V3"), seats=2)
    with pytest.raises(Refused, match="不能删去"):
        services.poll_discard(actor=secretary, poll=poll)
    draft = services.poll_correct(actor=secretary, poll=poll)
    services.poll_change(
        actor=secretary, poll=draft, title="改过", on=draft.on, means="paper",
        people=people("V1", "V2"), seats=1,
    )  # fmt: skip
    services.poll_discard(actor=secretary, poll=draft)
    assert not Poll.objects.exists()
