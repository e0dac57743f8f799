"""What members answer, what the leader says to leave, what they make up for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.attendance.conftest import TODAY, himself, meeting
from tests.domain.conftest import actor
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import selectors, services
from zhibu.domain.attendance.models import MakingUp, MeetingAnswer
from zhibu.domain.attendance.selectors.waiting import desk_items
from zhibu.domain.meetings.services import meeting_postpone
from zhibu.domain.members.models import Member
from zhibu.domain.notices.models import Notice
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

DAY = dt.timedelta(days=1)


def ask(member: str, held: Activity, **said: str) -> MeetingAnswer:
    return services.answer_give(actor=himself(member), activity=held, **({"says": "leave", "reason": "出差"} | said))


def test_leave_is_granted_all_at_once_and_asked_anew_it_waits_anew(held: Activity, leader: Actor) -> None:
    ask("M2", held)
    ask("M5", held, reason="体检")
    assert [item.verb for item in desk_items(leader, TODAY)] == ["批假"]

    services.leave_decide(actor=leader, activity=held, members=["M2", "M5"], approved=True)
    assert desk_items(leader, TODAY) == []

    assert ask("M2", held, reason="改成探亲").decision == ""
    assert MeetingAnswer.objects.get(member="M5").decision == "approved"


def test_leave_needs_a_reason_and_so_does_its_refusal(held: Activity, leader: Actor) -> None:
    with pytest.raises(Refused, match="原因"):
        ask("M2", held, reason=" ")
    ask("M2", held)
    with pytest.raises(Refused, match="原因"):
        services.leave_decide(actor=leader, activity=held, members=["M2"], approved=False)
    services.leave_decide(actor=leader, activity=held, members=["M2"], approved=False, word="这次要表决")
    assert selectors.roll(held).lines[1].status == "present"


def test_nobody_grants_his_own_leave_and_no_member_anybody_s(held: Activity, leader: Actor) -> None:
    ask("M1", held)
    with pytest.raises(NotAllowed, match="自己"):
        services.leave_decide(actor=leader, activity=held, members=["M1"], approved=True)
    with pytest.raises(NotAllowed):
        services.leave_decide(actor=himself("M2"), activity=held, members=["M1"], approved=True)
    assert selectors.leave_of(held, leader) == []


def test_leave_withdrawn_meanwhile_is_not_granted(held: Activity, leader: Actor) -> None:
    ask("M2", held)
    ask("M2", held, says="withdrawn")
    with pytest.raises(NotFound):
        services.leave_decide(actor=leader, activity=held, members=["M2"], approved=True)
    assert selectors.answered(selectors.roll(held)).silent == ("党员M1", "党员M2", "党员M5")


def test_no_answer_after_the_deadline_to_a_past_meeting_or_by_who_is_not_called(held: Activity, leader: Actor) -> None:
    with pytest.raises(NotFound):
        ask("M3", held)  # of another group
    with pytest.raises(Refused):
        ask("M2", meeting("PAST", on=TODAY - DAY))
    later = meeting("LATER", on=TODAY + 9 * DAY)
    services.deadline_set(actor=leader, activity=later, answers_by=clock.now() - dt.timedelta(minutes=1))
    with pytest.raises(Refused, match="截止"):
        ask("M2", later)


def test_an_answer_on_behalf_names_who_gave_it(held: Activity) -> None:
    by = replace(himself("M5"), name="张书记", on_behalf="M5", behalf_name="党员M5")
    assert services.answer_give(actor=by, activity=held, says="coming").by == "张书记"
    with pytest.raises(NotAllowed, match="本人"):
        services.attendance_sign(actor=by, activity=held, token="000000")


def test_a_member_is_reminded_of_meetings_that_he_was_told_of(held: Activity) -> None:
    ahead = meeting("AHEAD", on=TODAY + DAY)
    meeting("OTHER", "G12", on=TODAY + DAY, notice_on=TODAY)
    assert selectors.calls(himself("M2"), TODAY) == []  # a plan that waits for the branch is nothing to answer yet
    assert [item.verb for item in desk_items(himself("M2"), TODAY)] == []

    Activity.objects.filter(pk="AHEAD").update(notice_on=TODAY)

    assert [one.activity.pk for one in selectors.calls(himself("M2"), TODAY)] == ["AHEAD"]
    assert [item.verb for item in desk_items(himself("M2"), TODAY)] == ["回复"]
    ask("M2", ahead, says="coming")
    assert [item.verb for item in desk_items(himself("M2"), TODAY)] == []


def test_what_was_missed_is_made_up_and_the_day_stays_as_it_was(held: Activity, leader: Actor, people: dict[str, Member]) -> None:
    missed = meeting("MISS", on=TODAY - 9 * DAY, status="held")
    services.attendance_tick(actor=leader, activity=missed, rows={"M2": ("excused", "病"), "M5": ("present", "")})
    other = meeting("ELSE", "G12", on=TODAY - 5 * DAY, status="held")
    [row] = selectors.missed_rows(leader, open_only=True)
    assert selectors.joined_elsewhere(row) == []
    with pytest.raises(Refused, match="那次会的名单上没有"):
        services.making_up_record(actor=leader, activity=missed, member=people["M2"], way="joined", on=TODAY, joined=other)

    Attendance.objects.create(activity=other, member_id="M2", status="present")
    assert [one.pk for one in selectors.joined_elsewhere(row)] == ["ELSE"]
    services.making_up_record(actor=leader, activity=missed, member=people["M2"], way="joined", on=TODAY, joined=other)

    assert MakingUp.objects.get().on == other.on
    assert Attendance.objects.get(activity="MISS", member="M2").status == "excused"
    assert not selectors.missed_rows(leader, open_only=True).exists()
    assert [one.done.way for one in selectors.missed_told(list(selectors.missed_rows(himself("M2")))) if one.done] == ["joined"]


def test_only_who_missed_it_makes_up_and_not_before_or_ahead(held: Activity, leader: Actor, people: dict[str, Member]) -> None:
    missed = meeting("MISS", on=TODAY - 9 * DAY, status="held")
    services.attendance_tick(actor=leader, activity=missed, rows={"M1": ("present", ""), "M2": ("absent", "")})
    for member, on in (("M1", TODAY), ("M2", TODAY - 10 * DAY), ("M2", TODAY + DAY)):
        with pytest.raises(Refused):
            services.making_up_record(actor=leader, activity=missed, member=people[member], way="self_study", on=on)
    with pytest.raises(NotAllowed):
        services.making_up_record(actor=actor("leader", "G12", "M3"), activity=missed, member=people["M2"], way="talk", on=TODAY)
    assert not MakingUp.objects.exists()


def test_a_decision_is_told_and_a_new_day_asks_everybody_anew(held: Activity, leader: Actor) -> None:
    ask("M2", held)
    services.leave_decide(actor=leader, activity=held, members=["M2"], approved=True)
    assert list(Notice.objects.filter(kind="leave").values_list("member", flat=True)) == ["M2"]

    meeting_postpone(actor=leader, activity=held, reason="停电", to=held.on + 2 * DAY)
    answer = MeetingAnswer.objects.get(member="M2")
    assert (answer.says, answer.decision, answer.reason) == ("withdrawn", "", "")
