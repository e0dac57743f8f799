"""Expressions keep to what every engine can do; compiled SQL is kept and needs no compiler again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.bundles import pack
from zhibu.engine import load
from zhibu.engine.sql.compiling import DIALECTS, rule_sql, working_sql
from zhibu.engine.sql.facts import BUILDERS
from zhibu.engine.sql.plan import Plan
from zhibu.engine.sql.tables import Facts
from zhibu.facts.contract import TABLES

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
# One of each kind and of each turn that its SQL can take.
RULES = [
    ("D-BRANCH", "F-COMMITTEE"), ("D-BRANCH", "F-STUDY"), ("D-UNIT", "F-BIRTHDAY"),
    ("D-TOWN", "F-CLASS"), ("D-GROUP", "C-CADRES"), ("D-UNIT", "C-CLEAN"),
    ("D-GROUP", "E-LEADER"), ("D-GROUP", "N-GROUP"), ("D-UNIT", "R-CLASS"),
    ("D-TOWN", "R-REPORTED"),
    ("D-BRANCH", "A-QUORUM"), ("D-GROUP", "A-HOST"), ("D-GROUP", "A-CADRES"),
    ("D-BRANCH", "X-ELECTION"), ("D-UNIT", "K-ROOM"),
    ("D-GROUP", "V-LEADER"), ("D-BRANCH", "T-SECRETARY"), ("D-GROUP", "T-LEADER"),
    ("D-UNIT", "L-PLAN"), ("D-TOWN", "L-MONTH"),
    ("D-BRANCH", "S-DUES"), ("D-BRANCH", "S-LIFE"), ("D-BRANCH", "P-MONTH"), ("D-TOWN", "P-LATE"),
    ("D-BRANCH", "Q-DEVELOP.PUBLICITY"), ("D-BRANCH", "Q-DEVELOP.CONVERSION"),
    ("D-GROUP", "Q-LEADER.ORDER"), ("D-GROUP", "Q-LEADER.FORM"),
]
# Further turns that no published rule takes.
MORE = (
    """kind: frequency
subject: member
as: attendee
types: [study]
share: 2/3
period: month
where: {weekday: [1], workday: true, day_of_month: {at_most: 9}, filled: [place], papers: [script],
  attendee_post: [secretary], month: [9, 10], quarter: [4], in_term: true}
""",
    "kind: notice\ntypes: [study]\nat_least: 2\nunit: workdays",
    "kind: record\nof: cases\nprocedures: [a]\ncolumns: [closed]\npapers: [b]\nwithin: {workdays: 3}",
    "kind: any_of\nof:\n- {kind: dues, days: 3}\n- {kind: deadline, paper: a, period: month, due: {from: end, days: 9}}",
    "kind: any_of\nof:\n- {kind: streak, thing: dues, months: 3}\n"
    "- {kind: streak, thing: {attended: [study]}, months: 2}",
    "kind: any_of\nof:\n- {kind: sequence, procedure: a, constraints: [{id: X, step: b, papers: [c]}]}\n"
    "- {kind: sequence, procedure: a, constraints: [{id: Y, first: b, then: d, at_most: {workdays: 3}}]}",
)
BANNED = {
    "a cast to or from truth values": r"AS BOOL",
    "an interval": r"\bINTERVAL\b",
    "a date function": r"\b(DATE|DATE_TRUNC|STRFTIME|JULIANDAY|EXTRACT|CURRENT_\w+|NOW)\b\s*\(",
    "a list": r"\b(ARRAY|ARRAY_AGG|LIST|UNNEST|COLLECT_LIST|STRUCT)\b\s*[\[(]",
    "a function of ibis in Python": r"_IBIS_",
    "a regular expression": r"REGEXP|~",
}


def everything() -> Facts:
    return Facts({name: {c.name for c in table.columns} for name, table in TABLES.items()}, "fact_")


def check(sql: str) -> None:
    for what, pattern in BANNED.items():
        assert not re.search(pattern, sql, re.I), f"{what}: {sql}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rules_keep_to_what_every_engine_can_do(dialect: str) -> None:
    rulebook = load(GOLDEN)
    for directive, rule in RULES:
        compiled = rule_sql(rulebook.rule(directive, rule), dialect)
        check(compiled.rows)
        check(compiled.evidence or "")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_so_do_repeated_steps(tmp_path: Path, dialect: str) -> None:
    rule = ("kind: sequence\nprocedure: a\nconstraints:\n"
            "- {id: X, every: {step: b, months: 6, from: c, until: d}}")
    compiled = rule_sql(load(pack(tmp_path, rule)).rule("D", "R.X"), dialect)
    check(compiled.rows)
    check(compiled.evidence or "")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("rule", MORE)
def test_so_do_further_turns(tmp_path: Path, dialect: str, rule: str) -> None:
    compiled = rule_sql(load(pack(tmp_path, rule)).rule("D", "R"), dialect)
    check(compiled.rows)
    check(compiled.evidence or "")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("scoped", [False, True])
def test_working_tables_keep_to_it_too(dialect: str, scoped: bool) -> None:
    plan = Plan(everything(), scoped=scoped, attended=True, spoke=True, meetings=("study",),
                entitled=("study",), lives=("study",), shares=True)
    for name in BUILDERS:
        compiled = working_sql(name, plan, dialect)
        assert compiled is not None
        check(compiled.rows)


def test_rules_read_working_tables_only(tmp_path: Path) -> None:
    rulebook = load(GOLDEN)
    for directive, rule in RULES:
        compiled = rule_sql(rulebook.rule(directive, rule), "duckdb")
        tables = set(re.findall(r'FROM "(\w+)"|JOIN "(\w+)"', compiled.rows))
        for name in {part for pair in tables for part in pair if part}:
            assert name.startswith(("zb_", "t")), name


SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
rows = {"organisations": [{"id": "B", "kind": "branch", "name": "甲", "established": "2020-01-01"}]}
with opened(Bundle.from_rows(rows), "sqlite") as source:
    window = engine.Window.until(dt.date(2024, 1, 31))
    print(len(engine.judge(engine.load(Path(sys.argv[1])), source, window)))
print("ibis" in sys.modules, "sqlglot" in sys.modules)
"""


def test_a_warm_process_imports_no_compiler(tmp_path: Path) -> None:
    rule = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
    folder = pack(tmp_path / "pack", rule)
    environment = os.environ | {"ZHIBU_CACHE": str(tmp_path / "cache")}

    def run() -> list[str]:
        command = [sys.executable, "-c", SCRIPT, str(folder)]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return found.stdout.split()

    assert run() == ["1", "True", "True"]
    assert run() == ["1", "False", "False"]


def test_a_broken_or_unwritable_cache_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhibu.engine.sql import compiling

    rule = load(pack(tmp_path / "pack", "kind: notice\ntypes: [study]")).rule("D", "R")
    monkeypatch.setattr(compiling, "_memory", {})
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ZHIBU_CACHE", str(tmp_path / "file"))
    first = rule_sql(rule, "duckdb")

    monkeypatch.setattr(compiling, "_memory", {})
    monkeypatch.setenv("ZHIBU_CACHE", str(tmp_path / "cache"))
    assert rule_sql(rule, "duckdb") == first
    for file in (tmp_path / "cache" / "sql").iterdir():
        file.write_text("{")
    monkeypatch.setattr(compiling, "_memory", {})
    assert rule_sql(rule, "duckdb") == first
