"""Days inside a period, wider limits, and rules that leave a choice, on small bundles."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation, pack
from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.kernel.errors import InputError

BODIES = {"organisations": [organisation("B")]}
QUARTERLY = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: quarter\n"
CHOICE = """kind: any_of
of:
- {kind: frequency, types: [study], at_least: 1, period: quarter}
- {kind: deadline, paper: notes, period: quarter, due: {from: end, days: 10}}
"""


def paper(name: str, on: str, period: str, about: str = "B") -> dict[str, str]:
    return {"id": name, "kind": "notes", "on": on, "about": about, "for_period": period}


# ---- a day inside the period


@pytest.mark.parametrize(("by", "due"), [
    ("{from: start, month: 2, day: 30}", "2024-02-29"),
    ("{from: end, days: 10}", "2024-03-21"),
    ("{from: end, workdays: 1}", "2024-03-29"),  # the 31st is a Sunday
    ("{from: start, days: 0}", "2024-01-01"),
    ("{from: end, days: 400}", "2024-01-01"),
])
def test_due_inside_the_period(tmp_path: Path, by: str, due: str) -> None:
    rows = BODIES | {"activities": [held("A", "B", due), held("Z", "B", "2024-03-31")]}
    [found] = judged(tmp_path, f"{QUARTERLY}by: {by}", rows, "2024-03-31")
    assert (found.status, found.actual, str(found.due), found.evidence) == ("met", "1", due, "A")

    rows["activities"] = [held("Z", "B", "2024-03-31")]
    [found] = judged(tmp_path, f"{QUARTERLY}by: {by}", rows, "2024-03-31")
    assert (found.status, found.actual, found.evidence) == ("unmet", "0", "")


def test_a_day_beyond_the_period_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="month 是 1 到 3"):
        judged(tmp_path, QUARTERLY + "by: {from: start, month: 4, day: 1}", BODIES, "2024-03-31")


# ---- wider limits

GROUPED = {
    "organisations": [organisation("B"), *(
        organisation(name, "B", "party_group") for name in ("G1", "G2", "G3"))],
    "members": [member(f"M{n}") for n in range(5)],
    "memberships": [*(belongs(f"M{n}", "B") for n in range(5)), belongs("M0", "G1"),
                    belongs("M1", "G1"), belongs("M2", "G2"), belongs("M3", "G2")],
    "posts": [{"id": f"P{n}", "member": f"M{n}", "organisation": "B", "post": "leading_cadre",
               "since": "2020-01-01", "until": ""} for n in (0, 1, 2)],
}


@pytest.mark.parametrize(("limit", "status", "actual", "required"), [
    ("{count: members, odd: true}", "met", "members=5", "members%2=1"),
    ("{count: holders, post: secretary, odd: true}", "met",
     "holders(secretary)=0", "holders(secretary)%2=1"),
    ("{count: party_groups, odd: true, at_most: 2}", "unmet",
     "party_groups=3", "party_groups<=2 party_groups%2=1"),
    ("{count: members_with_post, post: leading_cadre, compared_with: members, at_least: 0.6}", "met",
     "members_with_post(leading_cadre)/members=3/5", "members_with_post(leading_cadre)/members>=0.6"),
    ("{count: party_groups, compared_with: members, at_most: 1/2}", "unmet",
     "party_groups/members=3/5", "party_groups/members<=1/2"),
    ("{count: groups_of_only, post: leading_cadre, at_most: 0}", "unmet",
     "groups_of_only(leading_cadre)=1", "groups_of_only(leading_cadre)<=0"),
])
def test_wider_limits(tmp_path: Path, limit: str, status: str, actual: str, required: str) -> None:
    rule = f"kind: composition\nwhen: {{kind: [branch]}}\nlimits:\n- {limit}"
    [found] = judged(tmp_path, rule, GROUPED, "2024-01-31")
    assert (found.status, found.actual, found.required) == (status, actual, required)


def test_a_group_of_leading_cadres_is_shown(tmp_path: Path) -> None:
    rule = ("kind: composition\nwhen: {kind: [branch]}\nlimits:\n"
            "- {count: groups_of_only, post: leading_cadre, at_most: 0}")
    assert judged(tmp_path, rule, GROUPED, "2024-01-31")[0].evidence == "G1"


@pytest.mark.parametrize(("limit", "message"), [
    ("{count: members, compared_with: share_in_one_group, post: secretary, at_most: 1}", "之一"),
    ("{count: members, at_most: 1/2}", "整数界限"),
    ("{count: members, compared_with: holders, at_most: 1/2}", "post"),
    ("{count: members}", "至少写一个界限"),
    ("{count: share_in_one_group, post: secretary, odd: true, at_most: 1}", "不写 odd"),
])
def test_limits_that_mean_nothing(tmp_path: Path, limit: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        engine.load(pack(tmp_path, f"kind: composition\nlimits:\n- {limit}"))


# ---- one of several


@pytest.mark.parametrize(("activities", "papers", "as_of", "expected"), [
    (["2024-02-01"], [], "2024-03-31", ("met", "1 | ", "2024-04-10", "A0")),
    ([], ["2024-04-10"], "2024-04-30", ("met", "0 | 2024-04-10", "2024-04-10", "D0")),
    (["2024-02-01"], ["2024-01-31"], "2024-03-31", ("met", "1 | 2024-01-31", "2024-04-10", "D0 A0")),
    # Due on the latest day; the meeting can no longer be held, the paper can still be written.
    ([], [], "2024-04-09", ("pending", "0 | ", "2024-04-10", "")),
    ([], ["2024-04-11"], "2024-04-30", ("unmet", "0 | 2024-04-11", "2024-04-10", "D0")),
])
def test_one_of_two_is_enough(
    tmp_path: Path, activities: list[str], papers: list[str], as_of: str, expected: tuple[str, ...]
) -> None:
    rows = BODIES | {
        "activities": [held(f"A{n}", "B", on) for n, on in enumerate(activities)],
        "papers": [paper(f"D{n}", on, "2024-Q1") for n, on in enumerate(papers)],
    }
    found = judged(tmp_path, CHOICE, rows, as_of)
    [first] = [v for v in found if v.period_start.isoformat() == "2024-01-01"]

    assert (first.status, first.actual, str(first.due), first.evidence) == expected
    assert first.required == ">=1 | <=2024-04-10"


def test_a_meeting_before_the_window_counts_where_the_paper_is_due_in_it(tmp_path: Path) -> None:
    rows = BODIES | {"activities": [held("A", "B", "2023-11-05")], "papers": []}
    found = judged(tmp_path, CHOICE, rows, "2024-01-31")

    assert [(str(v.period_start), v.status, v.evidence) for v in found] == [
        ("2023-10-01", "met", "A"), ("2024-01-01", "pending", "")]


def test_what_cannot_be_judged_is_unknown_unless_the_other_is_met(tmp_path: Path) -> None:
    rows = BODIES | {"activities": [held("A", "B", "2024-02-05")]}
    found = judged(tmp_path, CHOICE, rows, "2024-06-30", absent=["papers"])

    assert [(str(v.period_start), v.status, v.actual, v.required) for v in found] == [
        ("2023-10-01", "unknown", "", ""), ("2024-01-01", "met", "1", ">=1"),
        ("2024-04-01", "unknown", "", "")]
    assert "papers" in found[0].reason
    found = judged(tmp_path, CHOICE, BODIES, "2024-03-31", absent=["papers", "activities"])
    assert {v.status for v in found} == {"unknown"}


def test_a_choice_is_explained_alternative_by_alternative(tmp_path: Path) -> None:
    rulebook = engine.load(pack(tmp_path, CHOICE))
    window = engine.Window.until(dt.date.fromisoformat("2024-05-31"))
    with opened(Bundle.from_rows(BODIES | {"activities": [], "papers": []}), "sqlite") as source:
        found = engine.explain(rulebook, source, window, "D", "R", "B", dt.date.fromisoformat("2024-01-01"))

    assert found.arithmetic[0] == "几种做法做到一种即可"
    assert any("0 >= 1：不成立" in line for line in found.arithmetic)
    assert [text[:3] for text in found.missing] == ["做法1", "做法2"]


@pytest.mark.parametrize(("of", "message"), [
    ("[{kind: frequency, types: [a], at_least: 1, period: month}]", "至少两种做法"),
    ("[{kind: frequency, types: [a], at_least: 1, period: month},"
     " {kind: frequency, types: [b], at_least: 1, period: year}]", "period 相同"),
    ("[{kind: frequency, types: [a], at_least: 1, period: month},"
     " {kind: composition, limits: [{count: members, at_least: 1}]}]", "不能任选"),
    ("[{kind: frequency, typess: [a], at_least: 1, period: month},"
     " {kind: frequency, types: [b], at_least: 1, period: month}]", "最接近的是 types"),
    ("[{kind: frequency, types: [a], at_least: 1, period: month, strength: must},"
     " {kind: frequency, types: [b], at_least: 1, period: month}]", "写在整条规则上"),
    ("[{kind: vacancy, post: secretary, days: 3}, {kind: vacancy, post: secretary, days: 3}]",
     "改写成 composition 的 holders"),
    ("[{kind: any_of, of: []}, {kind: vacancy, post: secretary, days: 3}]", "直接写进外面的 of"),
    ("[{kind: dues}, {kind: frequency, types: [a], at_least: 1, period: year, as: attendee}]", "写 period: month"),
    ("[{kind: composition, limits: [{count: members, at_least: 1}]}, {kind: streak, thing: dues, months: 3}]",
     "streak 判断的是 member；分成两条规则写"),
    ("[{kind: sequence, procedure: p, constraints: [{id: A, order: [x, y]}, {id: B, order: [y, z]}]},"
     " {kind: sequence, procedure: p, constraints: [{id: A, order: [x, z]}]}]", "只写一项 constraints"),
    ("[{kind: sequence, procedure: p, constraints: [{id: A, order: [x, y]}]},"
     " {kind: sequence, procedure: q, constraints: [{id: A, order: [x, z]}]}]", "procedure 相同"),
    ("[{kind: dues}, {kind: streak, thing: dues, months: 3}]", "dues 每个期间一条结论，streak 核查日一条结论"),
])
def test_choices_that_mean_nothing(tmp_path: Path, of: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        engine.load(pack(tmp_path, f"kind: any_of\nof: {of}"))
