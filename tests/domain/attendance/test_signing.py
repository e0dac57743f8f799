"""Signing in with the rotating code: what holds, for how long, for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.attendance.conftest import TODAY, himself, meeting
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import services, tokens
from zhibu.domain.attendance.models import AttendanceChange
from zhibu.domain.audit.models import AuditEntry
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=clock.SHANGHAI)


def later(seconds: int) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def token(activity: str) -> str:
    return tokens.token_at(activity, clock.now())


@pytest.mark.parametrize("make", [tokens.token_at, tokens.digits_at])
def test_a_code_holds_for_two_windows_and_for_its_own_meeting(make: object) -> None:
    code = make("MT", NOON)  # type: ignore[operator]  # one of two functions
    tokens.code_check("MT", code, NOON)
    tokens.code_check("MT", code, later(tokens.WINDOW))
    for activity, at in (("MT", later(2 * tokens.WINDOW)), ("MT", later(-1)), ("OTHER", NOON)):
        with pytest.raises(Refused):
            tokens.code_check(activity, code, at)


def test_an_old_code_says_that_it_is_old() -> None:
    with pytest.raises(Refused, match="5 分钟前"):
        tokens.code_check("MT", tokens.token_at("MT", NOON), later(300))


def test_whoever_scanned_has_ten_minutes_to_type_his_password() -> None:
    kept = tokens.pass_at("MT", NOON)
    tokens.code_check("MT", kept, later(600))
    for activity, at in (("MT", later(601)), ("OTHER", NOON)):
        with pytest.raises(Refused):
            tokens.code_check(activity, kept, at)


def test_one_scan_makes_one_row_one_entry_and_its_trace(held: Activity) -> None:
    before = AuditEntry.objects.count()

    assert services.attendance_sign(actor=himself("M2"), activity=held, token=token("MT"))
    assert not services.attendance_sign(actor=himself("M2"), activity=held, token=token("MT"))

    assert Attendance.objects.get(activity="MT").status == "present"
    assert AttendanceChange.objects.get(activity="MT").how == "signed"
    assert AuditEntry.objects.count() == before + 1


def test_digits_find_the_meeting_by_themselves(held: Activity) -> None:
    meeting("STUDY", type="study")
    services.attendance_type(actor=himself("M2"), digits=tokens.digits_at("STUDY", clock.now()))
    assert list(Attendance.objects.filter(member="M2", activity__in=["MT", "STUDY"]).values_list("activity", flat=True)) == ["STUDY"]


def test_nobody_can_try_all_digits(held: Activity) -> None:
    wrong = "999999" if tokens.digits_at("MT", clock.now()) != "999999" else "999998"
    for _ in range(10):
        with pytest.raises(Refused, match="六位数"):
            services.attendance_sign(actor=himself("M2"), activity=held, token=wrong)
    with pytest.raises(Refused, match="过 10 分钟"):
        services.attendance_sign(actor=himself("M2"), activity=held, token=token("MT"))
    assert services.attendance_sign(actor=himself("M5"), activity=held, token=token("MT"))  # others are not shut out


def test_two_meetings_at_once_give_no_more_tries(held: Activity) -> None:
    meeting("STUDY", type="study")
    right = {tokens.digits_at(key, clock.now()) for key in ("MT", "STUDY")}
    wrong = next(text for text in ("999999", "999998", "999997") if text not in right)
    for _ in range(10):
        with pytest.raises(Refused, match="六位数"):
            services.attendance_type(actor=himself("M2"), digits=wrong)
    for key in ("MT", "STUDY"):
        with pytest.raises(Refused, match="过 10 分钟"):
            services.attendance_type(actor=himself("M2"), digits=tokens.digits_at(key, clock.now()))
    assert not Attendance.objects.filter(member="M2", activity__in=["MT", "STUDY"]).exists()


def test_who_is_not_called_or_nobody_cannot_sign(held: Activity) -> None:
    with pytest.raises(NotFound):
        services.attendance_sign(actor=himself("M3"), activity=held, token=token("MT"))
    with pytest.raises(NotAllowed, match="没有对上党员"):
        services.attendance_sign(actor=Actor(name="干事", door="test"), activity=held, token=token("MT"))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": TODAY + dt.timedelta(days=2)}, "现在还早"),
        ({"on": TODAY - dt.timedelta(days=2)}, "已经过了"),
        ({"status": "cancelled"}, "取消"),
        ({"form": "online"}, "线上"),
    ],
)
def test_only_around_a_real_meeting(held: Activity, values: dict[str, object], words: str) -> None:
    other = meeting("X", **values)  # type: ignore[arg-type]  # columns of the row
    with pytest.raises(Refused, match=words):
        services.attendance_sign(actor=himself("M2"), activity=other, token=token("X"))
    assert not Attendance.objects.filter(activity="X").exists()


def test_one_scan_signs_in_to_all_that_is_held_in_the_gathering(held: Activity) -> None:
    meeting("PART", type="study", part_of=held)
    services.attendance_sign(actor=himself("M2"), activity=held, token=token("MT"))
    assert Attendance.objects.filter(activity__in=["MT", "PART"], member="M2", status="present").count() == 2
