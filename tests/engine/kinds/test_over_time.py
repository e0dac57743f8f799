"""Vacancies, terms of office and deadlines on small bundles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import judged, member, organisation, short
from zhibu.engine import Verdict

BODIES = {"organisations": [organisation("B"), organisation("G", "B", "party_group")]}
VACANCY = "kind: vacancy\nwhen: {kind: [branch]}\npost: secretary\ndays: 30"
TERM = "kind: term\nwhen: {kind: [party_group]}\nposts: [group_leader]\nyears: 3"
ANNUAL = "kind: deadline\nwhen: {kind: [branch]}\npaper: annual_report\nperiod: year\n"


def post(name: str, who: str, since: str, until: str = "", *, where: str = "B",
         what: str = "secretary") -> dict[str, str]:
    return {"id": name, "member": who, "organisation": where, "post": what, "since": since,
            "until": until}


def paper(name: str, on: str, period: str, about: str = "B", kind: str = "annual_report") -> dict[str, str]:
    return {"id": name, "kind": kind, "on": on, "about": about, "for_period": period}


def row(verdict: Verdict) -> tuple[str, str, str, str, str, str]:
    due = "" if verdict.due is None else verdict.due.isoformat()
    span = f"{verdict.period_start} {verdict.period_end}"
    return span, verdict.status, verdict.actual, verdict.required, due, verdict.evidence


# ---- vacancy


@pytest.mark.parametrize(("posts", "as_of", "expected"), [
    # Held on every day by one person after the other.
    ([post("P1", "M1", "2020-01-01", "2024-02-01"), post("P2", "M2", "2024-02-01")], "2024-03-31",
     [("2024-01-01 2024-03-31", "met", "0", "<=30", "", "P1 P2")]),
    # As long as allowed and closed; a day longer is a miss on the day after.
    ([post("P1", "M1", "2020-01-01", "2024-02-01"), post("P2", "M2", "2024-03-02")], "2024-03-31",
     [("2024-02-01 2024-03-01", "met", "30", "<=30", "2024-03-02", "")]),
    ([post("P1", "M1", "2020-01-01", "2024-02-01"), post("P2", "M2", "2024-03-03")], "2024-03-31",
     [("2024-02-01 2024-03-02", "unmet", "31", "<=30", "2024-03-02", "")]),
    # Still open: pending until the due day.
    ([post("P1", "M1", "2020-01-01", "2024-03-10")], "2024-03-31",
     [("2024-03-10 2024-03-31", "pending", "22", "<=30", "2024-04-09", "")]),
    # Two holders are as wrong as none; the gap goes on from the one to the other.
    ([post("P1", "M1", "2020-01-01", "2024-02-11"), post("P2", "M2", "2024-02-01", "2024-02-11")],
     "2024-02-20", [("2024-02-01 2024-02-20", "pending", "20", "<=30", "2024-03-02", "")]),
    # One who holds it twice is one holder.
    ([post("P1", "M1", "2020-01-01"), post("P2", "M1", "2024-01-01")], "2024-01-31",
     [("2024-01-01 2024-01-31", "met", "0", "<=30", "", "P1 P2")]),
    # Begun before the window: cut there, but counted whole.
    ([post("P1", "M1", "2020-01-01", "2023-12-22"), post("P2", "M1", "2024-01-05")], "2024-01-31",
     [("2024-01-01 2024-01-04", "met", "14", "<=30", "2024-01-21", "")]),
])
def test_vacancies(
    tmp_path: Path, posts: list[dict[str, str]], as_of: str, expected: list[tuple[str, ...]]
) -> None:
    found = judged(tmp_path, VACANCY, BODIES | {"posts": posts}, as_of)
    assert [row(v) for v in found] == expected


def test_a_vacancy_counts_only_days_in_force(tmp_path: Path) -> None:
    rows = BODIES | {"adoptions": [
        {"organisation": "B", "directive": "D", "since": "2024-01-01", "until": "2024-01-21"},
        {"organisation": "B", "directive": "D", "since": "2024-02-01", "until": ""},
    ]}
    found = judged(tmp_path, VACANCY, rows | {"posts": []}, "2024-02-10")

    assert [row(v)[:3] for v in found] == [
        ("2024-01-01 2024-01-20", "met", "20"), ("2024-02-01 2024-02-10", "pending", "10")]


def test_more_holders_may_be_right(tmp_path: Path) -> None:
    posts = [post("P1", "M1", "2020-01-01"), post("P2", "M2", "2024-01-01")]
    found = judged(tmp_path, VACANCY + "\nor_more: true", BODIES | {"posts": posts}, "2024-02-10")
    assert [v.status for v in found] == ["met"]


def test_a_vacancy_that_rests_on_a_month_says_so(tmp_path: Path) -> None:
    posts = [post("P1", "M1", "2020-01-01", "2024-01"), post("P2", "M2", "2024-02-20")]
    [found] = judged(tmp_path, VACANCY, BODIES | {"posts": posts}, "2024-02-28")

    assert found.actual == "19"
    assert "无人担任" in found.reason
    assert "任职的截止日期只知道到月" in found.reason


# ---- term


@pytest.mark.parametrize(("since", "until", "as_of", "status", "due"), [
    ("2021-03-01", "", "2024-02-29", "pending", "2024-03-01"),
    ("2021-03-01", "", "2024-03-01", "unmet", "2024-03-01"),
    ("2021-03-01", "2024-03-01", "2024-05-31", "met", "2024-03-01"),
    ("2021-03-01", "2024-03-02", "2024-05-31", "unmet", "2024-03-01"),
    ("2020-02-29", "2024-01-01", "2024-05-31", None, ""),  # ended before the window
    ("2021-02", "", "2024-01-31", "pending", "2024-02-01"),
])
def test_terms(
    tmp_path: Path, since: str, until: str, as_of: str, status: str | None, due: str
) -> None:
    posts = [post("P", "M", since, until, where="G", what="group_leader")]
    found = judged(tmp_path, TERM, BODIES | {"posts": posts}, as_of)

    assert [v.status for v in found] == ([status] if status else [])
    assert [str(v.due) for v in found] == ([due] if status else [])


@pytest.mark.parametrize(("secretaries", "due", "evidence"), [
    # The secretary of the branch above; the leader goes 30 days after him.
    ([post("S", "M1", "2022-06-01", "2024-02-01")], "2024-03-02", "S P"),
    # While that one runs only the years count.
    ([post("S", "M1", "2022-06-01")], "2026-01-01", "S P"),
    # The one held 30 days after the leader began, not the one on his first day.
    ([post("S1", "M1", "2020-01-01", "2023-01-20"), post("S2", "M2", "2023-01-20", "2024-01-11")],
     "2024-02-10", "P S2"),
    # Of several the latest begun, then the lowest id.
    ([post("S2", "M1", "2022-06-01", "2024-01-02"), post("S1", "M2", "2022-06-01", "2024-02-01"),
      post("S0", "M3", "2022-01-01", "2024-01-05")], "2024-03-02", "S1 P"),
    ([], "2026-01-01", "P"),
])
def test_a_term_goes_with_that_of_another_post(
    tmp_path: Path, secretaries: list[dict[str, str]], due: str, evidence: str
) -> None:
    rule = TERM + "\ntogether_with: {post: secretary, days: 30}"
    posts = [post("P", "M", "2023-01-01", where="G", what="group_leader"), *secretaries]
    [found] = judged(tmp_path, rule, BODIES | {"posts": posts}, "2024-02-15")

    assert (str(found.due), found.evidence) == (due, evidence)


def test_a_post_is_not_its_own_partner(tmp_path: Path) -> None:
    rule = ("kind: term\nposts: [secretary, organisation_commissioner]\nyears: 3\n"
            "together_with: {post: secretary, days: 0}")
    posts = [post("P", "M", "2022-01-01", "2024-01-15"),
             post("Q", "N", "2022-01-01", what="organisation_commissioner")]
    found = judged(tmp_path, rule, BODIES | {"posts": posts}, "2024-02-15")

    assert [(v.subject, str(v.due), v.status) for v in found] == [
        ("P", "2025-01-01", "met"), ("Q", "2024-01-15", "unmet")]


def test_a_term_that_rests_on_a_year_says_so(tmp_path: Path) -> None:
    posts = [post("P", "M", "2021", where="G", what="group_leader")]
    [found] = judged(tmp_path, TERM, BODIES | {"posts": posts}, "2024-02-15")
    assert found.reason.count("任职的起始日期只知道到年") == 1


# ---- deadline


@pytest.mark.parametrize(("due", "papers", "as_of", "expected"), [
    ("{from: start, month: 1, day: 31}", [paper("D1", "2024-01-31", "2024")], "2024-03-01",
     [("2024-01-01", "met", "2024-01-31", "2024-01-31", "D1")]),
    # Of late papers all are shown; of papers in time those up to the due day.
    ("{from: start, month: 1, day: 31}",
     [paper("D2", "2024-02-20", "2024"), paper("D1", "2024-02-01", "2024")], "2024-03-01",
     [("2024-01-01", "unmet", "2024-02-01", "2024-01-31", "D1 D2")]),
    ("{from: start, month: 1, day: 31}",
     [paper("D2", "2024-02-20", "2024"), paper("D1", "2023-12-01", "2024")], "2024-03-01",
     [("2024-01-01", "met", "2023-12-01", "2024-01-31", "D1")]),
    # A paper on another year or about somebody else is none.
    ("{from: start, month: 2, day: 30}",
     [paper("D1", "2024-01-05", "2023"), paper("D2", "2024-01-05", "2024", "G")], "2024-02-28",
     [("2024-01-01", "pending", "", "2024-02-29", "")]),
    # Last year's report is due in the window; so is this year's, later.
    ("{from: end, days: 15}", [paper("D1", "2024-01-16", "2023")], "2024-01-31",
     [("2023-01-01", "unmet", "2024-01-16", "2024-01-15", "D1"),
      ("2024-01-01", "pending", "", "2025-01-15", "")]),
    # Working days: 1 January and the weekend after the 29th are none.
    ("{from: end, workdays: 3}", [], "2024-01-31",
     [("2023-01-01", "unmet", "", "2024-01-04", ""), ("2024-01-01", "pending", "", "2025-01-06", "")]),
    ("{from: start, workdays: 1}", [], "2024-01-31", [("2024-01-01", "unmet", "", "2024-01-02", "")]),
])
def test_deadlines(
    tmp_path: Path, due: str, papers: list[dict[str, str]], as_of: str,
    expected: list[tuple[str, ...]],
) -> None:
    found = judged(tmp_path, f"{ANNUAL}due: {due}", BODIES | {"papers": papers}, as_of)
    assert [(str(v.period_start), v.status, v.actual, str(v.due), v.evidence) for v in found] == expected


def test_a_period_not_wholly_in_force_has_no_deadline(tmp_path: Path) -> None:
    rule = ANNUAL + "due: {from: end, days: 15}"
    found = judged(tmp_path, rule, BODIES | {"papers": []}, "2024-12-31", effective="2023-02-01")
    assert short(found) == [("B", "2024-01-01", "pending")]


@pytest.mark.parametrize(("period", "name", "start", "due"), [
    ("quarter", "2024-Q1", "2024-01-01", "2024-04-10"),
    ("half_year", "2023-H2", "2023-07-01", "2024-01-10"),
    ("month", "2024-02", "2024-02-01", "2024-03-10"),
    ("term", "2023秋", "2023-09-01", "2024-01-30"),
    ("{anniversary: {of: established, tolerance: 5}}", "2024", "2024-01-15", "2024-02-04"),
    ("{once: {of: established, months: 48}}", "", "2020-01-20", "2024-01-30"),
])
def test_papers_name_their_period(
    tmp_path: Path, period: str, name: str, start: str, due: str
) -> None:
    rule = f"kind: deadline\nwhen: {{kind: [branch]}}\npaper: annual_report\nperiod: {period}\n"
    rows = {
        "organisations": [organisation("B", established="2020-01-20")],
        "terms": [{"name": "2023秋", "since": "2023-09-01", "until": "2024-01-21"}],
        "papers": [paper("D", "2024-01-05", name)],
    }
    found = judged(tmp_path, rule + "due: {from: end, days: 10}", rows, "2024-04-30")

    [own] = [v for v in found if v.evidence]
    assert (str(own.period_start), str(own.due), own.status) == (start, due, "met")


def test_deadlines_of_members(tmp_path: Path) -> None:
    rule = ("kind: deadline\nsubject: member\npaper: written_report\n"
            "period: {once: {of: joined, months: 1}}\ndue: {from: end, days: 0}")
    rows = {
        "organisations": [organisation("B")],
        "members": [member("M1", "2024-01-31"), member("M2", "2024-02-10", full_since="")],
        "memberships": [{"member": m, "organisation": "B", "since": "2024-01-01", "until": ""}
                        for m in ("M1", "M2")],
        "papers": [paper("D", "2024-02-29", "", "M1", "written_report")],
    }
    found = judged(tmp_path, rule, rows, "2024-03-09")

    assert [(v.subject, v.status, str(v.due)) for v in found] == [
        ("M1", "met", "2024-02-29"), ("M2", "pending", "2024-03-10")]
