"""A verdict of every kind explains itself: on a miss what is missing and how to mend it, and every fact behind it."""

from __future__ import annotations

import functools

import pytest

from zhibu.engine import Rulebook, Window, explain, load
from zhibu.engine.kinds import MODELS
from zhibu.engine.language.files import Case, Expected
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.kernel.packs import installed_packs

MISSES = ("unmet", "deviation", "advice")
Shown = tuple[Rule, Case, Expected]


@functools.cache
def book() -> Rulebook:
    return load(installed_packs())


@functools.cache
def shown(kind: str, missed: bool) -> Shown | None:
    """The first case of the packs that shows a rule of a kind met, or missed."""
    for directive in book().directives.values():
        rules = {unit.id: unit for rule in directive.rules for unit in rule.units if rule.judges}
        for case in directive.cases:
            for expected in case.expect:
                rule = rules[expected.rule]
                wanted = expected.status in (MISSES if missed else ("met",))
                if rule.spec.kind == kind and wanted and expected.subject != "*":
                    return rule, case, expected
    return None


@pytest.mark.parametrize("missed", [False, True], ids=["met", "missed"])
@pytest.mark.parametrize("kind", sorted(MODELS))
def test_a_verdict_of_every_kind_explains_itself(kind: str, missed: bool) -> None:
    found = shown(kind, missed)
    if found is None:
        pytest.skip("no pack has such a rule")
    rule, case, expected = found
    bundle = Bundle.from_rows(case.given, case.absent)
    with opened(bundle, "sqlite") as source:
        said = explain(book(), source, Window.until(case.as_of, case.from_), rule.directive, rule.id,
                       expected.subject, expected.period_start)
    text = "\n".join(said.lines())

    assert said.verdict.status == expected.status
    assert [fact.id for fact in said.facts] == said.verdict.evidence.split()
    assert said.arithmetic
    assert rule.spec.sentence in text
    assert f"期间：{said.verdict.period_start}" in text
    assert bool(said.missing) == missed
    assert (f"怎么补：{rule.spec.cure}" in text) == (missed and bool(rule.spec.cure))
    for parameter, value in book().directives[rule.directive].parameters_of(rule):
        assert f"参数 {parameter.label} = {value}" in text


def test_every_kind_is_shown_missed() -> None:
    assert [kind for kind in sorted(MODELS) if shown(kind, True) is None] == []
