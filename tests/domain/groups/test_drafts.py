"""Drafts of a division: proposed, changed by hand, undone, kept against lost changes; the rules answer."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.groups.office import DAY, branch_of
from zhibu.domain.groups import services
from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.board import board
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor, Held
from zhibu.kernel.errors import NotAllowed, Refused

KEEPER = Actor.system("test")


@pytest.fixture
def branch(db: None) -> Organisation:
    return branch_of({"办公室": 6, "种植科": 9, "农机科": 5, "信访科": 2}, "loudi-groups-2023")


def opened(branch: Organisation) -> Division:
    return services.division_open(actor=KEEPER, branch=branch)


def test_a_draft_begins_with_the_best_offer_and_keeps_every_rule(branch: Organisation) -> None:
    shown = board(KEEPER, opened(branch).pk)
    assert [one.size for one in shown.groups] == [7, 6, 9]
    assert [unit for unit, _ in shown.groups[0].units] == ["农机科", "信访科"]
    assert not shown.missed
    sizes = [one for one in shown.answers if one.citation.rule == "C-SIZE"]
    assert len(sizes) == 3
    assert [one.figures for one in sizes] == [f"党员人数 {n}，正式党员人数 {n}" for n in (7, 6, 9)]


def test_moving_people_makes_the_rules_answer_at_once(branch: Organisation) -> None:
    division = opened(branch)
    shown = board(KEEPER, division.pk)
    leaving = [one.person.id for one in shown.groups[1].people][:4]
    services.division_move(actor=KEEPER, division=division, revision=division.revision, members=leaving, to=2)
    after = board(KEEPER, division.pk)
    assert [one.size for one in after.groups] == [7, 2, 13]
    [miss] = after.missed
    assert (miss.citation.rule, miss.status, miss.group) == ("C-SIZE", "unmet", "第二党小组")
    assert "党员人数应不少于 3" in miss.missing[0]


def test_steps_are_undone_and_done_again(branch: Organisation) -> None:
    division = opened(branch)
    services.division_merge(actor=KEEPER, division=division, revision=1, group=2, into=0)
    assert [one.size for one in board(KEEPER, division.pk).groups] == [16, 6]
    services.division_undo(actor=KEEPER, division=division, revision=2)
    assert [one.size for one in board(KEEPER, division.pk).groups] == [7, 6, 9]
    services.division_redo(actor=KEEPER, division=division, revision=3)
    shown = board(KEEPER, division.pk)
    assert [one.size for one in shown.groups] == [16, 6]
    assert (shown.undo, shown.redo) == ("第三党小组并入第一党小组", "")


def test_who_is_pinned_stays_when_the_solver_is_asked_again(branch: Organisation) -> None:
    division = opened(branch)
    shown = board(KEEPER, division.pk)
    moved = [one.person.id for one in shown.groups[1].people][:2]
    services.division_move(actor=KEEPER, division=division, revision=1, members=moved, to=0)
    services.division_pin(actor=KEEPER, division=division, revision=2, members=moved)
    services.division_propose(actor=KEEPER, division=division, revision=3, groups=3)
    services.division_take(actor=KEEPER, division=division, revision=4, place=0)
    shown = board(KEEPER, division.pk)
    inside = [{one.person.id for one in group.people} for group in shown.groups]
    assert sum(set(moved) <= some for some in inside) == 1
    assert {one.person.id for group in shown.groups for one in group.people if one.pinned} == set(moved)
    services.division_pin(actor=KEEPER, division=division, revision=5, members=moved[:1], keep=False)
    division.refresh_from_db()
    assert division.pins == moved[1:]
    with pytest.raises(Refused, match="先勾选"):
        services.division_pin(actor=KEEPER, division=division, revision=6, members=["nobody"])


def test_a_change_made_on_an_older_state_is_refused(branch: Organisation) -> None:
    division = opened(branch)
    services.division_merge(actor=KEEPER, division=division, revision=1, group=2, into=0)
    with pytest.raises(Refused, match="刚被改过"):
        services.division_merge(actor=KEEPER, division=division, revision=1, group=1, into=0)
    assert [one.size for one in board(KEEPER, division.pk).groups] == [16, 6]


def test_only_one_draft_is_open_at_a_time(branch: Organisation) -> None:
    division = opened(branch)
    with pytest.raises(Refused, match="没办完的划分方案"):
        opened(branch)
    services.division_drop(actor=KEEPER, division=division, revision=division.revision)
    assert opened(branch).pk != division.pk


def test_names_and_leaders_in_mind_are_kept_and_stay_apart(branch: Organisation) -> None:
    division = opened(branch)
    first = board(KEEPER, division.pk).groups[0].people[0].person.id
    services.division_name(actor=KEEPER, division=division, revision=1, group=0, name="办公室党小组", leader=first)
    with pytest.raises(Refused, match="已经有一个组叫"):
        services.division_name(actor=KEEPER, division=division, revision=2, group=1, name="办公室党小组")
    shown = board(KEEPER, division.pk)
    assert (shown.groups[0].name, shown.groups[0].leader) == ("办公室党小组", first)


def test_a_leader_of_a_group_does_not_divide_the_branch(branch: Organisation) -> None:
    leader = Actor("组长", "web", "u", roles=(Held("leader", "G1", branch.path + "000001"),))
    with pytest.raises(NotAllowed, match="支部开会决定"):
        services.division_open(actor=leader, branch=branch)


def test_another_wish_brings_other_offers_and_leaves_the_draft(branch: Organisation) -> None:
    division = opened(branch)
    services.division_propose(actor=KEEPER, division=division, revision=1, groups=2)
    shown = board(KEEPER, division.pk)
    assert [one.size for one in shown.groups] == [7, 6, 9]
    assert {one.groups for one in shown.offers} == {2, 0}
    services.division_take(actor=KEEPER, division=division, revision=2, place=0)
    assert len(board(KEEPER, division.pk).groups) == 2
    with pytest.raises(Refused, match="组数写 2 到"):
        services.division_propose(actor=KEEPER, division=division, revision=3, groups=1)


def test_who_left_the_branch_is_no_longer_in_the_draft(branch: Organisation) -> None:
    division = opened(branch)
    gone = board(KEEPER, division.pk).groups[1].people[0].person.id
    from zhibu.domain.members.models import Membership

    Membership.objects.filter(member=gone).update(until=DAY - dt.timedelta(days=1))
    assert board(KEEPER, division.pk).groups[1].size == 5
