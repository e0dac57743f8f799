"""Meetings of several units by invitation: asked, accepted or declined, told, moved, taken back; nobody sees more than names."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, SINCE, actor
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.papers import sign_in_sheet
from zhibu.domain.attendance.selectors import roll
from zhibu.domain.audit.services import Announcement
from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.content import Content, Item
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.members.models import Member, Post
from zhibu.domain.notices.models import Notice
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SOON = TODAY + dt.timedelta(days=5)
CONTENT = Content(start="09:00", place="文化广场", theme="志愿服务", agenda=(Item("清扫河道"),), requirements="带工具")


class Cast:
    """A branch that invites a branch of another committee."""

    def __init__(self, tree: dict[str, Organisation]) -> None:
        self.tree = tree
        Post.objects.create(id="P3", member="M3", organisation_id="B1", post="secretary", since=SINCE)
        self.host, self.other = actor("secretary", "B1", "M3"), actor("secretary", "B9", "M9")
        self.meeting = services.meeting_plan(
            actor=self.host, organisation=tree["B1"], type="theme_day", on=SOON, content=CONTENT
        )

    def ask(self, *units: str, word: str = "一起来") -> JointInvitation:
        found = [selectors.unit_meant(text, TODAY) for text in units or ("B9组织",)]
        return services.joint_ask(actor=self.host, activity=self.meeting, units=found, word=word)[0]

    def accepted(self) -> Activity:
        return services.joint_accept(actor=self.other, invitation=self.ask(), word="来五个人")


@pytest.fixture
def cast(people: dict[str, Member], tree: dict[str, Organisation]) -> Cast:
    return Cast(tree)


def told(member: str) -> list[tuple[str, str]]:
    return sorted(Notice.objects.filter(member=member, superseded_at=None).values_list("kind", "about_name"))


def test_a_unit_takes_part_only_after_it_said_so_and_with_a_meeting_of_its_own(cast: Cast) -> None:
    asked = cast.ask()
    assert told("M9") == [("joint_asked", "joint")]
    assert [one.name for one in selectors.desk_items(cast.other, TODAY)] == [f"B1组织邀请一起开{SOON.month}月{SOON.day}日的主题党日"]
    assert selectors.waiting_count(cast.other) == 1
    with pytest.raises(NotFound):  # the convener's own meeting is not the other's to read
        selectors.meeting_get(cast.other, cast.meeting.pk)
    assert not Activity.objects.filter(organisation="B9", on=SOON).exists()

    made = services.joint_accept(actor=cast.other, invitation=asked, word="来五个人")
    assert (made.organisation_id, made.type, made.on, made.start, made.place, made.theme) == (
        "B9", "theme_day", SOON, "09:00", "文化广场", "志愿服务",
    )  # fmt: skip
    assert [one.title for one in selectors.agenda_of(made)] == ["清扫河道"]
    assert [one.pk for one in selectors.entitled(made)] == ["M9"]
    assert "M9" not in [one.pk for one in selectors.entitled(cast.meeting)]  # each unit's share of those there stays its own
    assert told("M3") == [("joint_answered", "meeting")]
    assert list(selectors.invited(cast.other, TODAY)) == []
    assert selectors.together_told([cast.meeting, made]) == {cast.meeting.pk: "和B9组织", made.pk: "B1组织发起"}
    with pytest.raises(Refused, match="答应了"):
        services.joint_accept(actor=cast.other, invitation=asked)


def test_only_the_unit_itself_answers_and_only_the_convener_invites_and_takes_back(cast: Cast) -> None:
    asked, leader = cast.ask(), actor("leader", "G11", "M1")
    for answer in (services.joint_accept, services.joint_decline):
        with pytest.raises(NotAllowed):
            answer(actor=cast.host, invitation=asked, word="好")
    with pytest.raises(NotAllowed):
        services.joint_withdraw(actor=cast.other, invitation=asked)
    with pytest.raises(NotAllowed):
        services.joint_ask(actor=leader, activity=cast.meeting, units=[cast.tree["B2"]])
    with pytest.raises(NotFound):
        selectors.joint_invitation_get(leader, asked.pk)
    for actor_ in (cast.host, cast.other):
        assert selectors.joint_invitation_get(actor_, asked.pk) == asked


def test_who_declines_says_why_and_may_be_asked_again(cast: Cast) -> None:
    asked = cast.ask()
    with pytest.raises(Refused, match="为什么"):
        services.joint_decline(actor=cast.other, invitation=asked, word=" ")
    services.joint_decline(actor=cast.other, invitation=asked, word="防汛值班")
    assert not Activity.objects.filter(organisation="B9", on=SOON).exists()
    again = cast.ask(word="改到上午了")
    assert (again.pk, again.state, again.answer_word) == (asked.pk, "asked", "")
    with pytest.raises(Refused, match="已经邀请过"):
        cast.ask()


def test_units_that_stand_above_or_below_or_do_not_hold_such_meetings_are_not_asked(cast: Cast) -> None:
    for key, said in (("G11", "上下级"), ("C1", "上下级"), ("B1", "同一个组织")):
        with pytest.raises(Refused, match=said):
            services.joint_ask(actor=cast.host, activity=cast.meeting, units=[cast.tree[key]])
    with pytest.raises(Refused, match="几个单位"):
        selectors.unit_meant("组织", TODAY)
    with pytest.raises(NotFound, match="没有叫"):
        selectors.unit_meant("不存在的", TODAY)
    body = services.meeting_plan(actor=cast.host, organisation=cast.tree["B1"], type="general_meeting", on=SOON)
    [asked] = services.joint_ask(actor=cast.host, activity=body, units=[cast.tree["G21"]])
    assert services.joint_accept(actor=KEEPER, invitation=asked).type == "joint_activity"  # a group holds no general meeting


def test_the_notice_goes_to_the_units_that_accepted(cast: Cast) -> None:
    cast.ask("B2组织")
    made = cast.accepted()
    services.meeting_notify(actor=cast.host, activity=cast.meeting)
    assert ("meeting", "meeting") in told("M9")
    assert ("meeting", "meeting") in told("M1")
    assert told("M4") == []  # of the unit that has not answered
    made.refresh_from_db()
    assert made.notice_on == TODAY
    assert Notice.objects.get(member="M9", kind="meeting").about_key == made.pk  # each reads his own unit's page


def test_day_and_place_are_the_conveners_and_go_with_him(cast: Cast) -> None:
    made, later = cast.accepted(), SOON + dt.timedelta(days=2)
    services.meeting_notify(actor=cast.host, activity=cast.meeting)
    for refused in (
        lambda: services.meeting_postpone(actor=cast.other, activity=made, to=later, reason="没空"),
        lambda: services.meeting_change(actor=cast.other, activity=made, content=Content(place="别处")),
        lambda: services.meeting_remove(actor=cast.other, activity=made),
    ):
        with pytest.raises(Refused, match=r"邀请|应邀|通知过"):
            refused()
    services.meeting_change(actor=cast.other, activity=made, content=Content(theme="清扫河道"))  # what is its own it changes

    services.meeting_postpone(actor=cast.host, activity=cast.meeting, to=later, reason="下雨", place="二楼")
    made.refresh_from_db()
    assert (made.on, made.place, made.notice_on, made.theme) == (later, "二楼", None, "清扫河道")
    assert [move.reason for move in selectors.moves_of(made)] == ["B1组织：下雨"]
    assert ("joint_changed", "meeting") in told("M9")
    assert ("meeting", "meeting") not in told("M9")
    services.meeting_cancel(actor=cast.host, activity=cast.meeting, reason="停电")
    made.refresh_from_db()
    assert made.status == "cancelled"
    services.meeting_resume(actor=cast.host, activity=cast.meeting)
    made.refresh_from_db()
    assert (made.status, made.on) == ("planned", later)


def test_a_unit_leaves_before_the_meeting_and_comes_back(cast: Cast) -> None:
    made = cast.accepted()
    services.meeting_notify(actor=cast.host, activity=cast.meeting)
    services.meeting_cancel(actor=cast.other, activity=made, reason="防汛")  # on its own page: the same as leaving
    asked = JointInvitation.objects.get()
    assert (asked.state, asked.answer_word) == ("declined", "防汛")
    assert ("meeting_cancelled", "meeting") in told("M9")
    assert selectors.together_told([cast.meeting]) == {}
    with pytest.raises(Refused, match="应邀"):
        services.meeting_resume(actor=cast.other, activity=made)
    back = services.joint_accept(actor=cast.other, invitation=asked)
    assert (back.pk, back.status, back.notice_on) == (made.pk, "planned", None)
    services.joint_decline(actor=cast.other, invitation=asked, word="又有事")
    assert Activity.objects.get(pk=made.pk).status == "cancelled"


def test_the_convener_takes_an_invitation_back_and_not_after_the_meeting(cast: Cast) -> None:
    made = cast.accepted()
    asked = JointInvitation.objects.get()
    services.meeting_notify(actor=cast.host, activity=cast.meeting)
    with pytest.raises(Refused, match="写明原因"):
        services.joint_withdraw(actor=cast.host, invitation=asked)
    services.joint_withdraw(actor=cast.host, invitation=asked, word="场地小")
    assert Activity.objects.get(pk=made.pk).status == "cancelled"
    assert {("joint_withdrawn", "joint"), ("meeting_cancelled", "meeting")} <= set(told("M9"))
    with pytest.raises(Refused, match="撤回了"):
        services.joint_accept(actor=cast.other, invitation=asked)

    again = services.joint_ask(actor=cast.host, activity=cast.meeting, units=[cast.tree["B9"]])[0]
    services.joint_accept(actor=cast.other, invitation=again)
    Activity.objects.filter(pk=cast.meeting.pk).update(on=TODAY)
    services.meeting_hold(actor=cast.host, activity=Activity.objects.get(pk=cast.meeting.pk))
    with pytest.raises(Refused, match="已经开过"):
        services.joint_withdraw(actor=cast.host, invitation=again, word="反悔")
    with pytest.raises(Refused, match="已经开过"):
        services.joint_ask(actor=cast.host, activity=cast.meeting, units=[cast.tree["B2"]])


def test_the_convener_reads_the_names_of_those_who_come_and_no_more(cast: Cast) -> None:
    made = cast.accepted()
    for key, status in (("M9", "present"), ("M4", "absent")):
        Attendance.objects.create(activity=made, member_id=key, status=status, reason="家事" if status == "absent" else "")
    listed = roll(cast.meeting)
    assert [(one.unit, one.names) for one in listed.joined] == [("B9组织", ("党员M9",))]
    assert "M9" not in [line.member.pk for line in listed.all]
    assert listed.counts.entitled == len(listed.lines)
    assert roll(made).joined == ()  # the invited unit reads nobody of the convener's
    names = [row[1] for row in sign_in_sheet(listed, "主题党日").rows]
    assert "党员M9（B9组织）" in names
    assert not any("M4（B9" in name for name in names)


def test_a_plan_with_an_open_invitation_is_not_thrown_away_silently(cast: Cast) -> None:
    asked = cast.ask()
    with pytest.raises(Refused, match="先撤回邀请"):
        services.meeting_remove(actor=cast.host, activity=cast.meeting)
    services.joint_withdraw(actor=cast.host, invitation=asked)
    services.meeting_remove(actor=cast.host, activity=cast.meeting)
    assert not JointInvitation.objects.exists()


def test_a_unit_that_is_no_more_is_not_waited_for(cast: Cast) -> None:
    cast.ask()
    Organisation.objects.filter(pk="B9").update(dissolved=TODAY)
    services.meetings_follow(Announcement("organisation.dissolve", "B9", "C9", {}, Actor.system("test")))
    assert JointInvitation.objects.get().state == "withdrawn"
