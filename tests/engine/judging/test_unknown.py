"""What is not in the bundle at all makes rows unknown, or leaves one row that stands for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation
from zhibu.engine import Verdict

MONTHLY = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
SPEAKS = "kind: frequency\nsubject: member\ntypes: [study]\nat_least: 1\nas: speaker\nperiod: month"
COUNTS = "kind: composition\nlimits:\n- {count: members, at_least: 1}"
ELIGIBLE = "kind: eligibility\nposts: [secretary]\nfull_member: true"
NOTICE = "kind: notice\ntypes: [study]\nat_least: 1"
VACANT = "kind: vacancy\npost: secretary\ndays: 30"
TERM = "kind: term\nposts: [secretary]\nyears: 3"
REPORT = "kind: deadline\npaper: report\nperiod: month\ndue: {from: start, month: 1, day: 20}"
RECORD = "kind: record\ntypes: [study]\ncolumns: [recorded_on]\npapers: [signin]"
TURNOUT = "kind: attendance\ntypes: [study]\nentitled: members\nat_least: 1/2"
VOTE = "kind: vote\nmatters: [election]\nmajority: {base: present, more_than: 1/2}"
CHECKED = "kind: checklist\nchecklist: room\nitems: [{item: area, least: 40}]\nwhen: {kind: [branch]}"

ROWS = {
    "organisations": [organisation("B")],
    "members": [member("M")],
    "memberships": [belongs("M", "B")],
    "posts": [{"id": "P", "member": "M", "organisation": "B", "post": "secretary",
               "since": "2020-01-01", "until": ""}],
    "activities": [held("A", "B", "2024-01-10")],
    "ballots": [{"id": "X", "matter": "election", "activity": "A", "method": "secret", "entitled": "1",
                 "present": "1"}],
}


def found(folder: Path, rule: str, absent: str, **more: object) -> list[Verdict]:
    names = absent.split()
    tables = {name for name in names if "." not in name}
    columns = [name.split(".") for name in names if "." in name]
    rows = {table: [dict(row) for row in ROWS[table]] for table in ROWS if table not in tables}
    for table, column in columns:
        for row in rows.get(table, ()):
            row.pop(column, None)
    rows |= more  # type: ignore[arg-type]  # rows of further tables
    return judged(folder, rule, rows, "2024-01-31", absent=names)


@pytest.mark.parametrize(("rule", "absent", "subject"), [
    (MONTHLY, "activities", "B"),
    (SPEAKS, "activities.speaker", "M"),
    (SPEAKS.replace("speaker", "attendee"), "attendance", "M"),
    (MONTHLY + "\nwhere: {form: [written]}", "activities.form", "B"),
    (MONTHLY + "\nwhere: {host_post: [secretary]}", "posts", "B"),
    (COUNTS, "memberships", "B"),
    (COUNTS, "members.left", "B"),
    (COUNTS.replace("count: members", "count: full_members"), "members.full_since", "B"),
    (COUNTS.replace("members, at_least: 1", "members_under_penalty, at_most: 0"), "penalties", "B"),
    (ELIGIBLE, "members.full_since", "P"),
    (ELIGIBLE + "\nmember_of: branch", "memberships.until", "P"),
    (ELIGIBLE + "\nfree_of: [warning]", "penalties", "P"),
    (NOTICE, "activities.notice_on", "A"),
    (NOTICE + "\nwith: [place]", "activities.place", "A"),
    (RECORD, "activities.recorded_on", "A"),
    (RECORD, "papers", "A"),
    (MONTHLY + "\nwhere: {attendee_post: [secretary]}", "attendance", "B"),
    (MONTHLY + "\nwhere: {filled: [place]}", "activities.place", "B"),
    (MONTHLY + "\nwhere: {papers: [signin]}", "papers", "B"),
    (VACANT, "posts", "B"),
    (VACANT, "posts.until", "B"),
    (REPORT, "papers", "B"),
    (REPORT, "papers.for_period", "B"),
    (COUNTS.replace("at_least: 1", "compared_with: full_members, at_least: 1"), "members.full_since", "B"),
    (COUNTS.replace("members,", "groups_of_only, post: secretary,"), "posts.until", "B"),
    (TURNOUT, "attendance", "A"),
    (TURNOUT, "memberships.until", "A"),
    (TURNOUT.replace("members", "voting"), "members.full_since", "A"),
    (TURNOUT.replace("members", "voting"), "penalties", "A"),
    ("kind: attendance\ntypes: [study]\nposts: [secretary]", "posts.until", "A"),
    ("kind: attendance\ntypes: [study]\nhost_post: [secretary]", "activities.host", "A"),
    (VOTE, "ballots.in_favour", "X"),
    (VOTE.replace("present", "cast"), "ballots.cast", "X"),
    (VOTE + "\nsurplus: 0.2", "ballots.seats", "X"),
    (CHECKED, "checks", "B"),
    (CHECKED, "checks.value", "B"),
])
def test_needed_to_judge(tmp_path: Path, rule: str, absent: str, subject: str) -> None:
    verdicts = found(tmp_path, rule, absent)

    assert [(v.subject, v.status) for v in verdicts] == [(subject, "unknown")]
    verdict = verdicts[0]
    assert (verdict.actual, verdict.required, verdict.due, verdict.evidence) == ("", "", None, "")
    assert absent in verdict.reason


@pytest.mark.parametrize(("rule", "absent"), [
    (MONTHLY, "organisations.parent"),
    (MONTHLY, "organisations.dissolved"),
    (MONTHLY.replace("month", "term"), "terms"),
    (MONTHLY + "\nwhen: {sector: [organ]}", "organisations.sector"),
    (MONTHLY + "\nwhen: {members: {at_least: 1}}", "members.left"),
    (MONTHLY + "\nwhen: {full_members: {at_least: 1}}", "members.full_since"),
    (MONTHLY + "\nwhen: {has_post: [secretary]}", "posts.until"),
    (SPEAKS, "members.left"),
    (SPEAKS, "memberships.until"),
    (SPEAKS, "memberships"),
    (SPEAKS + "\nwhen: {full: true}", "members.full_since"),
    (SPEAKS + "\nwhen: {in_state: [lost]}", "states"),
    (SPEAKS + "\nwhen: {free_of: [warning]}", "penalties.until"),
    (SPEAKS.replace("period: month", "period: {once: {of: full_since, days: 3}}"),
     "members.full_since"),
    (ELIGIBLE, "posts.until"),
    (NOTICE, "activities"),
    (RECORD, "activities"),
    (RECORD + "\nwhere: {papers: [script]}", "papers"),
    (VACANT, "organisations.dissolved"),
    (TERM, "posts"),
    (TERM, "posts.until"),
    (REPORT.replace("month\n", "term\n"), "terms"),
    (REPORT + "\nsubject: member", "members.left"),
    (TURNOUT, "activities"),
    (TURNOUT + "\nwhere: {form: [online]}", "activities.form"),
    (VOTE, "activities"),
    (VOTE, "ballots"),
    (VOTE, "ballots.activity"),
])
def test_needed_to_say_which_rows_there_are(tmp_path: Path, rule: str, absent: str) -> None:
    verdicts = found(tmp_path, rule, absent)

    assert [(v.subject, str(v.period_start), str(v.period_end), v.status) for v in verdicts] == [
        ("*", "2024-01-01", "2024-01-31", "unknown")]
    assert absent in verdicts[0].reason


def test_only_if_the_rule_is_in_force_in_the_window(tmp_path: Path) -> None:
    absent = "organisations.dissolved"
    adoption = {"organisation": "B", "directive": "D", "since": "2023-01-01", "until": "2024-01-01"}

    assert found(tmp_path, MONTHLY + "\nin_force: {until: 2024-01-01}", absent) == []
    assert found(tmp_path, MONTHLY + "\nin_force: {since: 2024-02-01}", absent) == []
    assert found(tmp_path, MONTHLY, absent, adoptions=[adoption]) == []
    longer = adoption | {"until": "2024-01-02"}
    assert len(found(tmp_path, MONTHLY, absent, adoptions=[longer])) == 1


def test_what_is_not_needed_may_be_missing(tmp_path: Path) -> None:
    absent = "waivers calendar states penalties posts papers dues terms members.full_since"

    assert [v.status for v in found(tmp_path, MONTHLY, absent)] == ["met"]


def test_states_without_an_end(tmp_path: Path) -> None:
    state = {"states": [{"member": "M", "state": "lost", "since": "2020-01-01"}]}

    assert [v.status for v in found(tmp_path, COUNTS, "states")] == ["met"]
    assert [v.status for v in found(tmp_path, COUNTS, "states.until", **state)] == ["unknown"]
    narrowed = MONTHLY + "\nwhen: {members: {at_least: 1}}"
    assert [v.subject for v in found(tmp_path, narrowed, "states.until", **state)] == ["*"]
