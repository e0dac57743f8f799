"""What comes of minutes: tasks that the next meeting looks back at, opinions whose answers come back to where they were said."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_record
from zhibu.domain.audit.services import Announcement
from zhibu.domain.meetings.content import Content
from zhibu.domain.meetings.models import MeetingMove
from zhibu.domain.meetings.services import meeting_change, meetings_follow
from zhibu.domain.members.models import Member
from zhibu.domain.minutes import services
from zhibu.domain.minutes.models import Correction
from zhibu.domain.minutes.selectors.filling import followed_up
from zhibu.domain.notices.models import Notice
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.opinions.services import opinion_answer, opinion_take, opinions_follow
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.models import Task
from zhibu.domain.tasks.services import task_check, tasks_follow
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

TODAY = clock.today()
DAY = dt.timedelta(days=1)
TASK = {"task.t1.title": "走访困难党员", "task.t1.owner": "M2"}


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    return actor("leader", "G11", "M1")


def held(tree: dict[str, Organisation], days_ago: int) -> Activity:
    on = TODAY - days_ago * DAY
    return activity_record(actor=KEEPER, organisation=tree["G11"], type="party_group_meeting", on=on, status="held", host="M1", theme="学习")


def confirmed(leader: Actor, activity: Activity, **texts: str) -> None:
    said = {"about.host": "M1", "about.theme": "学习", "item.p01.title": "学习", "item.p01.said": "学了文件。"}
    services.minutes_save(actor=leader, activity=activity, texts=said | texts, base=0)
    activity.refresh_from_db()
    services.minutes_confirm(actor=leader, activity=activity)


def test_minutes_entered_late_still_give_the_tasks_of_their_day(leader: Actor, tree: dict[str, Organisation]) -> None:
    old = held(tree, 40)
    confirmed(leader, old, **TASK, **{"task.t1.due": str(TODAY - 20 * DAY)})

    task = Task.objects.get(origin=old.pk)
    assert (task.given_on, task.due_on) == (old.on, TODAY - 20 * DAY)
    assert Notice.objects.get(kind="task").member_id == "M2"


def test_a_task_is_looked_back_at_until_it_is_done(leader: Actor, tree: dict[str, Organisation]) -> None:
    first = held(tree, 60)
    confirmed(leader, first, **TASK, **{"task.t1.due": str(TODAY + DAY)})
    held(tree, 30)
    last = held(tree, 0)
    assert [row.title for row in followed_up(last)] == ["走访困难党员"]  # of the meeting before the last

    task_check(actor=leader, task=Task.objects.get(), accepted=True)
    assert [row.stands[:2] for row in followed_up(last)] == ["办结"]


def test_an_answer_comes_back_to_the_meeting_where_the_opinion_was_said(leader: Actor, tree: dict[str, Organisation]) -> None:
    first, last = held(tree, 30), held(tree, 0)
    said = opinion_take(actor=leader, organisation=tree["G11"], text="楼道灯坏了", origin=first.pk, up=True)
    opinion_answer(actor=actor("secretary", "B1", "M3"), opinion=said, text="已经换了")
    assert Notice.objects.get(kind="opinion").member_id == "M1"  # the leader who took it down

    rows = followed_up(last)
    assert [row.title for row in rows] == ["意见“楼道灯坏了”"]
    assert "已经换了" in rows[0].stands
    confirmed(leader, last, **{f"follow.{said.pk}": rows[0].stands})
    closed = Opinion.objects.get(pk=said.pk)
    assert closed.state == "closed"
    assert "会上反馈" in closed.told_how


def test_what_a_group_left_behind_goes_on_with_its_branch(leader: Actor, tree: dict[str, Organisation]) -> None:
    first = held(tree, 10)
    confirmed(leader, first, **TASK, **{"task.t1.due": str(TODAY + DAY)})
    said = opinion_take(actor=leader, organisation=tree["G11"], text="楼道灯坏了")
    ahead = activity_record(actor=KEEPER, organisation=tree["G11"], type="party_group_meeting", on=TODAY + DAY, status="planned")
    Organisation.objects.filter(pk="G11").update(dissolved=TODAY)

    for follow in (tasks_follow, opinions_follow, meetings_follow):
        follow(Announcement("division.enforce", "", "B1", {}, KEEPER))
        follow(Announcement("division.enforce", "", "B1", {}, KEEPER))  # a second time changes nothing
    assert Task.objects.get().organisation_id == "B1"
    assert Opinion.objects.get(pk=said.pk).at_id == "B1"
    assert Activity.objects.get(pk=ahead.pk).status == "cancelled"


def test_what_the_masses_said_becomes_opinions_line_by_line(leader: Actor, tree: dict[str, Organisation]) -> None:
    visit = activity_record(
        actor=KEEPER, organisation=tree["G11"], type="mass_contact", on=TODAY - DAY, status="held", host="M1", theme="走访"
    )
    confirmed(leader, visit, **{"item.p01.view": "楼道灯坏了\n\n老人食堂太远"})
    assert not Opinion.objects.exists()
    services.minutes_lock(actor=leader, activity=visit)
    services.minutes_lock(actor=leader, activity=visit)  # once is enough
    made = Opinion.objects.filter(origin=visit.pk)
    assert {(one.text, one.whose, one.at_id, one.taken_on) for one in made} == {
        ("楼道灯坏了", "masses", "B1", TODAY - DAY), ("老人食堂太远", "masses", "B1", TODAY - DAY),
    }  # fmt: skip


def test_the_day_of_locked_minutes_is_corrected_with_trace_only(leader: Actor, tree: dict[str, Organisation]) -> None:
    visit = held(tree, 3)
    confirmed(leader, visit)
    services.minutes_lock(actor=leader, activity=visit)
    visit.refresh_from_db()
    other = TODAY - 4 * DAY
    with pytest.raises(Refused, match="为什么更正"):
        meeting_change(actor=leader, activity=visit, content=Content(), on=other)
    meeting_change(actor=leader, activity=visit, content=Content(place="二楼"), on=other, why="日子记错了")
    noted = [(one.name, one.old, one.new, one.reason) for one in Correction.objects.order_by("number")]
    assert noted == [
        ("about.on", str(TODAY - 3 * DAY), str(other), "日子记错了"), ("about.place", "", "二楼", "日子记错了"),
    ]  # fmt: skip
    move = MeetingMove.objects.get(activity=visit)
    assert (move.what, move.before, move.after) == ("corrected", TODAY - 3 * DAY, other)
    meeting_change(actor=leader, activity=visit, content=Content(requirements="带本子"))  # nothing of the record: no reason asked
    assert Correction.objects.count() == 2
