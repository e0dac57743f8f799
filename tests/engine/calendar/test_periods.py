"""Which periods are judged, from when to when, and until when they may be made good."""

from __future__ import annotations

from pathlib import Path

from tests.engine.bundles import belongs, held, judged, member, organisation, short

MONTHLY = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
TALK = "kind: frequency\nsubject: member\ntypes: [talk]\nat_least: 1\nas: attendee\n"


def test_months_of_the_window(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B")], "activities": [held("A", "B", "2024-02-29")]}

    assert short(judged(tmp_path, MONTHLY, rows, "2024-03-30")) == [
        ("B", "2024-01-01", "unmet"), ("B", "2024-02-01", "met"), ("B", "2024-03-01", "pending"),
    ]


def test_a_month_begun_before_the_window_is_not_judged(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B")]}

    found = judged(tmp_path, MONTHLY, rows, "2024-03-31", "2024-01-15")

    assert short(found) == [("B", "2024-02-01", "unmet"), ("B", "2024-03-01", "unmet")]


def test_facts_after_the_day_do_not_exist(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B")], "activities": [held("A", "B", "2024-01-20")]}

    assert judged(tmp_path, MONTHLY, rows, "2024-01-19")[0].status == "pending"
    assert judged(tmp_path, MONTHLY, rows, "2024-01-20")[0].status == "met"


def test_terms_begun_before_are_judged_until_they_are_due(tmp_path: Path) -> None:
    rule = MONTHLY.replace("month", "term")
    rows = {
        "organisations": [organisation("B")],
        "activities": [held("A", "B", "2023-10-01")],
        "terms": [
            {"name": "早", "since": "2023-01-01", "until": "2024-01-01"},
            {"name": "秋", "since": "2023-09-01", "until": "2024-01-20"},
            {"name": "春", "since": "2024-03-01", "until": "2024-07-01"},
            {"name": "迟", "since": "2024-09-01", "until": "2025-01-20"},
        ],
    }

    found = judged(tmp_path, rule, rows, "2024-03-01")

    assert short(found) == [("B", "2023-09-01", "met"), ("B", "2024-03-01", "pending")]
    assert [v.period_end.isoformat() for v in found] == ["2024-01-19", "2024-06-30"]


def test_once_runs_from_the_day_to_the_same_day_months_later(tmp_path: Path) -> None:
    rule = TALK + "period: {once: {of: joined, months: 1}}"
    rows = {
        "organisations": [organisation("B")],
        "members": [member("M", "2024-01-31"), member("N", "2023-11-30"), member("O", "2023-12-01")],
        "memberships": [belongs(name, "B", "2023-11-01") for name in "MNO"],
    }

    found = judged(tmp_path, rule, rows, "2024-03-01")

    assert [(v.subject, str(v.period_start), str(v.period_end), v.status) for v in found] == [
        ("M", "2024-01-31", "2024-02-29", "unmet"), ("O", "2023-12-01", "2024-01-01", "unmet"),
    ]


def test_anniversaries_run_from_the_first_one_on(tmp_path: Path) -> None:
    rule = TALK + "period: {anniversary: {of: joined, tolerance: 3}}"
    rows = {
        "organisations": [organisation("B")],
        "members": [member("M", "2020-02-29"), member("N", "2023-01-02"), member("O", "2024-02-01")],
        "memberships": [belongs(name, "B") for name in "MNO"],
    }

    found = judged(tmp_path, rule, rows, "2025-02-26", "2024-01-01")

    assert [(v.subject, str(v.period_start), str(v.due), v.status) for v in found] == [
        ("M", "2024-02-26", "2024-03-03", "unmet"),
        ("M", "2025-02-25", "2025-03-03", "pending"),
        ("N", "2023-12-30", "2024-01-05", "unmet"),
        ("N", "2024-12-30", "2025-01-05", "unmet"),
        ("O", "2025-01-29", "2025-02-04", "unmet"),
    ]


def test_a_month_only_partly_in_force_is_not_judged(tmp_path: Path) -> None:
    rows = {
        "organisations": [
            organisation("B", established="2024-01-10"), organisation("C", dissolved="2024-02-29"),
        ],
    }
    rule = MONTHLY + "\nin_force: {until: 2024-03-31}"

    found = judged(tmp_path, rule, rows, "2024-03-31")

    assert short(found) == [("B", "2024-02-01", "unmet"), ("C", "2024-01-01", "unmet")]


def test_a_group_that_ends_in_this_month_is_judged_up_to_the_day(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B", dissolved="2024-01-20")]}

    assert short(judged(tmp_path, MONTHLY, rows, "2024-01-19")) == [("B", "2024-01-01", "pending")]
    assert judged(tmp_path, MONTHLY, rows, "2024-01-20") == []


def test_one_too_many_is_a_miss_at_once(tmp_path: Path) -> None:
    rule = "kind: frequency\ntypes: [study]\nat_most: 1\nperiod: quarter"
    rows = {
        "organisations": [organisation("B")],
        "activities": [held("A2", "B", "2024-01-05"), held("A1", "B", "2024-01-05"),
                       held("A3", "B", "2024-01-04")],
    }

    assert judged(tmp_path, rule, rows, "2024-01-04")[0].status == "met"
    found = judged(tmp_path, rule, rows, "2024-01-05")[0]
    assert (found.status, str(found.due), found.actual, found.required, found.evidence) == (
        "unmet", "2024-01-05", "3", "<=1", "A3 A1 A2")
