"""Composition, eligibility, notice, record and waivers on small bundles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation
from zhibu.engine import Verdict


def row(verdict: Verdict) -> tuple[str, str, str, str, str]:
    due = "" if verdict.due is None else verdict.due.isoformat()
    return verdict.status, verdict.actual, verdict.required, due, verdict.evidence


BODIES = {
    "organisations": [
        organisation("B"), organisation("G1", "B", "party_group"),
        organisation("G2", "B", "party_group", dissolved="2024-03-01"),
    ],
    "members": [member("M3", "1999-01-01"), member("M1"), member("M2", "2023-01-01", full_since="")],
    "memberships": [
        *(belongs(name, "B") for name in ("M1", "M3")), belongs("M2", "B", "2023-01-01"),
        belongs("M1", "G1"), belongs("M2", "G1", "2023-01-01"),
    ],
}


def test_counts_and_their_evidence_in_order_of_date(tmp_path: Path) -> None:
    rule = """kind: composition
when: {kind: [branch]}
limits:
- {count: members, at_least: 3, at_most: 4}
- {count: full_members, more_than: 2}
- {count: probationary_members, less_than: 2}
- {count: party_groups, at_least: 2}
"""
    found = judged(tmp_path, rule, BODIES, "2024-02-29")

    assert [row(v) for v in found] == [(
        "unmet", "members=3 full_members=2 probationary_members=1 party_groups=2",
        "members>=3 members<=4 full_members>2 probationary_members<2 party_groups>=2",
        "2024-02-29", "M3 M1 G1 G2 M2",
    )]
    assert "party_groups=1" in judged(tmp_path, rule, BODIES, "2024-03-01")[0].actual


def test_stopped_members_do_not_count_but_posts_do(tmp_path: Path) -> None:
    rule = """kind: composition
when: {kind: [branch]}
limits:
- {count: members, at_least: 1}
- {count: members_with_post, post: secretary, at_least: 1}
- {count: members_under_penalty, at_most: 0}
- {count: holders, post: secretary, at_least: 1}
"""
    span = {"since": "2020-01-01", "until": ""}
    rows = BODIES | {
        "states": [{"member": "M1", "state": "stopped", **span}],
        "penalties": [{"member": "M1", "kind": "warning", **span}],
        "posts": [{"id": "P", "member": "M1", "organisation": "B", "post": "secretary", **span}],
    }

    found = judged(tmp_path, rule, rows, "2024-01-31")

    assert found[0].actual == ("members=2 members_with_post(secretary)=0 "
                               "members_under_penalty=0 holders(secretary)=1")
    assert found[0].evidence == "M3 P M2"


@pytest.mark.parametrize(("posts", "share", "status"), [
    ([], "0", "met"), (["M1"], "1", "unmet"), (["M1", "M3"], "1/2", "met"),
    (["M1", "M2", "M3"], "2/3", "unmet"),
])
def test_the_share_in_one_group(tmp_path: Path, posts: list[str], share: str, status: str) -> None:
    rule = """kind: composition
when: {kind: [branch]}
limits:
- {count: share_in_one_group, post: leading_cadre, at_most: 0.5}
"""
    rows = BODIES | {"posts": [
        {"id": f"P{name}", "member": name, "organisation": "G1", "post": "leading_cadre",
         "since": "2023-02-01", "until": ""} for name in posts
    ]}

    found = judged(tmp_path, rule, rows, "2024-01-31")[0]

    assert (found.status, found.actual) == (status, f"share_in_one_group(leading_cadre)={share}")


def post(name: str, who: str, where: str, since: str, until: str = "") -> dict[str, str]:
    return {"id": name, "member": who, "organisation": where, "post": "group_leader",
            "since": since, "until": until}


def test_bad_days_are_counted_once_and_before_the_window_too(tmp_path: Path) -> None:
    rule = """kind: eligibility
posts: [group_leader]
full_member: true
free_of: [warning, probation_within_party]
member_of: organisation
"""
    rows = {
        "organisations": [organisation("B"), organisation("G", "B", "party_group")],
        "members": [member("M", "2022-01-01", full_since="2023-12-30")],
        "memberships": [belongs("M", "B", "2022-01-01"),
                        belongs("M", "G", "2022-01-01", "2024-01-11"),
                        belongs("M", "G", "2024-01-12")],
        "penalties": [
            {"member": "M", "kind": "warning", "since": "2024-01-08", "until": "2024-01-10"},
            {"member": "M", "kind": "probation_within_party", "since": "2024-01-09",
             "until": "2024-01-12"},
            {"member": "M", "kind": "expulsion", "since": "2024-01-20", "until": "2024-01-22"},
        ],
        "posts": [
            post("P1", "M", "G", "2023-12-28", "2024-01-31"), post("P2", "X", "G", "2024-01-31"),
            post("P3", "M", "G", "2023-01-01", "2024-01-01"), post("P4", "M", "G", "2024-01-12"),
        ],
    }

    found = judged(tmp_path, rule, rows, "2024-01-31")

    assert [(v.subject, str(v.period_start), str(v.period_end), *row(v)[:4]) for v in found] == [
        ("P1", "2024-01-01", "2024-01-30", "unmet", "6", "0", "2023-12-28"),
        ("P2", "2024-01-31", "2024-01-31", "unmet", "1", "0", "2024-01-31"),
        ("P4", "2024-01-12", "2024-01-31", "met", "0", "0", ""),
    ]


def test_a_post_is_judged_on_its_days_in_force_only(tmp_path: Path) -> None:
    rule = "kind: eligibility\nposts: [group_leader]\nfull_member: true"
    rows = {
        "organisations": [organisation("G", established="2024-01-03")],
        "posts": [post("P", "X", "G", "2023-01-01", "2024-02-01")],
    }
    adopted = {"organisation": "G", "directive": "D", "since": "2024-01-05", "until": "2024-01-08"}

    assert judged(tmp_path, rule, rows, "2024-03-31")[0].actual == "29"
    assert judged(tmp_path, rule, rows | {"adoptions": [adopted]}, "2024-03-31")[0].actual == "3"
    assert judged(tmp_path, rule, rows | {"adoptions": [adopted]}, "2024-03-31", "2024-01-08") == []


def test_the_branch_of_a_group_and_members_of_an_upper_body(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("C", kind="committee"), organisation("B", "C"),
                          organisation("G", "B", "party_group")],
        "members": [member("M")],
        "memberships": [belongs("M", "B")],
        "posts": [post("P1", "M", "G", "2023-01-01"), post("P2", "M", "C", "2023-01-01")],
    }
    rule = "kind: eligibility\nposts: [group_leader]\nmember_of: "

    def statuses(whose: str) -> list[str]:
        return [v.status for v in judged(tmp_path, rule + whose, rows, "2024-01-31")]

    assert statuses("organisation") == ["unmet", "met"]
    assert statuses("branch") == ["met", "met"]


def test_notice_in_good_time_and_complete(tmp_path: Path) -> None:
    rule = "kind: notice\ntypes: [study]\nat_least: 2\nat_most: 3\nwith: [place, topics]"
    full = {"place": "会议室", "topics": "0"}
    rows = {"organisations": [organisation("B")], "activities": [
        held("A1", "B", "2024-01-10", notice_on="2024-01-08", **full),
        held("A2", "B", "2024-01-10", notice_on="2024-01-06", **full),
        held("A3", "B", "2024-01-10", notice_on="2024-01-11", **full),
        held("A4", "B", "2024-01-10", **full),
        held("A5", "B", "2024-01-10", notice_on="2024-01-07", place="会议室"),
        held("A6", "B", "2023-12-31"), held("A7", "B", "2024-02-01"),
    ]}

    found = judged(tmp_path, rule, rows, "2024-01-10")

    assert [(v.subject, v.status, v.actual) for v in found] == [
        ("A1", "met", "2"), ("A2", "unmet", "4"), ("A3", "unmet", ""), ("A4", "unmet", ""),
        ("A5", "unmet", "3"),
    ]
    assert {(v.required, str(v.due)) for v in found} == {(">=2 <=3", "2024-01-08")}
    assert judged(tmp_path, rule, rows, "2024-01-31")[2].actual == "-1"


def test_a_record_in_time_late_missing_and_pending(tmp_path: Path) -> None:
    rule = """kind: record
types: [study]
columns: [recorder, recorded_on]
papers: [signin]
within: {days: 2}
"""
    rows = {
        "organisations": [organisation("B")], "members": [member("M")],
        "activities": [
            held("A1", "B", "2024-01-10", recorder="M", recorded_on="2024-01-12"),
            held("A2", "B", "2024-01-10", recorder="M", recorded_on="2024-01-13"),
            held("A3", "B", "2024-01-30", recorder="M", recorded_on="2024-01-30"),
            held("A4", "B", "2024-01-31", recorded_on="2024-02-01"),
        ],
        "papers": [
            {"id": "D1", "kind": "signin", "on": "2024-01-09", "about": "A1"},
            {"id": "D2", "kind": "signin", "on": "2024-01-14", "about": "A2"},
            {"id": "D3", "kind": "signin", "on": "2024-01-15", "about": "A2"},
            {"id": "D4", "kind": "script", "on": "2024-01-09", "about": "A2"},
        ],
    }

    found = judged(tmp_path, rule, rows, "2024-01-31")

    assert [row(v) for v in found] == [
        ("met", "3", "3", "2024-01-12", "D1 A1"),
        ("unmet", "1", "3", "2024-01-12", "A2 D2 D3"),
        ("pending", "2", "3", "2024-02-01", "A3"),
        ("pending", "0", "3", "2024-02-02", "A4"),
    ]
    assert "late" in found[1].reason


def test_working_days_skip_holidays_and_take_make_up_days(tmp_path: Path) -> None:
    rule = "kind: record\ntypes: [study]\ncolumns: [reported_on]\nwithin: {workdays: 3}"
    rows = {
        "organisations": [organisation("B")],
        "activities": [held("A1", "B", "2024-09-30"), held("A2", "B", "2024-04-30"),
                       held("A3", "B", "2024-07-01"), held("A4", "B", "2030-06-07")],
        "calendar": [{"date": "2024-07-02", "workday": "no"}, {"date": "2030-06-08", "workday": "yes"}],
    }

    found = judged(tmp_path, rule, rows, "2030-12-31", "2024-01-01")

    assert [str(v.due) for v in found] == ["2024-10-10", "2024-05-08", "2024-07-05", "2030-06-11"]


def test_dates_before_and_records_of_posts(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("B")],
        "activities": [held("A1", "B", "2024-01-10", approved_on="2024-01-08"),
                       held("A2", "B", "2024-01-10", approved_on="2024-01-09")],
        "posts": [
            post("P1", "M", "B", "2024-01-01") | {"manner": "elected", "filed_on": "2024-01-05"},
            post("P2", "M", "B", "2024-01-01") | {"manner": "recommended", "filed_on": "2024-01-31"},
            post("P3", "M", "B", "2023-12-31") | {"manner": "elected"},
        ],
    }
    before = "kind: record\ntypes: [study]\ncolumns: [approved_on]\nbefore: 2"
    posts = """kind: record
of: posts
posts: [group_leader]
columns: [filed_on]
manner: [elected, designated]
within: {days: 10}
"""
    found = judged(tmp_path, before, rows, "2024-01-31")
    assert [(v.subject, v.status, str(v.due)) for v in found] == [
        ("A1", "met", "2024-01-08"), ("A2", "unmet", "2024-01-08")]
    found = judged(tmp_path, posts, rows, "2024-01-31")
    assert [(v.subject, v.subject_kind, v.status, v.actual) for v in found] == [
        ("P1", "post", "met", "2"), ("P2", "post", "unmet", "0")]


def test_a_waiver_covers_the_rule_the_subject_and_the_due_day(tmp_path: Path) -> None:
    rule = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
    waiver = {"directive": "D", "rule": "R", "subject": "B", "reason": "搬迁", "approved_by": "工委"}
    rows = {
        "organisations": [organisation("B"), organisation("C")],
        "waivers": [waiver | {"since": "2024-01-01", "until": "2024-01-31"},
                    waiver | {"since": "2024-02-29", "until": "2024-03-01"},
                    waiver | {"since": "2024-04-30", "until": ""}],
    }

    found = [v for v in judged(tmp_path, rule, rows, "2024-04-29") if v.subject == "B"]

    assert [v.status for v in found] == ["unmet", "waived", "unmet", "pending"]
    assert "搬迁" in found[1].reason


@pytest.mark.parametrize(("strength", "status"), [
    ("must", "unmet"), ("usual", "deviation"), ("encouraged", "advice"), ("may", None)])
def test_strengths(tmp_path: Path, strength: str, status: str | None) -> None:
    rule = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
    rows = {"organisations": [organisation("B")]}

    found = judged(tmp_path, rule, rows, "2024-01-31", strength=strength)

    assert [v.status for v in found] == ([status] if status else [])


def test_reasons_say_when_a_date_is_known_only_in_part(tmp_path: Path) -> None:
    rule = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
    rows = {"organisations": [organisation("B", established="2024-01"), organisation("C")]}

    found = judged(tmp_path, rule, rows, "2024-03-31")

    notes = [(v.subject, v.period_start.month, "成立日期只知道到月" in v.reason) for v in found]
    assert notes == [("B", 1, True), ("B", 2, True), ("B", 3, False),
                     ("C", 1, False), ("C", 2, False), ("C", 3, False)]
