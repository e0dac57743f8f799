"""Two rows of one person: everything that names them moves, nothing is lost, the way back is exact."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.conftest import KEEPER, SINCE, actor
from tests.domain.members.test_memberships import broken
from zhibu.domain.activities.models import Activity, Attendance, Paper
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Member, Membership, MemberState, Post
from zhibu.domain.members.references import SEVERAL, foreign_keys, text_columns
from zhibu.domain.members.services import member_change
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.registry.models import Merging
from zhibu.domain.registry.selectors import namesakes_told
from zhibu.domain.registry.services import member_merge, member_separate
from zhibu.domain.registry.services.rewriting import cells
from zhibu.domain.rulebook.models import Waiver
from zhibu.kernel.errors import NotAllowed, Refused

Bodies, People = dict[str, Organisation], dict[str, Member]
OWN = {"audit", "compliance", "sessions", "contenttypes", "auth", "axes", "schedule"}
DAY = dt.date(2024, 1, 1)


def everything() -> dict[str, dict[str, object]]:
    """All rows of all rooms, but for the record and what is judged from facts."""
    return {
        f"{model._meta.label} {row.pk}": {**cells(row)}
        for model in apps.get_models()
        if model._meta.app_label not in OWN and model is not Merging
        for row in model._default_manager.all()
    }


def double(**more: object) -> Member:
    """M2 entered a second time, with a life of its own."""
    values = {"name": "党员M2", "joined": dt.date(2015, 7, 1), "job": "会计", "phone": "15411112222"}
    return Member.objects.create(id="M2b", **{**values, **more})


def life_of(key: str) -> None:
    """Something of everything that can name a member."""
    Activity.objects.create(
        id="A5", organisation_id="B1", type="general_meeting", on=DAY, status="held", host=key,
        recorder="M1", speaker=f"M1 {key} M2",
    )  # fmt: skip
    for activity, status in (("A5", "present"), ("A11", "absent")):
        Attendance.objects.create(activity_id=activity, member_id=key, status=status)
    Due.objects.create(member_id=key, month="2024-01", assessed="5.00", paid="5.00")
    Due.objects.create(member_id="M2", month="2024-01", assessed="6.00")
    MemberState.objects.create(member_id=key, state="floating", since=DAY)
    Post.objects.create(id="P5", member=key, organisation_id="B1", post="committee_member", since=DAY)
    Paper.objects.create(id="D5", kind="minutes", on=DAY, about=key)
    Case.objects.create(id="S5", procedure="development", organisation_id="B1", subject=key, opened=DAY)
    Waiver.objects.create(
        directive="x", rule="r", subject=key, since=DAY, until=DAY + dt.timedelta(9), reason="x", approved_by="x"
    )


def test_all_references_move_and_come_back(tree: Bodies, people: People) -> None:
    other = double()
    Membership.objects.create(member=other, organisation_id="B2", since=dt.date(2018, 1, 1), until=SINCE)
    life_of("M2b")
    before = everything()

    made = member_merge(actor=KEEPER, kept=people["M2"], gone=other, why="同一个身份号码", choices={"phone": "gone"})

    one = Member.objects.get(pk="M2")
    assert (one.phone, one.job, one.id_number) == ("15411112222", "会计", people["M2"].id_number)
    assert not Member.objects.filter(pk="M2b").exists()
    for model, column in [*foreign_keys(), *text_columns()]:
        left = model._default_manager.filter(**{f"{column}__contains" if column in SEVERAL else column: "M2b"})
        assert not left.exists(), (model, column)
    assert Activity.objects.get(pk="A5").speaker == "M1 M2"
    assert Due.objects.get(member="M2").assessed == 6  # what was there twice is there once: the kept one's
    assert Attendance.objects.get(activity="A11", member="M2").status == "present"
    assert Membership.objects.filter(member="M2").count() == 3

    member_separate(actor=KEEPER, merging=made, why="是两个人")
    assert everything() == before
    assert [e.action for e in AuditEntry.objects.order_by("-number")[:2]] == ["member.separate", "member.merge"]
    with pytest.raises(Refused, match="已经在"):
        member_separate(actor=KEEPER, merging=made, why="再撤")


def test_whoever_enters_a_name_again_is_told_of_those_he_may_see(tree: Bodies, people: People) -> None:
    double()
    assert "同名的党员（B1组织，2015年入党）" in namesakes_told(KEEPER, "党员M2", "M2b")
    assert namesakes_told(KEEPER, "党员M1", "M1") == ""
    assert namesakes_told(actor("secretary", "B9", "M9"), "党员M2") == ""


def test_overlapping_branches_need_an_answer(tree: Bodies, people: People) -> None:
    other = double()
    Membership.objects.create(member=other, organisation_id="B2", since=DAY)
    Membership.objects.create(member=other, organisation_id="G21", since=DAY)
    with pytest.raises(Refused, match=r"重叠的日子.*先选"):
        member_merge(actor=KEEPER, kept=people["M2"], gone=other, why="同一个人")

    member_merge(actor=KEEPER, kept=people["M2"], gone=other, why="同一个人", memberships="gone")

    spans = Membership.objects.filter(member="M2").order_by("since", "organisation")
    assert list(spans.values_list("organisation", "since", "until")) == [
        ("B1", SINCE, DAY), ("G11", SINCE, DAY), ("B2", DAY, None), ("G21", DAY, None),
    ]  # fmt: skip
    assert broken() == []


def test_what_was_changed_since_stands_in_the_way_of_undoing(tree: Bodies, people: People) -> None:
    made = member_merge(actor=KEEPER, kept=people["M2"], gone=double(), why="同一个人")
    member_change(actor=KEEPER, member=people["M2"], values={"education": "大学本科"})
    member_change(actor=KEEPER, member=people["M2"], values={"job": "出纳"})

    with pytest.raises(Refused, match="合并以后又改过"):
        member_separate(actor=KEEPER, merging=made, why="是两个人")
    assert not Member.objects.filter(pk="M2b").exists()

    member_change(actor=KEEPER, member=people["M2"], values={"job": "会计"})
    member_separate(actor=KEEPER, merging=made, why="是两个人")
    assert Member.objects.get(pk="M2").education == "大学本科"  # later than the merge: stays


def test_who_may(tree: Bodies, people: People) -> None:
    with pytest.raises(NotAllowed, match="共同的上级"):
        member_merge(actor=actor("clerk", "C1"), kept=people["M1"], gone=people["M9"], why="同一个人")
    with pytest.raises(NotAllowed):
        member_merge(actor=actor("commissioner", "B1"), kept=people["M1"], gone=people["M2"], why="同一个人")


def test_the_snapshot_is_sealed(tree: Bodies, people: People) -> None:
    made = member_merge(actor=KEEPER, kept=people["M2"], gone=double(), why="同一个人")

    assert b"15411112222" not in bytes(made.snapshot)
    assert "党员".encode() not in bytes(made.snapshot)
    assert "15411112222" not in AuditEntry.objects.latest("number").details


spans = st.lists(
    st.tuples(st.sampled_from(["B1", "B2"]), st.integers(0, 60), st.integers(1, 30)), max_size=3
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=spans, answer=st.sampled_from(["kept", "gone"]), choices=st.dictionaries(
    st.sampled_from(["phone", "job", "id_number", "birth", "joined"]), st.sampled_from(["kept", "gone"])
))  # fmt: skip
@pytest.mark.django_db
def test_merge_then_undo_is_identity(
    tree: Bodies, people: People, spans: list[tuple[str, int, int]], answer: str, choices: dict[str, str]
) -> None:
    with transaction.atomic():
        other, day = double(), SINCE - dt.timedelta(days=300)
        for branch, gap, length in spans:  # one after the other, some with their group
            day += dt.timedelta(days=gap * 10)
            end = day + dt.timedelta(days=length * 30)
            Membership.objects.create(member=other, organisation_id=branch, since=day, until=end)
            if length % 2:
                group = {"B1": "G12", "B2": "G21"}[branch]
                Membership.objects.create(
                    member=other, organisation_id=group, since=day + dt.timedelta(days=5), until=end
                )
            day = end
        life_of("M2b")
        before = everything()

        made = member_merge(
            actor=KEEPER, kept=people["M2"], gone=other, why="同一个人", choices=choices, memberships=answer
        )
        assert broken() == []
        member_separate(actor=KEEPER, merging=made, why="是两个人")
        assert everything() == before
        transaction.set_rollback(True)
