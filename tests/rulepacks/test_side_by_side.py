"""Packs on the same organisation: each gives its own verdict, only where it was adopted, by its own numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from zhibu.engine import Rulebook, Window, load
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.facts.bundle import Bundle

COUNTY, COURSE, LOUDI = "county-groups-2017", "groups-course", "loudi-groups-2023"
BODIES = [
    {"id": "B1", "kind": "branch", "name": "甲支部", "established": "2019-01-01"},
    {
        "id": "G1",
        "parent": "B1",
        "kind": "party_group",
        "name": "第1小组",
        "established": "2019-01-01",
    },
    {"id": "B2", "kind": "branch", "name": "乙支部", "established": "2019-01-01"},
    {
        "id": "G2",
        "parent": "B2",
        "kind": "party_group",
        "name": "第2小组",
        "established": "2019-01-01",
    },
]
WINDOW = Window.until(dt.date(2024, 6, 30), None)


def statuses(
    rulebook: Rulebook, rules: dict[str, str], **tables: list[dict[str, Any]]
) -> dict[Any, str]:
    """(directive, subject) -> status, of one rule of each directive."""
    tables.setdefault("organisations", BODIES)
    given = {
        name: tuple({key: str(value) for key, value in row.items()} for row in rows)
        for name, rows in tables.items()
    }
    chosen = [rulebook.rule(directive, rule) for directive, rule in rules.items()]
    bundle = Bundle.from_rows(given, absent=())
    source = DuckDBSource(bundle.connection, bundle.tables)
    rows = judge_rules(rulebook, chosen, source, WINDOW)
    return {(row.directive, row.subject): row.status for row in rows}


def test_a_leader_who_was_designated_fits_one_text_and_not_the_other(rulebook: Rulebook) -> None:
    found = statuses(
        rulebook,
        {COUNTY: "R-LEADER-ELECTED", LOUDI: "R-LEADER-MANNER", COURSE: "R-LEADER-CHOSEN"},
        adoptions=[
            {"organisation": "B1", "directive": COUNTY, "since": "2024-01-01"},
            {"organisation": "B1", "directive": LOUDI, "since": "2024-01-01"},
        ],
        members=[{"id": "M1", "name": "某人", "joined": "2010-01-01", "full_since": "2011-01-01"}],
        posts=[
            {"id": f"P{group}", "member": "M1", "organisation": f"G{group}", "post": "group_leader",
             "since": "2024-02-01", "manner": "designated"}
            for group in (1, 2)
        ],
    )  # fmt: skip
    # The course was adopted by nobody, and the other branch adopted nothing.
    assert found == {(COUNTY, "P1"): "unmet", (LOUDI, "P1"): "met"}


def test_the_county_counts_from_the_day_of_its_adoption(rulebook: Rulebook) -> None:
    meetings = [
        {"id": f"A{month}", "organisation": "G1", "type": "organisational_life_meeting",
         "on": f"2024-0{month}-10", "status": "held"}
        for month in (2, 5)
    ]  # fmt: skip
    adopted = [{"organisation": "B1", "directive": COUNTY, "since": "2024-05-01"}]
    found = statuses(rulebook, {COUNTY: "R-LIFE"}, adoptions=adopted, activities=meetings)
    assert found == {(COUNTY, "A5"): "unmet"}


def test_an_installation_sets_its_own_number_for_promptly() -> None:
    packs = Path(__file__).resolve().parents[2] / "rulepacks"
    meeting = {
        "id": "A1", "organisation": "G1", "type": "organisational_life_meeting",
        "on": "2024-02-01", "status": "held", "reported_on": "2024-02-21",
    }  # fmt: skip
    adopted = [{"organisation": "B1", "directive": LOUDI, "since": "2024-01-01"}]
    seen = {}
    for days in ("10", "30"):
        rulebook = load(packs, own={LOUDI: {"prompt_days": days}})
        assert f"{days} 天" in rulebook.rule(LOUDI, "R-LIFE-REPORTED").spec.sentence
        found = statuses(
            rulebook, {LOUDI: "R-LIFE-REPORTED"}, adoptions=adopted, activities=[meeting]
        )
        seen[days] = found[LOUDI, "A1"]
    assert seen == {"10": "unmet", "30": "met"}
