"""Several at once: one gathering, several units, a year's, a month's consents and notices; entering late; removing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.content import Content, Invited
from zhibu.domain.members.models import Member
from zhibu.domain.minutes.services import minutes_save
from zhibu.domain.notices.models import Batch, Notice
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SOON = TODAY + dt.timedelta(days=5)
GROUP_MEETING = "party_group_meeting"


def test_several_activities_of_one_gathering_share_day_place_and_steps(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    leader = actor("leader", "G11", "M1")
    made = services.meeting_plan(
        actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON, content=Content(start="15:00", place="一楼"),
        also=("study", "dues_collection"),
    )  # fmt: skip
    whole, *parts = selectors.gathering(made)
    assert {one.type for one in parts} == {"study", "dues_collection"}
    assert {(one.on, one.start, one.place, one.host) for one in parts} == {(SOON, "15:00", "一楼", "M1")}

    later = SOON + dt.timedelta(days=1)
    services.meeting_postpone(actor=leader, activity=parts[0], to=later, reason="停电")
    services.meeting_notify(actor=leader, activity=whole)
    assert {(one.on, one.notice_on) for one in selectors.gathering(Activity.objects.get(pk=whole.pk))} == {(later, TODAY)}
    assert Notice.objects.values("member").distinct().count() == 2
    services.meeting_hold(actor=leader, activity=parts[1], on=TODAY)
    assert {one.status for one in selectors.gathering(Activity.objects.get(pk=whole.pk))} == {"held"}


def test_a_joint_meeting_is_an_activity_of_each_unit(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    secretary = actor("secretary", "B1", "M3")
    made = services.meeting_plan(
        actor=secretary, organisation=tree["G11"], type=GROUP_MEETING, on=SOON, joint_with=[tree["G12"]]
    )
    assert [one.organisation_id for one in selectors.joint(made)] == ["G11", "G12"]
    other = selectors.joint(made)[1]
    assert [one.pk for one in selectors.entitled(other)] == ["M3"]
    with pytest.raises(NotAllowed):
        services.meeting_plan(
            actor=actor("leader", "G11", "M1"), organisation=tree["G11"], type=GROUP_MEETING, on=SOON, joint_with=[tree["G12"]]
        )
    assert Activity.objects.filter(organisation="G12", on=SOON).count() == 1  # nothing half-written


def test_an_id_that_was_guessed_gives_no_name_and_no_right(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    for content in (Content(host="M9"), Content(recorder="M2 M9"), Content(guests=(Invited("", "", "M9"),))):
        with pytest.raises(NotFound, match="不在你的管理范围"):
            services.meeting_plan(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON, content=content)
    made = services.meeting_plan(
        actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON, content=Content(host="M1", recorder="M3")
    )
    with pytest.raises(NotFound, match="不在你的管理范围"):
        services.meeting_change(actor=leader, activity=made, content=Content(recorder="M9"))
    with pytest.raises(NotFound, match="不在你的管理范围"):
        minutes_save(actor=leader, activity=made, texts={"about.recorder": "M9", "item.a.said": "谈了"}, base=0)
    assert Activity.objects.get(pk=made.pk).recorder == "M3"  # of the branch: he is taken


def test_the_branch_consents_to_a_month_of_plans_and_a_month_is_told_in_one_batch(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    secretary = actor("secretary", "B1", "M3")
    rows = [
        services.meeting_plan(actor=KEEPER, organisation=tree[key], type=GROUP_MEETING, on=SOON + dt.timedelta(days=more), consult=True)
        for key, more in (("G11", 0), ("G11", 7), ("G12", 0))
    ]
    assert len(services.meetings_approve(actor=secretary, activities=selectors.asked(secretary), word="同意")) == 3
    services.meetings_notify(actor=secretary, activities=rows)
    assert Batch.objects.filter(notices__kind="meeting").distinct().count() == 2  # two for the same people go out together
    assert Notice.objects.filter(member="M1", kind="meeting").count() == 2
    assert Batch.objects.filter(notices__kind="meeting_answered").distinct().count() == 1  # the leader hears of both at once
    with pytest.raises(Refused, match="都已经通知过"):
        services.meetings_notify(actor=secretary, activities=list(Activity.objects.filter(on__gte=SOON)))


def test_a_year_is_planned_in_one_go_and_nothing_twice(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    days = [(TODAY + dt.timedelta(days=30 * number + 1), Content(theme=f"第{number}次")) for number in range(12)]
    made = services.meeting_series(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, days=days)
    assert len(made) == 12
    with pytest.raises(Refused, match="都已经有计划"):
        services.meeting_series(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, days=days)


def test_what_was_held_is_entered_and_marked_as_late(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    with pytest.raises(Refused, match="已经过去"):
        services.meeting_plan(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=TODAY - dt.timedelta(days=1))
    with pytest.raises(Refused, match="还没到"):
        services.meeting_enter(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON)
    made = services.meeting_enter(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=TODAY - dt.timedelta(days=9))
    assert (made.status, selectors.sheet_of(made).late_entry) == ("held", True)
    services.meeting_remove(actor=leader, activity=made)
    assert not Activity.objects.filter(pk=made.pk).exists()


def test_only_a_plan_that_nobody_was_told_of_is_removed(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    made = services.meeting_plan(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON)
    services.meeting_notify(actor=leader, activity=made, send=False)
    with pytest.raises(Refused, match="不能删"):
        services.meeting_remove(actor=leader, activity=made)


def test_a_type_that_the_body_does_not_hold_or_nobody_knows_is_refused(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    with pytest.raises(Refused, match="不开展"):
        services.meeting_plan(actor=KEEPER, organisation=tree["G11"], type="general_meeting", on=SOON)
    with pytest.raises(NotFound, match="没有叫"):
        services.meeting_plan(actor=KEEPER, organisation=tree["G11"], type="nonsense", on=SOON)


def test_hints_name_the_room_the_person_and_the_day_off(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    saturday = TODAY + dt.timedelta(days=(5 - TODAY.weekday()) % 7 + 7)
    said = Content(start="15:00", place="一楼")
    services.meeting_plan(actor=KEEPER, organisation=tree["B1"], type="general_meeting", on=saturday, content=said)
    made = services.meeting_plan(actor=KEEPER, organisation=tree["G11"], type=GROUP_MEETING, on=saturday, content=said)
    told = "".join(selectors.hints(made))
    assert "休息日" in told
    assert "一楼那时B1组织要开" in told
    assert "党员M1" in told
    services.meeting_change(actor=KEEPER, activity=made, content=Content(start="19:00"))
    assert "一楼" not in "".join(selectors.hints(Activity.objects.get(pk=made.pk)))


def test_desks_show_the_next_step_the_consent_and_the_report(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader, secretary = actor("leader", "G11", "M1"), actor("secretary", "B1", "M3")
    made = services.meeting_plan(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=SOON, consult=True)
    assert [item.verb for item in selectors.desk_items(leader, TODAY)] == ["发通知"]
    [item] = selectors.desk_items(secretary, TODAY)
    assert ("等你同意" in item.name, item.verb, selectors.waiting_count(secretary)) == (True, "看一眼，同意", 1)
    services.meeting_approve(actor=secretary, activity=made)
    services.meeting_hold(actor=leader, activity=made, on=TODAY)
    services.meeting_report(actor=leader, activity=made)
    [item] = selectors.desk_items(secretary, TODAY)
    assert "已报上来" in item.name
    services.meeting_receive(actor=secretary, activity=made)
    assert (selectors.desk_items(secretary, TODAY), selectors.waiting_count(secretary)) == ([], 0)


def test_what_is_open_is_handed_over(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    services.meeting_plan(actor=KEEPER, organisation=tree["G11"], type=GROUP_MEETING, on=SOON)
    assert [item.due for item in selectors.open_items("G11", "", "")] == [SOON]


def test_the_list_is_cut_by_type_body_state_and_words(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    for key, theme in (("G11", "学习"), ("G12", "收党费")):
        services.meeting_plan(actor=KEEPER, organisation=tree[key], type=GROUP_MEETING, on=SOON, content=Content(theme=theme))
    secretary = actor("secretary", "B1", "M3")

    def found(**asked: str) -> set[str]:
        return {one.organisation_id for one in selectors.meetings(secretary, selectors.Asked(**asked))}  # type: ignore[arg-type]  # texts of the filter

    assert found(state="ahead") == {"G11", "G12"}
    assert found(state="ahead", words="党费") == {"G12"}
    assert found(organisation="G11", type=GROUP_MEETING) == {"G11"}
    assert found(state="cancelled") == set()


@pytest.mark.parametrize(
    ("last", "proposed"),
    [
        ("", "2026-11-26"),
        ("2026-10-26", "2026-11-23"),  # the fourth Monday is today
        ("2026-10-14", "2026-11-25"),  # the second Wednesday has gone by: the next Wednesday that the month has
        ("2026-10-04", "2026-11-29"),
        ("2026-11-09", "2026-12-14"),  # this month's was held
    ],
)
def test_the_day_proposed_is_one_that_the_month_still_has(tree: dict[str, Organisation], last: str, proposed: str) -> None:
    if last:
        Activity.objects.create(id="LAST", organisation=tree["G11"], type=GROUP_MEETING, on=last, status="held")
    assert selectors.day_proposed(tree["G11"], GROUP_MEETING, dt.date(2026, 11, 23)).isoformat() == proposed
    if not last:
        assert selectors.day_proposed(tree["G11"], GROUP_MEETING, dt.date(2026, 11, 29)) == dt.date(2026, 11, 30)
