"""Posts: who records them, by which meeting they can be decided, one seat one person, ends and undoing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.services.posts import (
    post_appoint,
    post_correct,
    post_file,
    post_relieve,
    post_resume,
    post_withdraw,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import NotAllowed, Refused

DAY = dt.date(2024, 5, 1)
People = dict[str, Member]


def at(key: str) -> Organisation:
    return Organisation.objects.get(pk=key)


def meeting(key: str, place: str, kind: str = "committee_meeting", status: str = "held") -> str:
    Activity.objects.create(id=key, organisation_id=place, type=kind, on=dt.date(2024, 4, 20), status=status)
    return key


def appoint(people: People, place: str = "G12", post: str = "group_leader", **given: object) -> Post:
    values = {"actor": KEEPER, "member": people["M3"], "since": DAY} | given
    return post_appoint(organisation=at(place), post=post, **values)  # type: ignore[arg-type]  # one test, many wrongs


def test_an_appointment_is_kept_with_all_that_belongs_to_it(people: People) -> None:
    cited = meeting("K1", "B1")

    made = appoint(people, manner="designated", decided_by=cited, planned_until=dt.date(2027, 5, 1))
    post_file(actor=KEEPER, post=made, on=dt.date(2024, 5, 6), number="青组备〔2024〕3号")

    kept = Post.objects.get(pk=made.pk)
    assert (kept.member, kept.organisation_id, kept.decided_by) == ("M3", "G12", "K1")
    assert (kept.filed_on, kept.filing_number) == (dt.date(2024, 5, 6), "青组备〔2024〕3号")
    actions = AuditEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions)[-2:] == ["post.appoint", "post.file"]


def test_what_decided_must_be_a_held_meeting_of_the_right_body_before_the_day(people: People) -> None:
    wrong = {
        meeting("K2", "B2"): "不能决定",
        meeting("K3", "G12", "party_group_meeting"): "不能决定",
        meeting("K4", "B1", "party_class"): "不是",
        meeting("K5", "B1", status="planned"): "还没有开",
        "nothing": "找不到",
    }
    for cited, words in wrong.items():
        with pytest.raises(Refused, match=words):
            appoint(people, decided_by=cited)
    meeting("K6", "B1")
    with pytest.raises(Refused, match="不能早于"):
        appoint(people, decided_by="K6", since=dt.date(2024, 4, 19))
    assert appoint(people, decided_by="K6", since=dt.date(2024, 4, 20)).decided_by == "K6"


def test_a_seat_is_held_by_one(people: People) -> None:
    with pytest.raises(Refused, match="党员M1"):
        appoint(people, "G11")
    post_relieve(actor=KEEPER, post=Post.objects.get(pk="P1"), until=DAY)

    assert appoint(people, "G11").since == DAY
    with pytest.raises(Refused, match="已经免去"):
        post_relieve(actor=KEEPER, post=Post.objects.get(pk="P1"), until=DAY)
    with pytest.raises(Refused, match="党员M3"):
        post_resume(actor=KEEPER, post=Post.objects.get(pk="P1"))
    with pytest.raises(Refused, match="先免去他"):
        post_correct(actor=KEEPER, post=Post.objects.get(pk="P1"), values={"until": None})


def test_leaders_belong_into_groups_and_nobody_holds_a_post_after_leaving(people: People) -> None:
    with pytest.raises(Refused, match="党小组"):
        appoint(people, "B1")
    with pytest.raises(Refused, match="党小组"):
        appoint(people, "G12", "secretary")
    Member.objects.filter(pk="M3").update(left=DAY)
    with pytest.raises(Refused, match="已经离开"):
        appoint({"M3": Member.objects.get(pk="M3")})


def test_secretaries_are_recorded_from_above_the_rest_by_the_branch_too(people: People) -> None:
    secretary, clerk, foreign = actor("secretary", "B1"), actor("clerk", "C1"), actor("clerk", "C9")

    with pytest.raises(NotAllowed, match="上级"):
        appoint(people, "B1", "secretary", actor=secretary)
    with pytest.raises(NotAllowed):
        appoint(people, "B1", "committee_member", actor=foreign)
    with pytest.raises(NotAllowed):
        appoint(people, actor=actor("leader", "G12"))
    assert appoint(people, "B1", "committee_member", actor=secretary).pk
    made = appoint(people, "B1", "secretary", actor=clerk)
    with pytest.raises(NotAllowed):
        post_relieve(actor=secretary, post=made, until=dt.date(2024, 6, 1))


def test_what_was_entered_by_mistake_goes_and_stays_in_the_record(people: People) -> None:
    made = appoint(people)

    post_withdraw(actor=KEEPER, post=made, reason="登记到了别的小组")

    assert not Post.objects.filter(pk=made.pk).exists()
    last = AuditEntry.objects.order_by("-number").first()
    assert last is not None
    assert last.action == "post.withdraw"
    assert '"member":"M3"' in last.details
    with pytest.raises(Refused, match="撤回"):
        post_file(actor=KEEPER, post=made, on=DAY, number="")
