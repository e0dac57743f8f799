"""The group's vote is opened from the selection, and its confirmed result stands there without being typed."""

from __future__ import annotations

import pytest

from tests.domain.groups.office import DAY, KEEPER, meeting
from tests.domain.leaders.test_selections import appoint, begun, group_of, vote
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.leaders import services
from zhibu.domain.leaders.papers import leader_filing_form
from zhibu.domain.leaders.selectors.choosing import selection_shown
from zhibu.domain.members.models import Member
from zhibu.domain.procedures.models import Ballot, Step
from zhibu.domain.voting import services as voting
from zhibu.domain.voting.models import Poll
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def account(member: str) -> Actor:
    user = User.objects.create(id=f"U{member}", username=member, name=member, member_id=member)
    RoleGrant.objects.create(user=user, role="member", organisation_id="B", since=DAY)
    return actor_of(user=user, door="test")


def by_hands(poll: Poll, present: int, **votes: int) -> Poll:
    """Two tellers count the hands alike, agree to close; counted and confirmed."""
    tellers = ("mB004", "mB005")
    for key, duty in zip(tellers, ("watch", "count"), strict=True):
        voting.poll_teller(actor=KEEPER, poll=poll, member=Member.objects.get(pk=key), duty=duty)
    poll = voting.poll_open(actor=KEEPER, poll=poll)
    numbers = {one.member: one.number for one in poll.options.all()}
    sums = {f"q{numbers[key]}": {"in_favour": count} for key, count in votes.items()}
    marks = {"present": present, "sums": sums}
    for teller in poll.tellers.all():
        own = actor_of(user=User.objects.get(pk=f"U{teller.member_id}"), door="test") if User.objects.filter(
            pk=f"U{teller.member_id}").exists() else account(teller.member_id)
        voting.poll_read(actor=own, poll=poll, teller=teller, readings=[marks])
        voting.poll_close(actor=own, poll=poll, teller=teller, present=present)
    return voting.poll_count(actor=KEEPER, poll=poll)


def confirmed(poll: Poll, present: int = 6, **votes: int) -> Poll:
    return voting.poll_confirm(actor=KEEPER, poll=by_hands(poll, present, **votes), confirmed_by="支委会")


def test_the_result_fills_the_step_the_candidates_and_the_paper() -> None:
    selection = begun(group_of("groups-course"))
    poll = services.selection_poll(actor=KEEPER, selection=selection, on=DAY, means="hands")
    assert [one.member for one in poll.options.all()] == ["mB000", "mB001"]
    confirmed(poll, mB000=4, mB001=2)

    step = Step.objects.get(case=selection.case, step="leader_vote")
    assert (step.on, step.outcome, step.record.vote) == (DAY, "党员B000得票最多", poll.pk)
    assert step.record.figures == "应到 6，实到 6；党员B000 4 票，党员B001 2 票"
    shown = selection_shown(KEEPER, selection.pk)
    assert {one.row.member_id: one.row.votes for one in shown.candidates} == {"mB000": 4, "mB001": 2}
    assert {one.row.ballot for one in shown.candidates} == set(Ballot.objects.values_list("pk", flat=True))
    paper = "".join(str(cell) for row in leader_filing_form(shown).rows for cell in row)
    assert "应到 6，实到 6；党员B000 4 票" in paper
    with pytest.raises(Refused, match="得 2 票，不是最多的 4 票"):
        appoint(selection, "mB001", meeting(selection.group.parent).pk)


def test_figures_are_not_typed_while_the_vote_is_held_here_and_candidates_stay() -> None:
    selection = begun(group_of("groups-course"))
    poll = services.selection_poll(actor=KEEPER, selection=selection, on=DAY, means="hands")
    with pytest.raises(Refused, match="正在办，接着那一次"):
        services.selection_poll(actor=KEEPER, selection=selection, on=DAY, means="hands")
    counted = by_hands(poll, 6, mB000=4, mB001=2)
    for tried in (
        lambda: vote(selection, {"mB000": 6, "mB001": 0}),
        lambda: services.candidate_name(actor=KEEPER, selection=selection, member=Member.objects.get(pk="mB002")),
    ):
        with pytest.raises(Refused, match=r"在系统里办|正在表决"):
            tried()
    voting.poll_confirm(actor=KEEPER, poll=counted, confirmed_by="支委会")
    with pytest.raises(Refused, match="在系统里办"):
        vote(selection, {"mB000": 6, "mB001": 0})
    assert Ballot.objects.count() == 2


def test_an_abandoned_vote_leaves_the_typed_way_open() -> None:
    selection = begun(group_of("groups-course"))
    poll = services.selection_poll(actor=KEEPER, selection=selection, on=DAY, means="hands")
    voting.poll_discard(actor=KEEPER, poll=poll)
    assert [one.in_favour for one in vote(selection, {"mB000": 4, "mB001": 2})] == [4, 2]


def test_after_a_tie_the_second_round_counts_and_who_fell_out_has_no_votes() -> None:
    selection = begun(group_of("groups-course"), "", "new", "mB000", "mB001", "mB002")
    poll = services.selection_poll(actor=KEEPER, selection=selection, on=DAY, means="hands")
    first = by_hands(poll, 6, mB000=2, mB001=2, mB002=1)
    second = voting.poll_repeat(actor=KEEPER, poll=first)
    voting.poll_confirm(actor=KEEPER, poll=first, confirmed_by="支委会")
    assert not Step.objects.filter(case=selection.case, step="leader_vote").exists()
    confirmed(second, 3, mB000=1, mB001=2)
    step = Step.objects.get(case=selection.case, step="leader_vote")
    assert step.outcome == "第 1 轮没有人得票最多；第 2 轮党员B001得票最多"
    rows = {one.row.member_id: one.row.votes for one in selection_shown(KEEPER, selection.pk).candidates}
    assert rows == {"mB000": 1, "mB001": 2, "mB002": None}
    with pytest.raises(Refused, match="不是最多"):
        appoint(selection, "mB002", meeting(selection.group.parent).pk)
