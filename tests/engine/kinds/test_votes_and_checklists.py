"""Votes and checklists on small bundles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import held, judged, organisation, pack
from zhibu.engine import load
from zhibu.kernel.errors import InputError

BODIES = {"organisations": [organisation("B"), organisation("C")]}


def ballot(name: str, activity: str = "A", **more: str) -> dict[str, str]:
    numbers = {"entitled": "15", "present": "12", "cast": "12", "valid": "10", "in_favour": "8"}
    return {"id": name, "matter": "election", "activity": activity, "method": "secret", **numbers, **more}


def voted(folder: Path, rule: str, *ballots: dict[str, str], as_of: str = "2024-03-31") -> list[str]:
    rows = BODIES | {
        "activities": [held("A", "B", "2024-03-10"), held("EARLY", "B", "2023-12-31"),
                       held("OFF", "B", "2024-03-10") | {"status": "postponed"}],
        "ballots": list(ballots),
    }
    found = judged(folder, f"kind: vote\nmatters: [election]\n{rule}", rows, as_of)
    return [f"{v.subject} {v.period_start} {v.status} | {v.actual} | {v.required}" for v in found]


@pytest.mark.parametrize(("majority", "status", "actual"), [
    ("base: entitled, more_than: 1/2", "met", "in_favour/entitled=8/15"),
    ("base: present, at_least: 2/3", "met", "in_favour/present=8/12"),
    ("base: cast, more_than: 2/3", "unmet", "in_favour/cast=8/12"),
    ("base: valid, at_least: 0.8", "met", "in_favour/valid=8/10"),
])
def test_a_majority_has_its_base(tmp_path: Path, majority: str, status: str, actual: str) -> None:
    found = voted(tmp_path, f"majority: {{{majority}}}", ballot("X"))

    assert [line.split(" | ")[:2] for line in found] == [[f"X 2024-03-10 {status}", actual]]


def test_only_ballots_of_the_matter_at_an_activity_held_in_the_window(tmp_path: Path) -> None:
    ballots = (ballot("X1"), ballot("X2", "EARLY"), ballot("X3", "OFF"), ballot("X4", ""),
               ballot("X5", matter="resolution"))

    assert [line[:2] for line in voted(tmp_path, "quorum: {at_least: 0.8}", *ballots)] == ["X1"]
    assert voted(tmp_path, "quorum: {at_least: 0.8}", *ballots, as_of="2024-03-09") == []


def test_an_empty_cell_and_a_base_of_nobody_are_misses(tmp_path: Path) -> None:
    rule = "quorum: {at_least: 0}\nmajority: {base: valid, at_least: 0}\nsurplus: 0"
    full = {"seats": "3", "candidates": "3"}
    ballots = (ballot("X1", **full), ballot("X2", **full, in_favour=""), ballot("X3", **full, valid="0"),
               ballot("X4", **full | {"seats": ""}), ballot("X5", **full, entitled="0"))

    assert [line.split(" | ")[:2] for line in voted(tmp_path, rule, *ballots)] == [
        ["X1 2024-03-10 met", "present/entitled=12/15 in_favour/valid=8/10 candidates/seats=3/3"],
        ["X2 2024-03-10 unmet", "present/entitled=12/15 in_favour/valid=0/10 candidates/seats=3/3"],
        ["X3 2024-03-10 unmet", "present/entitled=12/15 in_favour/valid=8/0 candidates/seats=3/3"],
        ["X4 2024-03-10 unmet", "present/entitled=12/15 in_favour/valid=8/10 candidates/seats=3/0"],
        ["X5 2024-03-10 unmet", "present/entitled=12/0 in_favour/valid=8/10 candidates/seats=3/3"],
    ]


@pytest.mark.parametrize(("seats", "candidates", "status"), [
    ("3", "4", "met"), ("3", "3", "unmet"), ("5", "6", "met"), ("6", "7", "unmet"), ("6", "8", "met")])
def test_surplus_is_rounded_up(tmp_path: Path, seats: str, candidates: str, status: str) -> None:
    found = voted(tmp_path, "surplus: 0.2", ballot("X", seats=seats, candidates=candidates))

    assert found == [f"X 2024-03-10 {status} | candidates/seats={candidates}/{seats} | surplus>=0.2"]


def test_the_method(tmp_path: Path) -> None:
    found = voted(tmp_path, "method: hands", ballot("X1"), ballot("X2", method="hands"))

    assert found == ["X1 2024-03-10 unmet | method=secret | method=hands",
                     "X2 2024-03-10 met | method=hands | method=hands"]


@pytest.mark.parametrize(("keys", "told"), [
    ("", "至少写一项"), ("quorum: {at_least: 1/2, more_than: 1/2}", "恰好写一个键"),
    ("majority: {more_than: 1/2}", "有键 base"), ("majority: {base: all, more_than: 1/2}", "entitled"),
])
def test_what_cannot_be_meant_is_told(tmp_path: Path, keys: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        load(pack(tmp_path, f"kind: vote\nmatters: [election]\n{keys}"))
    assert told in str(error.value)


ROOM = "kind: checklist\nchecklist: room\nitems: [{item: flag}, {item: area, least: 38.5}]"


def check(item: str, on: str, ok: str = "yes", value: str = "", **more: str) -> dict[str, str]:
    return {"organisation": "B", "checklist": "room", "item": item, "on": on, "ok": ok,
            "value": value} | more


def checked(folder: Path, *checks: dict[str, str], as_of: str = "2024-03-31") -> tuple[str, ...]:
    found = judged(folder, ROOM, BODIES | {"checks": list(checks)}, as_of)
    row = next(v for v in found if v.subject == "B")
    assert (str(row.due), row.required) == (as_of, "2")
    return row.status, row.actual, row.evidence, row.reason


def test_the_latest_check_of_each_item_counts(tmp_path: Path) -> None:
    checks = (
        check("flag", "2023-05-01", "no"), check("flag", "2024-02-01"), check("flag", "2024-04-01", "no"),
        check("area", "2024-01-05", value="40"), check("area", "2024-02-01", value="38.50"),
        check("oath", "2024-02-01"), check("area", "2024-03-01", value="50", checklist="hall"),
    )

    status, actual, evidence, _ = checked(tmp_path, *checks)
    assert (status, actual) == ("met", "2")
    assert evidence == "checks:B/room/area/2024-02-01 checks:B/room/flag/2024-02-01"

    status, actual, _, reason = checked(tmp_path, *checks, as_of="2024-04-01")
    assert (status, actual, "flag不符合" in reason) == ("unmet", "1", True)


@pytest.mark.parametrize(("value", "status"), [
    ("38.5", "met"), ("38.49", "unmet"), ("100", "met"), ("9", "unmet"), ("", "unmet"), ("约40", "unmet"),
    ("４０", "unmet"), ("-40", "unmet"), ("0038.500", "met")])
def test_values_are_compared_as_numbers(tmp_path: Path, value: str, status: str) -> None:
    found = checked(tmp_path, check("flag", "2024-02-01"), check("area", "2024-02-01", value=value))

    assert found[0] == status


def test_what_was_never_checked_does_not_hold(tmp_path: Path) -> None:
    status, actual, evidence, reason = checked(tmp_path)

    assert (status, actual, evidence) == ("unmet", "0", "")
    assert "flag没有查过、area没有查过" in reason


def test_an_item_stands_once(tmp_path: Path) -> None:
    rule = "kind: checklist\nchecklist: room\nitems: [{item: flag}, {item: flag}]"

    with pytest.raises(InputError) as error:
        load(pack(tmp_path, rule))
    assert "写了两次的：flag" in str(error.value)
