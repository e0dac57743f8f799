"""Talks: recorded by those who talked or by who keeps the list; what was said is for those who took part."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.activities.services import attendance_set
from zhibu.domain.letters.models import Letter
from zhibu.domain.members.models import Member, Penalty
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.talks import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SAID = "他母亲住院，想少排几次夜班"


def himself(key: str) -> Actor:
    """A member without any office."""
    return Actor(name=f"党员{key}", door="test", member=key)


@pytest.fixture
def talk(people: dict[str, Member]) -> Activity:
    """M1 talked with M2; both wrote nothing yet."""
    return services.talk_record(actor=himself("M1"), people=[people["M1"], people["M2"]], on=TODAY, place="办公室")


def test_a_recorded_talk_is_a_fact_without_a_word_of_what_was_said(talk: Activity) -> None:
    assert (talk.type, talk.status, talk.on, talk.theme, talk.host) == ("heart_to_heart_talk", "held", TODAY, "", "M1")
    assert set(Attendance.objects.filter(activity=talk).values_list("member", "status")) == {("M1", "present"), ("M2", "present")}


def test_it_is_of_the_group_where_its_people_record_it_and_of_the_branch_where_the_secretary_does(
    people: dict[str, Member],
) -> None:
    pair = [people["M1"], people["M2"]]
    by_leader = services.talk_record(actor=actor("leader", "G11"), people=pair, on=TODAY)
    by_secretary = services.talk_record(actor=actor("secretary", "B1"), people=pair, on=TODAY - dt.timedelta(days=1))

    assert (by_leader.organisation_id, by_secretary.organisation_id) == ("G11", "B1")


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [("secretary", "B1", True), ("clerk", "C1", True), ("leader", "G11", True), ("leader", "G12", False),
     ("secretary", "B2", False), ("clerk", "C9", False)],
)  # fmt: skip
def test_who_may_record_that_two_others_talked(role: str, place: str, may: bool, people: dict[str, Member]) -> None:
    pair = [people["M1"], people["M2"]]
    if may:
        services.talk_record(actor=actor(role, place), people=pair, on=TODAY)
    else:
        with pytest.raises(NotAllowed):
            services.talk_record(actor=actor(role, place), people=pair, on=TODAY)


def test_both_read_what_either_wrote(talk: Activity) -> None:
    services.talk_note(actor=himself("M1"), talk=talk, text=SAID)
    services.talk_note(actor=himself("M2"), talk=talk, text="我也记一句")

    for key in ("M1", "M2"):
        assert [note.text for note in selectors.notes_of(himself(key), talk)] == [SAID, "我也记一句"]


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(lambda: actor("clerk", "C1"), id="clerk"),
        pytest.param(lambda: actor("secretary", "B1", "M3"), id="secretary"),
        pytest.param(lambda: actor("leader", "G11"), id="leader"),
        pytest.param(lambda: himself("M4"), id="another member"),
        pytest.param(lambda: KEEPER, id="keeper"),
        pytest.param(lambda: himself("M4").entrusted(), id="entrusted"),
        pytest.param(lambda: replace(himself("M1"), on_behalf="M1"), id="on behalf of one of them"),
    ],
)
def test_nobody_else_reads_or_writes_it(reader: object, talk: Activity) -> None:
    services.talk_note(actor=himself("M1"), talk=talk, text=SAID)
    who: Actor = reader()  # type: ignore[operator]  # made after the people are there
    with pytest.raises(NotAllowed):
        selectors.notes_of(who, talk)
    with pytest.raises(NotAllowed):
        services.talk_note(actor=who, talk=talk, text="我来写")


def test_being_ticked_as_present_afterwards_opens_nothing(talk: Activity, people: dict[str, Member]) -> None:
    """Whoever may tick attendance could name himself there."""
    services.talk_note(actor=himself("M1"), talk=talk, text=SAID)
    attendance_set(actor=KEEPER, activity=talk, rows={"M3": ("present", "")})
    services.talk_note(actor=himself("M1"), talk=talk, text=f"{SAID}，改一句")

    with pytest.raises(NotAllowed):
        selectors.notes_of(actor("secretary", "B1", "M3"), talk)


def test_what_was_written_can_be_destroyed_by_its_writer_alone(talk: Activity) -> None:
    services.talk_note(actor=himself("M1"), talk=talk, text=SAID)
    with pytest.raises(Refused):
        services.talk_note_burn(actor=himself("M2"), talk=talk)
    with pytest.raises(Refused, match="只有写的人"):
        services.talk_remove(actor=actor("secretary", "B1"), talk=talk)

    services.talk_note_burn(actor=himself("M1"), talk=talk)

    assert not Letter.objects.exists()
    assert Activity.objects.filter(pk=talk.pk).exists()


def test_nobody_removes_a_talk_with_the_words_of_another(talk: Activity) -> None:
    for key in ("M1", "M2"):
        services.talk_note(actor=himself(key), talk=talk, text=SAID)
    for who in (himself("M1"), replace(himself("M1"), on_behalf="M1")):
        with pytest.raises(Refused, match="都删了"):
            services.talk_remove(actor=who, talk=talk)
    services.talk_note_burn(actor=himself("M2"), talk=talk)
    with pytest.raises(Refused, match="都删了"):
        services.talk_remove(actor=replace(himself("M1"), on_behalf="M1"), talk=talk)
    services.talk_remove(actor=himself("M1"), talk=talk)
    assert not Letter.objects.exists()


def test_the_same_talk_is_not_counted_twice(talk: Activity, people: dict[str, Member]) -> None:
    with pytest.raises(Refused, match="已经记过"):
        services.talk_record(actor=himself("M2"), people=[people["M2"], people["M1"]], on=TODAY)


@pytest.mark.parametrize(
    ("keys", "on", "told"),
    [(["M1"], TODAY, "至少两个人"), (["M1", "M4"], TODAY, "不在同一个党支部"),
     (["M1", "M2"], TODAY + dt.timedelta(days=1), "还没到")],
)  # fmt: skip
def test_a_fault_is_told_and_nothing_is_written(keys: list[str], on: dt.date, told: str, people: dict[str, Member]) -> None:
    before = Activity.objects.count()
    with pytest.raises(Refused, match=told):
        services.talk_record(actor=KEEPER, people=[people[key] for key in keys], on=on)
    assert Activity.objects.count() == before


def test_a_planned_talk_is_held_moved_or_cancelled(people: dict[str, Member]) -> None:
    leader = actor("leader", "G11")
    pair = [people["M1"], people["M2"]]
    first = services.talk_plan(actor=leader, people=pair, on=TODAY + dt.timedelta(days=3), reason="usual")
    other = services.talk_plan(actor=leader, people=pair, on=TODAY + dt.timedelta(days=4))
    assert not Attendance.objects.filter(activity=first).exists()

    services.talk_move(actor=leader, talk=first, on=TODAY, place="")
    services.talk_hold(actor=himself("M2"), talk=first, on=TODAY)
    services.talk_cancel(actor=leader, talk=other)

    assert Attendance.objects.filter(activity=first).count() == 2
    assert [one.status for one in Activity.objects.filter(pk__in=[first.pk, other.pk]).order_by("on")] == ["held", "cancelled"]
    with pytest.raises(Refused, match="已经是"):
        services.talk_hold(actor=leader, talk=first, on=TODAY)


def test_who_knows_that_a_talk_took_place(talk: Activity) -> None:
    seeing = {
        name: selectors.talks(who).filter(pk=talk.pk).exists()
        for name, who in {
            "himself": himself("M2"), "leader": actor("leader", "G11"), "secretary": actor("secretary", "B1"),
            "clerk": actor("clerk", "C1"), "neighbour": actor("leader", "G12"), "foreign": actor("clerk", "C9"),
            "member": himself("M3"),
        }.items()
    }  # fmt: skip
    assert seeing == {
        "himself": True, "leader": True, "secretary": True, "clerk": True,
        "neighbour": False, "foreign": False, "member": False,
    }  # fmt: skip
    with pytest.raises(NotFound):
        selectors.talk_get(himself("M4"), talk.pk)


def test_the_matrix_says_with_whom_each_talked(talk: Activity, tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    found = selectors.matrix(actor("secretary", "B1"), tree["B1"], TODAY.year)

    labels = [column.label for column in found.columns]
    rows = {row.member.pk: dict(zip(labels, row.cells, strict=True)) for row in found.rows}
    assert list(rows) == ["M1", "M2", "M3"]
    assert rows["M2"]["本组组长"].talks == (("党员M1", TODAY),)
    assert rows["M1"]["其他党员"].talks == (("党员M2", TODAY),)
    assert rows["M1"]["本组组长"].himself
    assert not any(cell.talks for cell in rows["M3"].values())


def test_reasons_that_a_leader_is_not_told_of_stay_with_the_branch(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    Penalty.objects.create(member_id="M2", kind="warning", since=TODAY - dt.timedelta(days=5))

    told = {
        name: {(one.member.pk, one.reason.code) for one in selectors.wanted(who, tree[body], TODAY)}
        for name, who, body in (("secretary", actor("secretary", "B1"), "B1"), ("leader", actor("leader", "G11"), "G11"))
    }

    assert ("M2", "penalty") in told["secretary"]
    assert told["leader"] == set()
    services.talk_record(actor=KEEPER, people=[people["M2"], people["M3"]], on=TODAY, reason="penalty")
    assert ("M2", "penalty") not in {(one.member.pk, one.reason.code) for one in selectors.wanted(KEEPER, tree["B1"], TODAY)}
