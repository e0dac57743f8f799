"""A meeting from plan to archive: who may make which step, what it writes, what is taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change, attendance_set
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.content import Content, Invited, Item
from zhibu.domain.members.models import Member, Membership, MemberState
from zhibu.domain.notices.models import Notice
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SOON = TODAY + dt.timedelta(days=5)
GROUP_MEETING = "party_group_meeting"
WITH_AGENDA = Content(start="15:00", place="二楼会议室", theme="学习", agenda=(Item("学习文件"), Item("收党费")))


@dataclass
class Cast:
    """Who acts."""

    leader: Actor
    secretary: Actor
    member: Actor
    group: Organisation
    branch: Organisation


@pytest.fixture
def cast(people: dict[str, Member], tree: dict[str, Organisation]) -> Cast:
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="loudi-groups-2023", since=dt.date(2023, 9, 1))
    return Cast(
        actor("leader", "G11", "M1"), actor("secretary", "B1", "M3"), actor("member", "B1", "M2"), tree["G11"], tree["B1"]
    )


def planned(cast: Cast, **more: object) -> Activity:
    return services.meeting_plan(
        actor=cast.leader, organisation=cast.group, type=GROUP_MEETING, on=SOON, content=WITH_AGENDA, **more  # type: ignore[arg-type]  # more arguments of the service
    )  # fmt: skip


def step(activity: Activity, code: str) -> selectors.StepTold:
    return next(one for one in selectors.steps_of(activity) if one.code == code)


def test_a_meeting_goes_from_plan_to_archive(cast: Cast) -> None:
    made = planned(cast, consult=True, word="按年度计划")
    services.meeting_approve(actor=cast.secretary, activity=made, word="同意，加一条")
    services.meeting_notify(actor=cast.leader, activity=made)
    made.refresh_from_db()
    assert (made.consulted_on, made.approved_on, made.notice_on) == (TODAY, TODAY, TODAY)
    assert (made.host, made.topics) == ("M1", 2)
    assert set(Notice.objects.values_list("member_id", flat=True)) == {"M1", "M2"}

    activity_change(actor=KEEPER, activity=made, on=TODAY)
    services.meeting_hold(actor=cast.leader, activity=made)
    activity_change(actor=KEEPER, activity=made, recorded_on=TODAY)  # the minutes' own step
    services.meeting_check(actor=cast.leader, activity=made)
    services.meeting_report(actor=cast.leader, activity=made)
    services.meeting_receive(actor=cast.secretary, activity=made, word="看过了")
    services.meeting_follow(actor=cast.leader, activity=made)
    services.meeting_archive(actor=cast.leader, activity=made)

    made.refresh_from_db()
    assert (made.status, made.reported_on) == ("held", TODAY)
    assert all(one.done for one in selectors.steps_of(made))
    verbs = AuditEntry.objects.filter(action__startswith="meeting.", subject=made.pk).order_by("number")
    assert [one.action.removeprefix("meeting.") for one in verbs] == [
        "plan", "consult", "approve", "notify", "hold", "check", "report", "receive", "follow", "archive",
    ]  # fmt: skip
    with pytest.raises(Refused, match="已经归档"):
        services.meeting_change(actor=cast.leader, activity=made, content=Content(theme="改"))
    services.meeting_undo(actor=cast.leader, activity=made, code="archive")
    services.meeting_change(actor=cast.leader, activity=made, content=Content(theme="改过"))
    assert Activity.objects.get(pk=made.pk).theme == "改过"


def test_what_the_group_filed_at_once_is_received_all_the_same(cast: Cast) -> None:
    made = planned(cast)
    activity_change(actor=KEEPER, activity=made, on=TODAY)
    services.meeting_hold(actor=cast.leader, activity=made)
    activity_change(actor=KEEPER, activity=made, recorded_on=TODAY)
    services.meeting_report(actor=cast.leader, activity=made)
    services.meeting_archive(actor=cast.leader, activity=made)
    assert [one.verb for one in selectors.desk_items(cast.secretary, TODAY) if made.pk in one.address] == ["看一眼，收下"]

    services.meeting_receive(actor=cast.secretary, activity=made)

    assert not [one for one in selectors.desk_items(cast.secretary, TODAY) if made.pk in one.address]


def test_steps_show_who_demands_them_and_by_when(cast: Cast) -> None:
    made = planned(cast)
    told = step(made, "notify")
    assert (told.strength, told.citations[0].directive, told.due) == ("must", "loudi-groups-2023", SOON)
    assert step(made, "check").free
    activity_change(actor=KEEPER, activity=made, on=TODAY - dt.timedelta(days=3), status="held")
    made.refresh_from_db()
    assert step(made, "notify").late
    assert selectors.next_step(made, selectors.steps_of(made)).code == "record"  # type: ignore[union-attr]  # there is one


def test_without_a_directive_nothing_is_demanded_but_all_is_offered(cast: Cast, tree: dict[str, Organisation]) -> None:
    made = services.meeting_plan(actor=KEEPER, organisation=tree["B9"], type="general_meeting", on=SOON)
    told = selectors.steps_of(made)
    assert all(one.free for one in told)
    assert {"notify", "hold", "record"} <= {one.code for one in told}


def test_only_the_branch_consents_and_only_its_people_run_it(cast: Cast) -> None:
    made = planned(cast, consult=True)
    with pytest.raises(NotAllowed, match="由B1组织来办"):
        services.meeting_approve(actor=cast.leader, activity=made)
    with pytest.raises(NotAllowed):
        services.meeting_notify(actor=cast.member, activity=made)
    with pytest.raises(NotAllowed):
        services.meeting_plan(actor=cast.leader, organisation=cast.branch, type="general_meeting", on=SOON)
    with pytest.raises(NotFound):
        selectors.meeting_get(actor("leader", "G21", "M4"), made.pk)


def test_the_branch_returns_a_plan_with_a_word_and_is_asked_anew(cast: Cast) -> None:
    made = planned(cast, consult=True)
    assert [one.pk for one in selectors.asked(cast.secretary)] == [made.pk]
    services.meeting_return(actor=cast.secretary, activity=made, word="议题太多")
    assert not selectors.asked(cast.secretary).exists()
    back = selectors.meeting_get(cast.leader, made.pk)
    now = selectors.next_step(back, selectors.steps_of(back))
    assert now is not None
    assert now.code == "consult"  # not "waiting for the branch", which waits for the leader
    assert any("再请示" in one.verb for one in selectors.desk_items(cast.leader, TODAY))
    services.meeting_change(actor=cast.leader, activity=made, content=Content(agenda=(Item("一条"),)))
    services.meeting_consult(actor=cast.leader, activity=made, word="改好了")
    assert [one.pk for one in selectors.asked(cast.secretary)] == [made.pk]
    assert selectors.sheet_of(selectors.meeting_get(cast.leader, made.pk)).returned_on is None


def test_a_step_is_made_once_and_taken_back_with_trace(cast: Cast) -> None:
    made = planned(cast, consult=True)
    with pytest.raises(Refused, match="已经办过"):
        services.meeting_consult(actor=cast.leader, activity=made)
    services.meeting_undo(actor=cast.leader, activity=made, code="consult")
    made.refresh_from_db()
    assert made.consulted_on is None
    assert AuditEntry.objects.filter(action="meeting.undo", subject=made.pk).exists()
    with pytest.raises(NotAllowed):
        services.meeting_undo(actor=cast.leader, activity=made, code="approve")


def test_who_has_seen_an_older_version_is_told(cast: Cast) -> None:
    made = planned(cast)
    seen = selectors.sheet_of(made).version
    services.meeting_change(actor=cast.secretary, activity=made, content=Content(place="三楼"))
    with pytest.raises(Refused, match="别人改过"):
        services.meeting_notify(actor=cast.leader, activity=made, base=seen)


def told() -> set[tuple[str, str]]:
    """What holds in the inboxes: kind and words."""
    return set(Notice.objects.filter(superseded_at=None).values_list("kind", "text"))


def test_a_postponed_meeting_keeps_its_old_day_and_is_told_anew(cast: Cast) -> None:
    made = planned(cast)
    services.meeting_notify(actor=cast.leader, activity=made)
    later = SOON + dt.timedelta(days=2)
    with pytest.raises(Refused, match="改期"):
        services.meeting_change(actor=cast.leader, activity=made, content=Content(), on=later)
    services.meeting_postpone(actor=cast.leader, activity=made, to=later, reason="组长出差")
    made.refresh_from_db()
    assert (made.on, made.status, made.notice_on) == (later, "planned", None)
    assert told() == {("meeting_moved", f"党小组会（改期，原定{SOON.month}月{SOON.day}日）")}
    services.meeting_notify(actor=cast.leader, activity=made)
    assert told() == {("meeting", "党小组会")}

    services.meeting_postpone(actor=cast.leader, activity=made, reason="还没定")
    assert told() == {("meeting_moved", "党小组会（延期，日子另定）")}  # or they would come on the old day
    made.refresh_from_db()
    assert made.status == "postponed"
    assert selectors.next_step(made, selectors.steps_of(made)) is None  # a day first
    assert [one.verb for one in selectors.desk_items(cast.leader, TODAY) if one.about == made.pk] == ["定日子"]
    with pytest.raises(Refused, match="延期"):
        services.meeting_notify(actor=cast.leader, activity=made)
    assert [(move.before, move.after, move.reason) for move in selectors.moves_of(made)] == [
        (SOON, later, "组长出差"), (later, None, "还没定"),
    ]  # fmt: skip


def test_a_cancelled_meeting_stays_and_those_told_of_it_are_told(cast: Cast) -> None:
    made = planned(cast)
    services.meeting_notify(actor=cast.leader, activity=made)
    with pytest.raises(Refused, match="原因"):
        services.meeting_cancel(actor=cast.leader, activity=made, reason=" ")
    services.meeting_cancel(actor=cast.leader, activity=made, reason="停电")
    assert {one.kind for one in Notice.objects.filter(superseded_at=None)} == {"meeting_cancelled"}
    made.refresh_from_db()
    assert (made.status, selectors.next_step(made, selectors.steps_of(made))) == ("cancelled", None)
    services.meeting_resume(actor=cast.leader, activity=made)
    assert Activity.objects.get(pk=made.pk).status == "planned"


def test_holding_on_another_day_is_kept_and_holding_is_taken_back_only_while_empty(cast: Cast) -> None:
    made = planned(cast)
    with pytest.raises(Refused, match="还没到"):
        services.meeting_hold(actor=cast.leader, activity=made)
    services.meeting_hold(actor=cast.leader, activity=made, on=TODAY, place="一楼")
    made.refresh_from_db()
    assert (made.on, made.place, selectors.moves_of(made)[0].before) == (TODAY, "一楼", SOON)
    services.meeting_undo(actor=cast.leader, activity=made, code="hold")
    services.meeting_hold(actor=cast.leader, activity=made, on=TODAY)
    attendance_set(actor=KEEPER, activity=made, rows={"M2": ("present", "")})
    with pytest.raises(Refused, match="已经有到会"):
        services.meeting_undo(actor=cast.leader, activity=made, code="hold")


def test_members_see_a_meeting_once_they_are_told(cast: Cast) -> None:
    made = planned(cast)
    with pytest.raises(NotFound):
        selectors.meeting_get(cast.member, made.pk)
    services.meeting_notify(actor=cast.leader, activity=made)
    assert selectors.meeting_get(cast.member, made.pk).pk == made.pk


def test_the_list_of_those_called_is_of_the_day(cast: Cast) -> None:
    made = planned(cast)
    assert [one.pk for one in selectors.entitled(made)] == ["M1", "M2"]
    Membership.objects.filter(member="M2", organisation="G11").update(until=TODAY)
    assert [one.pk for one in selectors.entitled(made)] == ["M1"]
    MemberState.objects.create(member_id="M1", state="stopped", since=TODAY)
    assert selectors.entitled(made) == []


def test_guests_are_members_or_others_and_are_told_where_they_are_members(cast: Cast) -> None:
    made = planned(cast)
    guests = (Invited("", "联系领导", "M4"), Invited("宋老师", "授课"))
    services.meeting_change(actor=KEEPER, activity=made, content=Content(guests=guests))
    assert [(one.name, one.role, one.member_id) for one in selectors.guests_of(made)] == [
        ("党员M4", "联系领导", "M4"), ("宋老师", "授课", None),
    ]  # fmt: skip
    services.meeting_notify(actor=cast.leader, activity=made)
    assert "M4" in set(Notice.objects.values_list("member_id", flat=True))
    assert selectors.meeting_get(actor("member", "B2", "M4"), made.pk).pk == made.pk
    foreign = Content(guests=(Invited("", "联系领导", "M9"),))
    with pytest.raises(NotFound, match="管理范围"):
        services.meeting_change(actor=cast.leader, activity=made, content=foreign)


def test_nobody_is_told_before_the_branch_consents_where_a_directive_says_so(cast: Cast) -> None:
    made = services.meeting_plan(actor=cast.leader, organisation=cast.group, type="theme_day", on=SOON)
    with pytest.raises(Refused, match="支部同意以后才办"):
        services.meeting_notify(actor=cast.leader, activity=made)
    services.meeting_approve(actor=cast.secretary, activity=made)
    services.meeting_notify(actor=cast.leader, activity=made)
    assert Activity.objects.get(pk=made.pk).notice_on == TODAY
