"""Which activities count: by day, columns, papers, who came; a share of all meetings; notice in working days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation
from zhibu.kernel.errors import InputError

COUNTED = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: year\nwhere: {where}"
ROWS = {
    "organisations": [organisation("C", kind="committee"), organisation("B", "C")],
    "members": [member("M1"), member("M2")],
    "memberships": [belongs("M1", "B"), belongs("M2", "B", "2024-05-01")],
    "posts": [{"id": "P", "member": "M2", "organisation": "C", "post": "secretary",
               "since": "2024-05-01", "until": ""}],
    "activities": [
        held("A1", "B", "2024-05-06", place="会议室"),  # a Monday
        held("A2", "B", "2024-05-11", place="会议室", host="M1"),  # a Saturday of work
        held("A3", "B", "2024-05-12"),  # a Sunday
        held("A4", "B", "2024-09-16", host="M2"),  # a Monday, holiday
    ],
    "attendance": [
        {"activity": "A1", "member": "M1", "status": "present"},
        {"activity": "A1", "member": "M2", "status": "absent"},
        {"activity": "A2", "member": "M1", "status": "present"},
        {"activity": "A2", "member": "M2", "status": "online"},
        {"activity": "A3", "member": "M2", "status": "present"},
    ],
    "terms": [{"name": "2023-2024-2", "since": "2024-02-19", "until": "2024-07-01"}],
    "papers": [
        {"id": "D1", "kind": "script", "on": "2024-05-20", "about": "A1"},
        {"id": "D2", "kind": "signin", "on": "2024-05-20", "about": "A1"},
        {"id": "D3", "kind": "script", "on": "2024-05-20", "about": "A2"},
    ],
}


@pytest.mark.parametrize(("where", "counted"), [
    ("{weekday: [1]}", "A1 A4"), ("{weekday: [6, 7]}", "A2 A3"),
    ("{workday: true}", "A1 A2"), ("{workday: false}", "A3 A4"),
    ("{day_of_month: {at_most: 11}}", "A1 A2"), ("{day_of_month: {at_least: 12, less_than: 16}}", "A3"),
    ("{month: [5]}", "A1 A2 A3"), ("{month: [9, 10]}", "A4"), ("{quarter: [3]}", "A4"),
    ("{quarter: [2], month: [5, 9]}", "A1 A2 A3"), ("{quarter: [1, 4]}", ""),
    ("{in_term: true}", "A1 A2 A3"), ("{in_term: false}", "A4"),
    ("{filled: [place]}", "A1 A2"), ("{filled: [place, host]}", "A2"),
    ("{papers: [script]}", "A1 A2"), ("{papers: [script, signin]}", "A1"),
    ("{attendee_post: [secretary]}", "A2 A3"), ("{attendee_post: [group_leader]}", ""),
    ("{workday: true, weekday: [6], attendee_post: [secretary]}", "A2"),
])
def test_an_organisation_counts_what_fits(tmp_path: Path, where: str, counted: str) -> None:
    rule = COUNTED.format(where=where) + "\nwhen: {kind: [branch]}"

    assert [v.evidence for v in judged(tmp_path, rule, ROWS, "2024-12-31")] == [counted]


def test_the_calendar_table_overrides(tmp_path: Path) -> None:
    rows = ROWS | {"calendar": [{"date": "2024-05-06", "workday": "no"}]}
    rule = COUNTED.format(where="{workday: true}") + "\nwhen: {kind: [branch]}"

    assert [v.evidence for v in judged(tmp_path, rule, rows, "2024-12-31")] == ["A2"]


def test_a_member_met_another_who_holds_the_post(tmp_path: Path) -> None:
    rule = COUNTED.format(where="{attendee_post: [secretary]}") + "\nsubject: member\nas: attendee"
    everybody = ROWS | {"memberships": [belongs("M1", "B"), belongs("M2", "B")]}

    found = judged(tmp_path, rule, everybody, "2024-12-31")

    assert [(v.subject, v.evidence) for v in found] == [("M1", "A2"), ("M2", "")]


def test_it_narrows_notices_and_attendance_too(tmp_path: Path) -> None:
    for rule in ("kind: notice\ntypes: [study]", "kind: attendance\ntypes: [study]\nposts: [secretary]",
                 "kind: record\ntypes: [study]\ncolumns: [place]"):
        found = judged(tmp_path, f"{rule}\nwhere: {{weekday: [7]}}", ROWS, "2024-12-31")
        assert [v.subject for v in found] == ["A3"]


@pytest.mark.parametrize(("where", "told"), [
    ("{weekday: [0]}", "1（星期一）到 7（星期日）"), ("{filled: [plase]}", "place"),
    ("{month: [13]}", "1 到 12 月"), ("{quarter: [0]}", "1（第一季度）到 4（第四季度）"),
    ("{quarter: [1], month: [5]}", "month 和 quarter 有共同的月份"),
    ("{day_of_month: {}}", "至少写一个界限"), ("{papers: []}", "至少 1 项")])
def test_what_cannot_be_meant_is_told(tmp_path: Path, where: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        judged(tmp_path, COUNTED.format(where=where), ROWS, "2024-12-31")
    assert told in str(error.value)


SHARE = "kind: frequency\nsubject: member\nas: attendee\ntypes: [study]\nshare: 2/3\nperiod: year"


def test_a_share_of_the_meetings_to_which_he_was_entitled(tmp_path: Path) -> None:
    rows = ROWS | {
        "memberships": [belongs("M1", "B"), belongs("M2", "B", "2023-01-01")],
        "activities": [*ROWS["activities"], held("A5", "C", "2024-06-01"), held("A6", "C2", "2024-06-01")],
        "organisations": [*ROWS["organisations"], organisation("C2", kind="committee")],
        "states": [{"member": "M2", "state": "stopped", "since": "2024-09-01", "until": ""}],
        "attendance": [*ROWS["attendance"], {"activity": "A5", "member": "M2", "status": "present"},
                       {"activity": "A6", "member": "M1", "status": "present"}],
    }

    found = judged(tmp_path, SHARE, rows, "2024-12-31")

    assert [(v.subject, v.status, v.actual, v.required, str(v.due), v.evidence) for v in found] == [
        ("M1", "unmet", "2/5", ">=2/3", "2024-12-31", "A1 A2"),
        ("M2", "met", "3/4", ">=2/3", "2024-12-31", "A2 A3 A5"),
    ]
    early = judged(tmp_path, SHARE, rows, "2024-03-01")
    assert [(v.status, v.actual, v.evidence) for v in early] == [("met", "0/0", "")] * 2
    assert judged(tmp_path, SHARE, rows, "2024-10-01")[0].status == "pending"


@pytest.mark.parametrize("keys", ["\nat_least: 1", "\nas: speaker", "\nsubject: organisation"])
def test_a_share_is_of_what_a_member_attended(tmp_path: Path, keys: str) -> None:
    key = keys.strip().partition(":")[0]
    rule = "\n".join(line for line in SHARE.splitlines() if not line.startswith(f"{key}:"))
    if key == "subject":
        rule = rule.replace("\nas: attendee", "")

    with pytest.raises(InputError) as error:
        judged(tmp_path, rule + keys, ROWS, "2024-12-31")
    assert "share" in str(error.value)


def test_notice_in_working_days(tmp_path: Path) -> None:
    rule = "kind: notice\ntypes: [study]\nat_least: 2\nat_most: 3\nunit: workdays"
    told = {"A1": "2024-09-26", "A2": "2024-09-28", "A3": "2024-09-29", "A4": "2024-10-09",
            "A5": "2024-09-25", "A6": ""}
    rows = {"organisations": [organisation("B")],
            "activities": [held(name, "B", "2024-10-08", notice_on=on) for name, on in told.items()]}

    found = judged(tmp_path, rule, rows, "2024-12-31")

    # 29 September was a working Sunday; 1 to 7 October were free.
    assert [(v.subject, v.status, v.actual) for v in found] == [
        ("A1", "unmet", "4"), ("A2", "met", "2"), ("A3", "met", "2"), ("A4", "unmet", "-1"),
        ("A5", "unmet", "5"), ("A6", "unmet", "")]
    assert {str(v.due) for v in found} == {"2024-09-29"}
    assert "提前 4 个工作日通知" in found[0].reason
