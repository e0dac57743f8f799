"""When a notice goes out."""

from __future__ import annotations

import datetime as dt

import pytest

from zhibu.domain.notices.timing import BACK_OFF, Wanted, after_quiet, out_at, try_again_at
from zhibu.kernel.clock import SHANGHAI


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "rhythm", "when", "out"),
    [
        ("2026-11-23 10:00", "at_once", None, "2026-11-23 10:00"),
        ("2026-11-23 10:00", "daily", None, "2026-11-24 08:00"),
        ("2026-11-23 06:00", "daily", None, "2026-11-23 08:00"),
        ("2026-11-23 10:00", "weekly", None, "2026-11-30 08:00"),  # a Monday: the next one
        ("2026-11-22 10:00", "weekly", None, "2026-11-23 08:00"),
        ("2026-11-23 10:00", "daily", "2026-11-28 15:00", "2026-11-24 08:00"),
        ("2026-11-23 10:00", "daily", "2026-11-24 15:00", "2026-11-23 10:00"),  # the digest would be too late
        ("2026-11-23 10:00", "weekly", "2026-11-28 15:00", "2026-11-23 10:00"),
        ("2026-11-23 22:00", "at_once", None, "2026-11-24 07:30"),
        ("2026-11-24 02:00", "at_once", "2026-11-24 09:00", "2026-11-24 07:30"),
    ],
)
def test_it_goes_out_in_time_and_never_at_night(now: str, rhythm: str, when: str | None, out: str) -> None:
    wanted = Wanted(rhythm)

    assert out_at(at(now), wanted, at(when) if when else None) == at(out)


@pytest.mark.parametrize(
    ("since", "until", "moment", "out"),
    [
        ("12:00", "14:00", "13:10", "14:00"), ("12:00", "14:00", "14:00", "14:00"), ("12:00", "14:00", "11:59", "11:59"),
        ("21:00", "21:00", "23:00", "23:00"),
    ],
)  # fmt: skip
def test_quiet_hours_within_a_day_and_none_at_all(since: str, until: str, moment: str, out: str) -> None:
    wanted = Wanted("at_once", dt.time.fromisoformat(since), dt.time.fromisoformat(until))

    assert after_quiet(at(f"2026-11-23 {moment}"), wanted) == at(f"2026-11-23 {out}")


def test_each_try_waits_longer_and_then_it_is_given_up() -> None:
    now = at("2026-11-23 10:00")

    waits = [try_again_at(now, tries) for tries in range(1, len(BACK_OFF) + 1)]
    assert all(wait is not None and wait > now for wait in waits)
    assert waits == sorted(waits, key=str)
    assert try_again_at(now, len(BACK_OFF) + 1) is None
