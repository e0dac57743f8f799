"""Signals: what is found, who sees it, what the unit answers, what goes upward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.minutes.models import Signal
from zhibu.domain.minutes.selectors import signals as selectors
from zhibu.domain.minutes.services import (
    inspection_open,
    minutes_hand,
    minutes_save,
    signal_answer,
    signal_pass,
    signals_look,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Held
from zhibu.kernel.errors import NotAllowed, Refused

KEEPER = Actor.system("test")
LONG = (
    "秦岚介绍三处险段的现状，认为黄茅水库溢洪道要先修，泄洪槽的裂缝比去年长了两尺。欧阳静怡提出夜间值守人手不够，建议和质监站"
    "合编一班，每班两个人，轮到谁谁签字。申屠立说上个月的工具还没有还，清点以后再借。大家把三段分到了人头上，雨天加一次巡查。"
)  # fmt: skip
OTHER = (
    "苗佳宁汇报了入户走访的情况，八户里有三户的屋顶漏雨，两户的老人一个人住。蒋德厚愿意每周去一次，帮着买药。周明远说厂里的"
    "旧板材可以拿来修屋顶，找人估了价，材料不要钱，只要车。会上定了下个星期六去两户，另外一户等子女回来商量了再办。"
)  # fmt: skip
Meet = Callable[..., Activity]


@pytest.fixture
def meet(people: dict[str, Member]) -> Meet:
    """Makes a held meeting of a group whose minutes say `text`, finished today."""

    def made(key: str, place: str, text: str, on: dt.date | None = None, start: str = "") -> Activity:
        row = Activity.objects.create(
            id=key, organisation_id=place, type="party_group_meeting", on=on or clock.today(), status="held", start=start
        )
        minutes_save(actor=KEEPER, activity=row, texts={"item.p01.title": "议题", "item.p01.said": text}, base=0)
        minutes_hand(actor=KEEPER, activity=row)
        return row

    return made


def actor(role: str, place: Organisation, member: str = "") -> Actor:
    held = Held(role, place.pk, place.path)  # type: ignore[arg-type]  # a role's name
    return Actor(role, "test", user=f"U-{role}", member=member, roles=(held,))


def kinds(found: object) -> list[str]:
    return [one.kind for one in found]  # type: ignore[attr-defined]  # signals


def test_minutes_in_time_with_words_of_their_own_have_no_signal(meet: Meet) -> None:
    meet("S1", "G11", LONG)
    meet("S2", "G12", OTHER)
    assert not Signal.objects.exists()


def test_the_same_words_are_told_to_the_later_one_only(meet: Meet) -> None:
    meet("S1", "G12", LONG, clock.today() - dt.timedelta(days=20))
    meet("S2", "G11", LONG.replace("三处", "四处"))
    [found] = Signal.objects.filter(kind="same_text")
    assert (found.activity_id, found.other_id) == ("S2", "S1")
    assert found.figure >= 80


def test_long_after_is_told_with_its_days(meet: Meet) -> None:
    meet("S1", "G11", OTHER, clock.today() - dt.timedelta(days=50))
    [found] = Signal.objects.filter(kind="late")
    assert found.figure == 50


def test_one_person_at_two_places_is_told_to_both_and_gone_when_mended(meet: Meet) -> None:
    one, other = meet("S1", "G11", LONG, start="15:00"), meet("S2", "B1", OTHER, start="15:20")
    for row in (one, other):
        Attendance.objects.create(activity=row, member_id="M1", status="present")
    signals_look(actor=KEEPER, activities=[one, other])
    assert {row.activity_id for row in Signal.objects.filter(kind="two_places", gone_on=None)} == {"S1", "S2"}
    Attendance.objects.filter(activity=other).update(status="excused")
    signals_look(actor=KEEPER, activities=[one, other])
    assert not Signal.objects.filter(gone_on=None).exists()


def test_parts_of_one_gathering_are_one_place(meet: Meet) -> None:
    one, other = meet("S1", "G11", LONG, start="15:00"), meet("S2", "G11", OTHER, start="15:00")
    Activity.objects.filter(pk="S2").update(part_of=one)
    for row in (one, other):
        Attendance.objects.create(activity=row, member_id="M1", status="present")
    signals_look(actor=KEEPER, activities=list(Activity.objects.filter(pk__in=["S1", "S2"]).select_related("organisation")))
    assert not Signal.objects.exists()


def test_a_clerk_sees_nothing_until_the_unit_passes_it_on(meet: Meet, tree: dict[str, Organisation]) -> None:
    meet("S1", "G11", OTHER, clock.today() - dt.timedelta(days=50))
    clerk, leader = actor("clerk", tree["C1"]), actor("leader", tree["G11"], "M1")
    assert not selectors.signals(clerk).exists()
    [found] = selectors.signals(leader)
    with pytest.raises(Refused, match="先写说明"):
        signal_pass(actor=leader, signal=found)
    signal_answer(actor=leader, signal=found, answer="explained", text="组长住院")
    assert not selectors.signals(clerk).exists()
    with pytest.raises(NotAllowed):
        signal_answer(actor=actor("leader", tree["G12"], "M3"), signal=found, answer="explained", text="不是我们")
    signal_pass(actor=leader, signal=found)
    assert kinds(selectors.signals(clerk)) == ["late"]
    details = " ".join(str(entry.details) for entry in AuditEntry.objects.filter(action__startswith="signal."))
    assert "住院" not in details


def test_an_id_that_begins_like_the_hosts_opens_nothing(meet: Meet) -> None:
    row = meet("S1", "G11", OTHER, clock.today() - dt.timedelta(days=50))
    Activity.objects.filter(pk=row.pk).update(host="M10 XM1", recorder="M11")
    other = Actor(name="党员M1", door="test", member="M1")
    assert not selectors.signals(other).exists()
    Activity.objects.filter(pk=row.pk).update(recorder="M11 M1")
    assert selectors.signals(other).exists()


def test_an_inspection_is_named_bounded_and_on_the_record_of_each_unit(meet: Meet, tree: dict[str, Organisation]) -> None:
    meet("S1", "G11", OTHER, clock.today() - dt.timedelta(days=50))
    clerk, leader = actor("clerk", tree["C1"]), actor("leader", tree["G11"], "M1")
    span = {"since": clock.today() - dt.timedelta(days=60), "until": clock.today()}
    with pytest.raises(Refused, match="为什么"):
        inspection_open(actor=clerk, units=[tree["G11"]], why="看", **span)
    with pytest.raises(NotAllowed):
        inspection_open(actor=clerk, units=[tree["B9"]], why="季度抽查记录", **span)
    made = inspection_open(actor=clerk, units=[tree["G11"], tree["G12"]], why="季度抽查记录", **span)
    assert kinds(selectors.signals(clerk)) == ["late"]
    assert [one.pk for one in selectors.inspections(leader)] == [made.pk]
    told = AuditEntry.objects.filter(action="inspection.open")
    assert {entry.organisation for entry in told} == {"G11", "G12"}
    other = Actor("other", "test", user="U-other", roles=clerk.roles)
    assert not selectors.signals(other).exists()


def test_of_another_units_text_nothing_is_shown_to_who_may_not_read_it(meet: Meet, tree: dict[str, Organisation]) -> None:
    meet("S1", "G21", LONG, clock.today() - dt.timedelta(days=5))
    meet("S2", "G11", LONG)
    leader = actor("leader", tree["G11"], "M1")
    [found] = selectors.signals(leader).filter(kind="same_text")
    seen = selectors.compared(leader, found)
    assert any(piece.same for piece in seen.mine)
    assert seen.theirs == []
    assert not selectors.other_seen(leader, found)
