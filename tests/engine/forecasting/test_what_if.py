"""What a year of rules asks for, and what a change would do to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, member, organisation
from zhibu import engine
from zhibu.engine.forecasting import Adopt, Retire, WhatIf, burden, what_if
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.facts.bundle import Bundle
from zhibu.kernel.errors import InputError

HEAD = "schema: 1\nid: {}\ntitle: 试验制度\neffective: 2020-01-01\nparameters:\n- {{name: times, label: 几次, value: 2}}\n"
RULES = """schema: 1
rules:
- {id: F, article: "1", kind: frequency, strength: must, sentence: 每季度开会, cure: 补开,
   when: {kind: [branch]}, types: [general_meeting], at_least: {parameter: times}, period: quarter}
- {id: E, article: "2", kind: frequency, strength: must, sentence: 每半年学习或者开会, cure: 补开,
   when: {kind: [branch]}, types: [general_meeting, study], at_least: 5, period: half_year}
- {id: N, article: "3", kind: notice, strength: must, sentence: 提前通知, when: {kind: [branch]},
   types: [general_meeting], at_least: 1}
- {id: R, article: "4", kind: record, strength: must, sentence: 有会议记录, when: {kind: [branch]},
   types: [general_meeting], papers: [minutes, signin]}
- {id: S, article: "5", kind: deadline, strength: must, sentence: 交计划, when: {kind: [branch]},
   paper: work_plan, period: year, due: {from: start, month: 1, day: 31}}
- {id: P, article: "6", kind: dues, strength: must, sentence: 按月交党费, when: {kind: [branch]}}
"""
YEAR = dt.date(2024, 1, 1)
WINDOW = engine.Window(YEAR, dt.date(2024, 6, 30))


@pytest.fixture
def book(tmp_path: Path) -> engine.Rulebook:
    for name in ("D", "E"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "directive.yaml").write_text(HEAD.format(name), "utf-8")
        (tmp_path / name / "rules.yaml").write_text(RULES, "utf-8")
    return engine.load(tmp_path)


@pytest.fixture
def source() -> DuckDBSource:
    bundle = Bundle.from_rows({
        "organisations": [organisation("C", kind="committee"), organisation("B", "C"), organisation("A", "C")],
        "members": [member("M")],
        "memberships": [belongs("M", "B")],
        "activities": [held(f"T{n}", "B", f"2024-0{n}-03", "general_meeting") for n in (1, 2, 4)],
        "adoptions": [{"organisation": "B", "directive": "D", "since": "2020-01-01"}],
        "papers": [], "dues": [],
    })
    return DuckDBSource(bundle.connection, bundle.tables)


def test_a_year_s_burden_counts_a_meeting_once_and_what_each_brings(
    book: engine.Rulebook, source: DuckDBSource
) -> None:
    found = burden(book, source, None, None, YEAR)

    by_rule = {demand.rule: (demand.unit, demand.count) for demand in found.demands}
    assert by_rule["F"] == ("meeting", 8)
    assert by_rule["E"] == ("meeting", 10)
    # eight general meetings; two more of either kind fill up the ten
    assert found.bodies["B"]["meeting"] == 10
    assert found.bodies["B"]["paper"] == 2 * 10 + 1
    assert found.bodies["B"]["notice"] == 10
    assert found.members["M"]["dues"] == 12
    assert "A" not in found.bodies


def test_what_is_written_and_not_held_is_a_paper(source: DuckDBSource, tmp_path: Path) -> None:
    rules = """schema: 1
rules:
- {id: W, article: "1", kind: frequency, strength: must, sentence: 每年书面报告, cure: 补交,
   when: {kind: [branch]}, types: [unit_annual_report], at_least: 1, period: year}
- {id: R, article: "2", kind: record, strength: must, sentence: 报送上级, when: {kind: [branch]},
   types: [unit_annual_report], papers: [annual_report], columns: [reported_on]}
"""
    (tmp_path / "D").mkdir()
    (tmp_path / "D" / "directive.yaml").write_text(HEAD.format("D"), "utf-8")
    (tmp_path / "D" / "rules.yaml").write_text(rules, "utf-8")
    book = replace(engine.load(tmp_path), activity_types=engine.load("rulepacks").activity_types)

    found = burden(book, source, None, None, YEAR)

    assert {(demand.rule, demand.unit) for demand in found.demands} >= {("W", "paper"), ("R", "report")}
    assert found.bodies["B"] == {"paper": 1, "report": 1}


def tried(book: engine.Rulebook, source: DuckDBSource, *changes: Adopt | Retire) -> WhatIf:
    return what_if(book, book, source, changes, WINDOW)


def test_adopting_elsewhere_says_who_would_miss_what(book: engine.Rulebook, source: DuckDBSource) -> None:
    found = tried(book, source, Adopt("D", "A", YEAR))

    missed = {(one.now.rule, one.now.subject) for one in found.turned if one.fate == "newly_missed"}
    assert missed == {("F", "A"), ("E", "A"), ("S", "A")}
    assert {one.now.subject for one in found.turned} == {"A"}
    assert found.unchanged > 0
    assert found.after.totals["meeting"] == 2 * found.before.totals["meeting"]
    assert found.by_body()[0][0] == "A"


def test_ending_one_lets_its_verdicts_go(book: engine.Rulebook, source: DuckDBSource) -> None:
    found = tried(book, source, Retire("D", "B", dt.date(2020, 2, 1)))

    assert set(found.fates) <= {"mended", "gone", "unchanged"}
    assert found.unchanged == 0
    assert not found.after.totals


def test_another_value_of_a_parameter_turns_only_its_rule(
    book: engine.Rulebook, source: DuckDBSource, tmp_path: Path
) -> None:
    after = engine.load(tmp_path, {"D": {"times": "1"}})
    found = what_if(book, after, source, (), WINDOW)

    assert {(one.now.rule, one.fate) for one in found.turned} == {("F", "mended"), ("F", "other")}
    assert found.after.demands != found.before.demands


def test_what_cannot_be_tried_is_told(book: engine.Rulebook, source: DuckDBSource) -> None:
    with pytest.raises(InputError, match="nobody"):
        tried(book, source, Adopt("D", "nobody", YEAR))
    with pytest.raises(InputError, match="在这个组织执行"):
        tried(book, source, Retire("E", "B", YEAR))
    with pytest.raises(InputError, match="NONE"):
        tried(book, source, Adopt("NONE", "B", YEAR))
