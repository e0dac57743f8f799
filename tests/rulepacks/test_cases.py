"""Every case of every pack, one test each: by the engine, and by the second, plain reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulepacks.stories import (
    bundle_of,
    failures,
    plainly,
    window_of,
    without_rule,
)
from zhibu.engine import COLUMNS, Rulebook, load
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.language.files import Case
from zhibu.engine.sources.sessions import DuckDBSource

BOOK = load(Path(__file__).resolve().parents[2] / "rulepacks")
STORIES = [
    pytest.param(directive.id, case, id=f"{directive.id}: {case.name}")
    for directive in BOOK.directives.values()
    for case in directive.cases
]
RULES = [
    pytest.param(rule.directive, rule.id, id=f"{rule.directive}: {rule.id}")
    for directive in BOOK.directives.values()
    for whole in directive.rules
    for rule in whole.units
]
MISSES = {"must": "unmet", "usual": "deviation", "encouraged": "advice"}


def by_the_engine(rulebook: Rulebook, directive: str, case: Case) -> list[dict[str, str]]:
    """The rows of the engine, as texts; only of the rules that the case names, to save time."""
    named = {one.rule for one in case.expect} | set(case.none)
    rules = [rule for rule in rulebook.rules([directive]) if rule.id in named]
    bundle = bundle_of(case)
    source = DuckDBSource(bundle.connection, bundle.tables)
    return [
        {
            name: "" if value is None else str(value)
            for name, value in zip(COLUMNS, row, strict=False)
        }
        for row in judge_rules(rulebook, rules, source, window_of(case))
    ]


@pytest.mark.parametrize(("directive", "case"), STORIES)
def test_the_engine_tells_the_story(directive: str, case: Case) -> None:
    assert not failures(case, by_the_engine(BOOK, directive, case))


@pytest.mark.parametrize(("directive", "case"), STORIES)
def test_the_plain_reading_tells_the_same_story(directive: str, case: Case) -> None:
    assert not failures(case, plainly(BOOK.directives[directive], case))


@pytest.mark.parametrize(("directive", "rule"), RULES)
def test_a_case_fails_without_its_rule(directive: str, rule: str) -> None:
    spec = BOOK.rule(directive, rule).spec
    cases = BOOK.directives[directive].cases
    if spec.strength == "may":
        assert any(rule in case.none for case in cases)
        return
    told = [(case, one.status) for case in cases for one in case.expect if one.rule == rule]
    assert {"met", MISSES[spec.strength]} <= {status for _, status in told}
    poorer = without_rule(BOOK, directive, rule)
    assert failures(told[0][0], by_the_engine(poorer, directive, told[0][0]))
