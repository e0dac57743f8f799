"""What is kept how long: data; listed by night, cleared by a decision, facts stay."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.attendance.models import MeetingAnswer
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, MemberChange, Membership
from zhibu.domain.members.services import member_change, member_leave
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.models import Clearing
from zhibu.domain.registry.retention import record_classes
from zhibu.domain.registry.services import (
    clearing_keep,
    clearings_approve,
    clearings_find,
    hardship_record,
)
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused

Bodies, People = dict[str, Organisation], dict[str, Member]
LEFT = dt.date(2024, 3, 10)


def left(people: People) -> Member:
    """M1 with an address and a hardship, gone since `LEFT`."""
    member_change(actor=KEEPER, member=people["M1"], values={"address": "某省某市某县 8 号"}, why="登记")
    hardship_record(actor=KEEPER, member=people["M1"], kind="illness", since=dt.date(2023, 1, 1), details="住院")
    return member_leave(actor=KEEPER, member=people["M1"], on=LEFT, reason="transferred")


def listed() -> list[tuple[str, str]]:
    return sorted(Clearing.objects.filter(state="due").values_list("member", "record_class"))


def test_classes_say_how_long_and_why() -> None:
    for one in record_classes():
        assert one.basis
        assert (one.then == "clear") == bool(one.holds and one.months)
    assert {name for one in record_classes() for name in one.holds} >= {"phone", "address", "id_number"}


def test_each_class_is_listed_on_its_day_and_once(tree: Bodies, people: People) -> None:
    left(people)
    assert clearings_find(actor=KEEPER, on=dt.date(2025, 3, 9)) == 0
    assert clearings_find(actor=KEEPER, on=dt.date(2025, 3, 10)) == 2
    assert clearings_find(actor=KEEPER, on=dt.date(2025, 3, 11)) == 0
    assert listed() == [("M1", "address"), ("M1", "contact")]
    assert clearings_find(actor=KEEPER, on=dt.date(2030, 3, 10)) == 2  # the number, the hardship
    assert Member.objects.get(pk="M1").phone  # listing clears nothing


def test_clearing_needs_a_clerk_and_takes_traces_along(tree: Bodies, people: People) -> None:
    left(people)
    clearings_find(actor=KEEPER, on=dt.date(2025, 3, 10))
    due = Clearing.objects.all()
    for who in (actor("secretary", "B1"), actor("clerk", "C9")):
        with pytest.raises(NotAllowed):
            clearings_approve(actor=who, clearings=due, why="到期")

    clearings_approve(actor=actor("clerk", "C1"), clearings=due, why="到期")

    one = Member.objects.get(pk="M1")
    assert (one.phone, one.phone_index, one.address) == (None, "", None)
    assert one.id_number  # its time has not come
    assert MemberChange.objects.get(member="M1", item="address").after is None
    assert Membership.objects.filter(member="M1").count() == 2
    assert AuditEntry.objects.latest("number").action == "clearing.approve"
    with pytest.raises(Refused, match="已清除"):
        clearings_approve(actor=KEEPER, clearings=due, why="再来")


def test_what_is_kept_comes_again_when_its_day_is_over(tree: Bodies, people: People) -> None:
    left(people)
    clearings_find(actor=KEEPER, on=dt.date(2025, 3, 10))
    until = clock.today() + dt.timedelta(days=30)
    one = Clearing.objects.get(record_class="contact")
    with pytest.raises(Refused, match="为什么"):
        clearing_keep(actor=KEEPER, clearing=one, until=until, why=" ")
    clearing_keep(actor=KEEPER, clearing=one, until=until, why="信访还没有办结")

    clearings_find(actor=KEEPER, on=until - dt.timedelta(days=1))
    assert ("M1", "contact") not in listed()
    clearings_find(actor=KEEPER, on=until)
    assert ("M1", "contact") in listed()


def test_words_that_later_rooms_keep_of_somebody_go_with_their_class(tree: Bodies, people: People) -> None:
    left(people)
    Activity.objects.create(id="A77", organisation_id="B1", type="general_meeting", on=LEFT, status="held")
    MeetingAnswer.objects.create(activity_id="A77", member=people["M1"], says="leave", reason="住院", at=clock.now())
    clearings_find(actor=KEEPER, on=dt.date(2025, 3, 10))
    assert ("M1", "leave") in listed()

    clearings_approve(actor=KEEPER, clearings=Clearing.objects.filter(record_class="leave"), why="到期")

    assert MeetingAnswer.objects.values_list("says", "reason").get() == ("leave", "")
