"""Who belongs where: never two branches, never a group outside the branch, whatever is written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.models import Touched
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.services import (
    group_assign,
    member_leave,
    member_move,
    member_restore,
    membership_begin,
    membership_end,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

Bodies, People = dict[str, Organisation], dict[str, Member]
FIRST = dt.date(2024, 1, 1)


def where(key: str, day: dt.date) -> set[str]:
    spans = Membership.objects.filter(member=key, since__lte=day)
    return {s.organisation_id for s in spans if s.until is None or s.until > day}


def broken() -> list[str]:
    """What must never be: spans that cross, a group without its branch."""
    wrong = []
    for member in Member.objects.all():
        spans = list(Membership.objects.filter(member=member).select_related("organisation"))
        for one in spans:
            group = one.organisation.kind == "party_group"
            for other in spans:
                same = other.pk != one.pk and (other.organisation.kind == "party_group") == group
                if same and (other.until is None or one.since < other.until) and (
                    one.until is None or other.since < one.until
                ):
                    wrong.append(f"{member.pk}: {one} crosses {other}")
            homes = [
                s for s in spans
                if s.organisation_id == one.organisation.parent_id and s.since <= one.since
                and (s.until is None or (one.until is not None and one.until <= s.until))
            ]  # fmt: skip
            if group and not homes:
                wrong.append(f"{member.pk}: {one} without its branch")
    return wrong


def test_a_move_ends_branch_and_group_on_one_day(tree: Bodies, people: People) -> None:
    day = dt.date(2025, 3, 1)
    member_move(actor=KEEPER, member=people["M1"], to=tree["B2"], on=day)

    assert where("M1", day - dt.timedelta(days=1)) == {"B1", "G11"}
    assert where("M1", day) == {"B2"}
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject) == ("member.move", "M1")
    assert set(Touched.objects.values_list("key", flat=True)) >= {"B1", "B2", "M1"}


def test_moves_that_would_leave_a_gap_or_a_double_are_refused(tree: Bodies, people: People) -> None:
    for to, on, said in (
        ("B1", FIRST, "已经在"),
        ("G21", FIRST, "不是党支部"),
        ("B2", dt.date(2020, 1, 1), "晚于"),
        ("B2", dt.date(2019, 1, 1), "不在任何支部"),
    ):
        with pytest.raises(Refused, match=said):
            member_move(actor=KEEPER, member=people["M1"], to=tree[to], on=on)
    with pytest.raises(Refused, match="重叠"):
        membership_begin(actor=KEEPER, member=people["M1"], organisation=tree["B2"], since=FIRST)
    with pytest.raises(Refused, match="不在任何支部里"):
        membership_end(actor=KEEPER, member=people["M1"], organisation=tree["B1"], until=FIRST)
    assert broken() == []


def test_who_may(tree: Bodies, people: People) -> None:
    secretary, clerk = actor("secretary", "B1"), actor("clerk", "C1")
    leader = actor("leader", "G11", "M1")
    with pytest.raises(NotAllowed, match="转接"):
        member_move(actor=secretary, member=people["M1"], to=tree["B2"], on=FIRST)
    with pytest.raises(NotAllowed, match="转接"):
        member_move(actor=clerk, member=people["M1"], to=tree["B9"], on=FIRST)
    with pytest.raises(NotAllowed):
        group_assign(actor=leader, assignments={"M3": "G11"}, branch=tree["B1"], on=FIRST)
    member_move(actor=clerk, member=people["M1"], to=tree["B2"], on=FIRST)
    assert group_assign(actor=secretary, assignments={"M3": "G11"}, branch=tree["B1"], on=FIRST) == 1


def test_groups_are_divided_at_once_or_not_at_all(tree: Bodies, people: People) -> None:
    count = AuditEntry.objects.count()
    done = group_assign(
        actor=KEEPER, assignments={"M1": "G12", "M2": None, "M3": "G12"}, branch=tree["B1"], on=FIRST
    )

    assert done == 2  # M3 is there already
    assert [where(key, FIRST) for key in ("M1", "M2", "M3")] == [{"B1", "G12"}, {"B1"}, {"B1", "G12"}]
    assert AuditEntry.objects.count() == count + 1

    with pytest.raises(Refused, match="不在"):
        group_assign(actor=KEEPER, assignments={"M1": "G11", "M4": "G11"}, branch=tree["B1"], on=FIRST)
    with pytest.raises(NotFound, match="没有这些党小组"):
        group_assign(actor=KEEPER, assignments={"M1": "G21"}, branch=tree["B1"], on=FIRST)
    early = FIRST - dt.timedelta(days=30)
    with pytest.raises(Refused, match="已经编入"):
        group_assign(actor=KEEPER, assignments={"M1": None}, branch=tree["B1"], on=early)
    assert where("M1", FIRST) == {"B1", "G12"}


def test_leaving_ends_everything_and_can_be_taken_back(tree: Bodies, people: People) -> None:
    member_leave(actor=KEEPER, member=people["M1"], on=FIRST, reason="died")
    assert where("M1", FIRST) == set()
    assert Member.objects.get(pk="M1").left_reason == "去世"
    with pytest.raises(Refused, match="已经登记离开"):
        member_leave(actor=KEEPER, member=people["M1"], on=FIRST, reason="died")

    member_restore(actor=KEEPER, member=people["M1"], why="登记错了人")
    assert where("M1", FIRST) == {"B1", "G11"}
    assert Member.objects.get(pk="M1").left is None


step = st.tuples(
    st.sampled_from(["move", "begin", "end", "assign", "leave", "restore"]),
    st.sampled_from(["M1", "M2", "M3"]),
    st.sampled_from(["B1", "B2", "G11", "G12", "G21"]),
    st.integers(0, 400),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(step, min_size=3, max_size=12))
@pytest.mark.django_db
def test_random_writes_never_break_the_order(
    tree: Bodies, people: People, steps: list[tuple[str, str, str, int]]
) -> None:
    from django.db import transaction

    done = 0
    with transaction.atomic():
        for deed, key, place, offset in steps:
            day, one = FIRST + dt.timedelta(days=offset), people[key]
            try:
                if deed == "move":
                    member_move(actor=KEEPER, member=one, to=tree[place], on=day)
                elif deed == "begin":
                    membership_begin(actor=KEEPER, member=one, organisation=tree[place], since=day)
                elif deed == "end":
                    membership_end(actor=KEEPER, member=one, organisation=tree[place], until=day)
                elif deed == "assign":
                    branch = tree[place].parent if place.startswith("G") else tree[place]
                    group = place if place.startswith("G") else None
                    assert branch is not None
                    group_assign(actor=KEEPER, assignments={key: group}, branch=branch, on=day)
                elif deed == "leave":
                    member_leave(actor=KEEPER, member=one, on=day, reason="other")
                else:
                    member_restore(actor=KEEPER, member=one, why="试")
                done += 1
            except Refused:
                pass
            assert broken() == []
            for member in Member.objects.filter(left=None):
                assert where(member.pk, day) & {"B1", "B2", "B9"}, f"{member.pk} is in no branch"
        transaction.set_rollback(True)
