"""Roads and the sequence rules of the same directive say the same; clauses that a road answers name it."""

from __future__ import annotations

import itertools

import pytest

from zhibu.engine import Rulebook
from zhibu.engine.comparing.roads import WholeRoad, whole_roads
from zhibu.engine.language.procedure import Constraint, Duration
from zhibu.engine.language.roads import WEIGHTS, Road
from zhibu.engine.language.rulebook import Rule

# A road of its directive that a clause answered by a workflow speaks of.
ANSWERED = {
    "loudi-groups-2023": {"L-2": {"GROUPS"}, "L-11": {"DESIGNATED"}, "L-11b": {"RECOMMENDED"}, "L-7": {"APPRAISAL"}},
    "county-groups-2017": {"X-2.2e": {"FOUR-STEPS"}, "X-2.2h": {"FOUR-STEPS", "REVIEWED"}},
    "groups-course": {"K-6b": {"REPORTED"}, "K-7e": {"REPORTED"}, "K-7f": {"REPORTED"}, "K-17d": {"ELECTED"}},
    "town-life-2020": {"Z-2.4": {"APPRAISAL"}, "Z-2.5": {"DEVELOPMENT", "DISCIPLINE", "DISPOSAL"}},
    "county-organs-eight-norms": {name: {"DEVELOPMENT"} for name in ("B-4.1c", "B-4.2", "B-4.3", "B-4.5")},
}  # fmt: skip


def sequences(rulebook: Rulebook) -> list[tuple[Rule, Constraint, Road]]:
    """Every demand of a sequence rule with each road of its directive through the same procedure."""
    return [
        (rule, constraint, road)
        for directive in rulebook.directives.values()
        for rule in directive.rules if rule.spec.kind == "sequence"
        for constraint in rule.spec.constraints  # type: ignore[attr-defined]  # a sequence has them
        for road in directive.roads if road.procedure == rule.spec.procedure  # type: ignore[attr-defined]  # a sequence has one
    ]  # fmt: skip


def before(road: Road, code: str) -> set[str]:
    """All steps that go before one, by way of others too."""
    step = road.step(code)
    near = set(step.after) if step else set()
    return near.union(*(before(road, one) for one in near)) if near else near


def same(one: Duration, other: Duration) -> bool:
    return one.span == other.span


def test_what_a_rule_demands_of_a_procedure_every_road_of_the_directive_leads_to(rulebook: Rulebook) -> None:
    wrong = []
    for rule, one, road in sequences(rulebook):
        where = f"{rule.directive} {rule.id}.{one.id} / {road.id}"
        steps = {code: road.step(code) for code in one.steps}
        missing = [code for code, step in steps.items() if step is None]
        if missing:  # a road where the superior decides has no request of the branch
            if not (rule.id == "Q-FOUNDING-REPLY" and road.id == "FOUNDED-ABOVE"):
                wrong.append(f"{where}: no step {missing}")
            continue
        if one.order:
            wrong += [f"{where}: {then} not after {first}" for first, then in itertools.pairwise(one.order)
                      if first not in before(road, then)]  # fmt: skip
            if rule.spec.strength == "must":
                wrong += [f"{where}: {code} is {step.strength}" for code, step in steps.items()
                          if step and step.strength not in ("must", "usual") and code != "removal_resolution"]  # fmt: skip
        if one.first and one.then:
            step = steps[one.then]
            assert step is not None
            for wanted, limits in ((one.at_least, step.not_before), (one.at_most, step.within)):
                fits = [limit for limit in limits if wanted and limit.from_ == one.first and same(limit, wanted)]
                if wanted is not None and not fits:
                    wrong.append(f"{where}: {one.then} lacks {wanted.text} from {one.first}")
                wrong += [f"{where}: {one.then} is {limit.strength or step.gates}, the rule {rule.spec.strength}"
                          for limit in fits if (limit.strength or step.gates) != rule.spec.strength]  # fmt: skip
        if one.papers:
            step = steps[str(one.step)]
            assert step is not None
            given = {kind for code in (step.code, *before(road, step.code)) for kind in road.step(code).papers}  # type: ignore[union-attr]  # they are there
            wrong += [f"{where}: no {kind} by {step.code}" for kind in one.papers if kind not in given]
    assert wrong == []


def test_no_directive_of_those_with_sequence_rules_lacks_a_road(rulebook: Rulebook) -> None:
    for directive in rulebook.directives.values():
        ruled = {rule.spec.procedure for rule in directive.rules if rule.spec.kind == "sequence"}  # type: ignore[attr-defined]  # a sequence has one
        assert ruled <= {road.procedure for road in directive.roads}, directive.id


def test_every_procedure_has_a_road_and_a_manner_where_a_post_results(rulebook: Rulebook) -> None:
    roads = [road for one in rulebook.directives.values() for road in one.roads]
    assert {road.procedure for road in roads} == set(rulebook.procedures)
    for road in roads:
        assert bool(road.manner) == (road.procedure == "leader_selection"), road.id
        assert not road.leads or road.effect_after, road.id


@pytest.mark.parametrize("directive", ANSWERED)
def test_a_clause_that_a_road_answers_names_it_and_is_built(rulebook: Rulebook, directive: str) -> None:
    clauses = {one.clause: one for one in rulebook.directives[directive].clauses}
    for name, wanted in ANSWERED[directive].items():
        assert set(clauses[name].roads) == wanted, name
        assert clauses[name].built, name
    for one in clauses.values():
        assert bool(one.roads) == (one.clause in ANSWERED[directive]), one.clause


def circle(road: WholeRoad) -> list[str]:
    """Steps each of which waits for another of them."""
    left = {step.code: {code for one in step.after for code in one.steps} for step in road.steps}
    while free := [code for code, first in left.items() if not first & set(left)]:
        for code in free:
            del left[code]
    return sorted(left)


def test_roads_of_any_two_directives_and_of_all_together_can_be_gone(rulebook: Rulebook) -> None:
    for procedure in rulebook.procedures:
        named = [one.id for one in rulebook.directives.values() if any(r.procedure == procedure for r in one.roads)]
        for several in [*itertools.combinations(named, 2), tuple(named)]:
            for road in whole_roads(rulebook, procedure, several):
                assert circle(road) == [], (procedure, several)
                assert road.effects, (procedure, several)


def test_together_no_step_is_looser_than_any_directive_alone(rulebook: Rulebook) -> None:
    for procedure in rulebook.procedures:
        every = list(rulebook.directives)
        (*roads,) = whole_roads(rulebook, procedure, every)
        for road in roads:
            for part in road.parts:
                for step in part.road.steps:
                    merged = road.step(step.code)
                    assert merged is not None
                    assert WEIGHTS[merged.strength] >= WEIGHTS[step.strength], (part.key, step.code)
