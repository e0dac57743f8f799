"""Posts follow their holder: they end on the day he goes, the seat shows as empty, his account loses its rights, undo restores."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.leaders.selectors.waiting import desk_items
from zhibu.domain.members.models import Member, Post, PostEnd
from zhibu.domain.members.selectors import posts_told
from zhibu.domain.members.services import member_leave, member_move, member_restore
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.transfers import services as transfers
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db
TODAY = clock.today()
SINCE = dt.date(2024, 1, 1)


@pytest.fixture
def m1(people: dict[str, Member]) -> Member:
    """M1 leads G11, is commissioner of B1 and sits in the committee above; an account with a grant of his own."""
    Post.objects.create(id="K", member="M1", organisation_id="B1", post="publicity_commissioner", since=SINCE)
    Post.objects.create(id="W", member="M1", organisation_id="C1", post="committee_member", since=SINCE,
                        until=TODAY + dt.timedelta(days=90))  # fmt: skip
    Post.objects.create(id="G", member="M3", organisation_id="G12", post="group_leader", since=SINCE)
    user = User.objects.create(id="U1", username="u1", name="党员M1", member_id="M1")
    RoleGrant.objects.create(user=user, role="clerk", organisation_id="C1", since=SINCE)
    return people["M1"]


def roles() -> set[str]:
    return {held.role for held in actor_of(user=User.objects.get(pk="U1"), door="test").roles}


def ends() -> dict[str, dt.date | None]:
    return dict(Post.objects.filter(member="M1").values_list("pk", "until"))


@pytest.mark.parametrize("reason", ["died", "withdrew", "expelled"])
def test_who_leaves_the_party_holds_nothing_from_that_day_and_gets_it_back_by_undo(m1: Member, reason: str) -> None:
    before = ends()
    assert posts_told("M1", TODAY) == (
        "他的职务同一天免去：C1组织 委员、B1组织 宣传委员、G11组织 党小组组长；空出来的要有人接。"
    )
    assert roles() == {"clerk", "commissioner", "leader"}

    member_leave(actor=KEEPER, member=m1, on=TODAY, reason=reason)
    assert set(ends().values()) == {TODAY}
    assert roles() == set()
    clerk, secretary = actor("clerk", "C9"), actor("secretary", "B1")
    assert desk_items(clerk, TODAY) == []  # another committee's
    assert [one.name.split("从")[0] for one in desk_items(secretary, TODAY)] == ["B1组织宣传委员", "G11组织"]

    member_restore(actor=KEEPER, member=m1, why="登记错了")
    assert ends() == before
    assert roles() == {"clerk", "commissioner", "leader"}
    assert desk_items(secretary, TODAY) == []


def test_a_seat_that_was_filled_meanwhile_stays_with_the_new_holder(m1: Member) -> None:
    member_leave(actor=KEEPER, member=m1, on=TODAY, reason="died")
    Post.objects.create(id="N", member="M2", organisation_id="G11", post="group_leader", since=TODAY)
    member_restore(actor=KEEPER, member=m1, why="登记错了")
    assert ends()["P1"] == TODAY
    assert ends()["K"] is None


def test_a_transfer_ends_the_posts_of_the_branch_that_he_leaves_and_no_others(
    m1: Member, tree: dict[str, Organisation]
) -> None:
    start = TODAY - dt.timedelta(days=5)
    asked = transfers.transfer_request(actor=KEEPER, member=m1, on=start, reason="换工作", destination=tree["B2"])
    sent = transfers.transfer_send(actor=KEEPER, transfer=asked, on=start, dues_paid_to=f"{start:%Y-%m}", valid_days=30,
                                   issuer=tree["C1"])  # fmt: skip
    assert ends()["P1"] is None
    transfers.transfer_receive(actor=KEEPER, transfer=sent, on=TODAY)
    assert {key: end for key, end in ends().items() if end == TODAY} == {"P1": TODAY, "K": TODAY}


def test_a_move_within_a_range_does_the_same(m1: Member, tree: dict[str, Organisation]) -> None:
    member_move(actor=KEEPER, member=m1, to=tree["B2"], on=TODAY)
    assert sorted(PostEnd.objects.values_list("post", flat=True)) == ["K", "P1"]


def test_a_day_before_a_post_began_is_refused_and_nothing_is_written(m1: Member) -> None:
    Post.objects.filter(pk="K").update(since=TODAY)
    with pytest.raises(Refused, match="宣传委员"):
        member_leave(actor=KEEPER, member=m1, on=TODAY, reason="died")
    m1.refresh_from_db()
    assert m1.left is None
    assert ends()["P1"] is None
