"""Every case of every pack, one test each: by the engine, and by the second, plain reading."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.rulepacks.stories import (
    bundle_of,
    failures,
    plainly,
    window_of,
)
from zhibu.engine import COLUMNS, load
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.sources.sessions import DuckDBSource

BOOK = load(Path(__file__).resolve().parents[2] / "rulepacks")
STORIES = [
    pytest.param(directive.id, number, id=f"{directive.id}: {case.name}")
    for directive in BOOK.directives.values()
    for number, case in enumerate(directive.cases)
]
RULES = [
    pytest.param(rule.directive, rule.id, id=f"{rule.directive}: {rule.id}")
    for directive in BOOK.directives.values()
    for whole in directive.rules
    for rule in whole.units
]
MISSES = {"must": "unmet", "usual": "deviation", "encouraged": "advice"}


@cache
def by_the_engine(directive: str, number: int) -> list[dict[str, str]]:
    """The rows of the engine for a case, as texts; only of the rules that the case names, to save time."""
    case = BOOK.directives[directive].cases[number]
    named = {one.rule for one in case.expect} | set(case.none)
    rules = [rule for rule in BOOK.rules([directive]) if rule.id in named]
    bundle = bundle_of(case)
    source = DuckDBSource(bundle.connection, bundle.tables)
    return [
        {
            name: "" if value is None else str(value)
            for name, value in zip(COLUMNS, row, strict=False)
        }
        for row in judge_rules(BOOK, rules, source, window_of(case))
    ]


@pytest.mark.parametrize(("directive", "number"), STORIES)
def test_the_engine_tells_the_story(directive: str, number: int) -> None:
    assert not failures(BOOK.directives[directive].cases[number], by_the_engine(directive, number))


@pytest.mark.parametrize(("directive", "number"), STORIES)
def test_the_plain_reading_tells_the_same_story(directive: str, number: int) -> None:
    case = BOOK.directives[directive].cases[number]
    assert not failures(case, plainly(BOOK.directives[directive], case))


@pytest.mark.parametrize(("directive", "rule"), RULES)
def test_a_case_fails_without_its_rule(directive: str, rule: str) -> None:
    """Without the rows that the rule (of a constraint: the whole of it) gives."""
    spec = BOOK.rule(directive, rule).spec
    cases = BOOK.directives[directive].cases
    if spec.strength == "may":
        assert any(rule in case.none for case in cases)
        return
    told = [
        (number, one.status)
        for number, case in enumerate(cases)
        for one in case.expect
        if one.rule == rule
    ]
    assert {"met", MISSES[spec.strength]} <= {status for _, status in told}
    number = told[0][0]
    whole = rule.partition(".")[0]
    left = [
        row for row in by_the_engine(directive, number) if row["rule"].partition(".")[0] != whole
    ]
    assert failures(cases[number], left)
