"""What programs may do with the narrow part of a file: the rights of the pages, the looks of the pages, nothing kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.registry.test_member_actions import SHELF, do
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.gateway.models import Call
from zhibu.domain.gateway.services.acting import act
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import member_leave
from zhibu.domain.registry.models import Care, Clearing, Hardship, Look, Reward
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Listing
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def listed(name: str, who: Actor, **asked: Any) -> list[Any]:
    one = SHELF[name]
    assert isinstance(one, Listing)
    return one.shape(who, list(one.find(who, one.asked.model_validate(asked))))


def test_rewards_hardship_and_care_are_kept_by_who_answers_for_the_branch(people: dict[str, Member]) -> None:
    secretary = actor("secretary", "B1")
    reward = do("reward.record", secretary, member="M1", title="优秀党员", granted_by="县委", on="2026-07-01")
    need = do("hardship.record", secretary, member="M1", kind="illness", since="2026-01-01", details="住院")
    care = do("care.record", secretary, member="M1", kind="money", on="2026-02-01", by="支部", amount="500.00")
    assert (reward.title, need.kind, str(care.amount)) == ("优秀党员", "illness", "500.00")
    assert "住院" not in need.model_dump_json()
    names = ("reward.list", "hardship.list", "care.list")
    assert [[one.member for one in listed(name, secretary, member="M1")] for name in names] == [["M1"]] * 3
    for role, place in (("leader", "G11"), ("clerk", "C9"), ("secretary", "B2")):
        other = actor(role, place)
        assert [listed(name, other) for name in names] == [[], [], []]
        with pytest.raises((NotAllowed, NotFound)):
            do("care.record", other, member="M1", kind="visit", on="2026-02-01", by="组")
        with pytest.raises(NotFound):
            do("reward.withdraw", other, reward=reward.id)
    do("reward.withdraw", secretary, reward=reward.id)
    do("hardship.end", secretary, hardship=need.id, until="2026-06-01")
    do("care.withdraw", secretary, care=care.id)
    assert (Reward.objects.count(), Care.objects.count(), Hardship.objects.get().until) == (0, 0, dt.date(2026, 6, 1))


def test_a_full_value_needs_the_right_and_a_reason_and_leaves_a_look(people: dict[str, Member]) -> None:
    secretary, full = actor("secretary", "B1"), people["M1"].id_number
    told = do("member.reveal", secretary, member="M1", items=["id_number"], why="核对介绍信上的号码")
    assert told.values == {"id_number": full}
    assert (Look.objects.get().kind, Look.objects.get().why) == ("reveal", "核对介绍信上的号码")
    assert str(full) not in AuditEntry.objects.get(action="member.reveal").details
    with pytest.raises(Refused, match="为什么要看"):
        do("member.reveal", secretary, member="M1", items=["id_number"], why="看")
    for role, place in (("leader", "G11"), ("secretary", "B2"), ("clerk", "C9")):
        with pytest.raises((NotAllowed, NotFound)):
            do("member.reveal", actor(role, place), member="M1", items=["id_number"], why="核对介绍信上的号码")
    assert Look.objects.count() == 1


def test_a_full_value_is_never_kept_to_be_told_again(people: dict[str, Member]) -> None:
    one = SHELF["member.reveal"]
    assert isinstance(one, Action)
    given = one.given.model_validate({"member": "M1", "items": ["phone"], "why": "核对介绍信上的号码"})
    with pytest.raises(Refused, match="不能带幂等键"):
        act(actor=actor("secretary", "B1"), action=one, given=given, once="k1")
    assert (Call.objects.count(), Look.objects.count()) == (0, 0)


def test_a_clerk_clears_what_is_due_or_keeps_it(people: dict[str, Member]) -> None:
    from zhibu.domain.registry.retention import record_class

    kept = record_class("contact")
    assert kept is not None
    gone = TODAY - dt.timedelta(days=4000)
    Member.objects.filter(pk="M1").update(joined=dt.date(2000, 1, 1))
    for table in ("memberships",):
        getattr(people["M1"], table).update(since=dt.date(2000, 1, 1))
    from zhibu.domain.members.models import Post

    Post.objects.filter(member="M1").delete()
    member_leave(actor=KEEPER, member=Member.objects.get(pk="M1"), on=gone, reason="transferred")
    due = Clearing.objects.create(member_id="M1", record_class="contact", due_on=kept.due_on(gone), found_on=TODAY)
    clerk, secretary = actor("clerk", "C1"), actor("secretary", "B1")
    assert [one.id for one in listed("clearing.list", clerk, state="due")] == [due.pk]
    assert listed("clearing.list", secretary) == []
    with pytest.raises(NotFound):
        do("clearing.approve", secretary, clearings=[due.pk])
    do("clearing.keep", clerk, clearing=due.pk, until=str(TODAY + dt.timedelta(days=30)), why="还有一件申诉")
    assert Clearing.objects.get().state == "kept"
    Clearing.objects.update(state="due", keep_until=None)
    assert do("clearing.approve", clerk, clearings=[due.pk, due.pk]).cleared == 1
    assert not Member.objects.get(pk="M1").phone
