"""A register of meetings and the meetings recorded here: the same meeting is there once."""

from __future__ import annotations

import datetime as dt

import pytest

from zhibu.domain.activities.models import Activity
from zhibu.domain.imports.services.plan.activities import matched


def here(key: str, start: str, status: str = "held") -> Activity:
    return Activity(id=key, organisation_id="G1", type="group_meeting", on=dt.date(2026, 3, 5), start=start, status=status)


def line(start: str, status: str = "held", on: str = "2026-03-05") -> dict[str, str]:
    return {"organisation": "小组", "type": "group_meeting", "on": on, "start": start, "status": status}


@pytest.mark.parametrize(
    ("rows", "there", "found"),
    [
        ([line("")], [here("a", "19:00")], {0: "a"}),  # a register seldom has the hour
        ([line("9:00")], [here("a", "09:00")], {0: "a"}),
        ([line("19:00")], [here("a", "")], {0: "a"}),
        ([line("15:00")], [here("a", "19:00")], {}),  # two on one day
        ([line(""), line("19:00")], [here("a", "19:00"), here("b", "09:00")], {0: "b", 1: "a"}),
        ([line(""), line("")], [here("a", "19:00")], {0: "a"}),  # none is taken twice
        ([line("", on="2026-03-06")], [here("a", "")], {}),
        ([line("")], [here("a", "", "planned")], {0: "a"}),
        ([line("")], [here("a", "", "cancelled")], {}),
        ([line("", "cancelled")], [here("a", "", "cancelled")], {0: "a"}),
    ],
)
def test_a_meeting_is_known_again(rows: list[dict[str, str]], there: list[Activity], found: dict[int, str]) -> None:
    known = matched(rows, {"小组": "G1"}, there)

    assert {number: one.pk for number, one in known.items()} == found
