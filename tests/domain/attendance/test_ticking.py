"""The list of a meeting: who is on it, what each starts as, what is saved, and who may."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.attendance.conftest import TODAY, himself, meeting
from tests.domain.conftest import actor
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import selectors, services
from zhibu.domain.attendance.models import AttendanceChange
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.meetings.models import Guest
from zhibu.domain.members.models import Membership, MemberState
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

DAY = dt.timedelta(days=1)


def rows(activity: str) -> dict[str, tuple[str, str]]:
    return {one.member_id: (one.status, one.reason) for one in Attendance.objects.filter(activity=activity)}


def starts(activity: Activity) -> dict[str, str]:
    return {line.member.pk: line.status for line in selectors.roll(activity).lines}


def test_everybody_starts_as_there_and_is_there_as_of_that_day(held: Activity) -> None:
    Membership.objects.filter(member="M5", organisation="G11").update(until=TODAY)  # today no longer
    old = meeting("OLD", on=TODAY - DAY, status="held")

    assert starts(held) == {"M1": "present", "M2": "present"}
    assert set(starts(old)) == {"M1", "M2", "M5"}  # however much later it is entered


def test_granted_leave_and_those_far_away_start_as_away(held: Activity, leader: Actor) -> None:
    services.answer_give(actor=himself("M2"), activity=held, says="leave", reason="出差")
    assert starts(held)["M2"] == "present"  # asked, not granted
    services.leave_decide(actor=leader, activity=held, members=["M2"], approved=True)
    MemberState.objects.create(member_id="M5", state="floating", since=TODAY - DAY)

    found = {line.member.pk: line for line in selectors.roll(held).lines}

    assert (found["M2"].status, found["M2"].reason) == ("excused", "出差")
    assert (found["M5"].status, found["M5"].reason) == ("excused", "流动")
    assert "流动党员" in found["M5"].about


def test_stopped_membership_is_not_called_and_guests_are_counted_nowhere(held: Activity) -> None:
    MemberState.objects.create(member_id="M5", state="stopped", since=TODAY - DAY)
    Guest.objects.create(activity=held, number=1, member_id="M4", name="党员M4", role="支部书记")
    Guest.objects.create(activity=held, number=2, name="外单位的人")

    found = selectors.roll(held)

    assert found.counts == selectors.Counts(entitled=2, there=2, excused=0, absent=0)
    assert [line.member.pk for line in found.guests] == ["M4"]
    assert [one.name for one in found.named] == ["外单位的人"]


def test_only_the_exception_is_said_and_all_rows_stand(held: Activity, leader: Actor) -> None:
    said = {"M1": ("present", ""), "M2": ("absent", " 没有说明 "), "M5": ("online", "")}

    assert services.attendance_tick(actor=leader, activity=held, rows=said) == 3
    assert services.attendance_tick(actor=leader, activity=held, rows=said) == 0  # the same again is nothing

    assert rows("MT") == {"M1": ("present", ""), "M2": ("absent", "没有说明"), "M5": ("online", "")}
    assert AuditEntry.objects.filter(action="attendance.set").count() == 1
    assert "没有说明" not in AuditEntry.objects.get(action="attendance.set").details


def test_a_sign_in_while_the_form_was_open_is_not_overwritten(held: Activity, leader: Actor) -> None:
    shown = {key: ("excused", "出差") if key == "M2" else ("present", "") for key in ("M1", "M2", "M5")}
    services.attendance_tick(actor=leader, activity=held, rows={"M2": ("present", "")})  # he came after all

    services.attendance_tick(actor=leader, activity=held, rows=shown | {"M5": ("absent", "")}, base=shown)

    assert {key: said[0] for key, said in rows("MT").items()} == {"M1": "present", "M2": "present", "M5": "absent"}


def test_a_correction_of_finished_minutes_needs_a_reason_and_keeps_what_stood_there(held: Activity, leader: Actor) -> None:
    services.attendance_tick(actor=leader, activity=held, rows={"M2": ("present", "")})
    Activity.objects.filter(pk="MT").update(status="held", recorded_on=TODAY)

    with pytest.raises(Refused, match="更正的原因"):
        services.attendance_tick(actor=leader, activity=held, rows={"M2": ("absent", "病")})
    services.attendance_tick(actor=leader, activity=held, rows={"M2": ("absent", "病")}, why="认错了人")

    [change] = AttendanceChange.objects.filter(activity="MT").exclude(before="")
    assert (change.before, change.after, change.why, change.by) == ("present", "absent", "认错了人", leader.name)


def test_nothing_is_ticked_ahead_or_of_a_cancelled_meeting(held: Activity, leader: Actor) -> None:
    for key, on, status in (("M-A", TODAY + DAY, "planned"), ("M-C", TODAY - DAY, "cancelled")):
        with pytest.raises(Refused):
            services.attendance_tick(actor=leader, activity=meeting(key, on=on, status=status), rows={"M2": ("present", "")})
    assert not Attendance.objects.filter(activity__in=["M-A", "M-C"]).exists()


def test_the_list_is_kept_by_those_who_run_the_meeting_and_by_its_recorder(held: Activity, leader: Actor) -> None:
    said = {"M2": ("present", "")}
    for by in (himself("M5"), actor("leader", "G12", "M3"), actor("secretary", "B9", "M9")):
        with pytest.raises(NotAllowed):
            services.attendance_tick(actor=by, activity=held, rows=said)
    Activity.objects.filter(pk="MT").update(recorder="M5")
    held.refresh_from_db()
    services.attendance_tick(actor=himself("M5"), activity=held, rows=said)
    assert rows("MT")["M2"] == ("present", "")


def test_what_is_held_in_one_gathering_is_ticked_once(held: Activity, leader: Actor) -> None:
    meeting("PART", type="study", part_of=held)
    done = meeting("DONE", type="theme_day", part_of=held)
    services.attendance_tick(actor=leader, activity=done, rows={"M2": ("present", "")})

    services.attendance_tick(actor=leader, activity=held, rows={"M1": ("present", ""), "M2": ("absent", "病")})

    assert rows("PART") == {"M1": ("present", ""), "M2": ("absent", "病")}
    assert rows("DONE") == {"M1": ("present", ""), "M2": ("present", "")}  # what was said of it stands
