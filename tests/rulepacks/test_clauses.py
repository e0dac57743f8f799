"""Every clause of a source is answered in its pack, by rules of the strength and the question it has."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from zhibu.engine import Rulebook
from zhibu.engine.language.files import Clause

# First letter of the clauses of a source -> its pack.
PACKS = {
    "X": "county-groups-2017", "K": "groups-course", "L": "loudi-groups-2023", "Z": "town-life-2020",
    "B": "county-organs-eight-norms",
}  # fmt: skip
# 一般 and 不宜 are the same strength.
STRENGTHS = {"generally": "usual", "should_not": "usual"}
# Answered by a stricter rule of the same source, or by a number that the national rules give as 一般; or a part of the
# clause is advice (the upper end of 1 to 2 years) or no demand any more (photos, a past campaign).
OTHER_STRENGTH = {"K-6a", "L-8b", "Z-A6", "Z-A3b", "B-4.5.1", "B-6c"}
# A share over a year fits "leads in taking part" better than every single meeting.
# A plan and a record book are there once, not for each study.
OTHER_KIND = {"L-14b", "B-2.1a"}

# The minutes of X are the question of C40 too, though its row does not say so.
MINUTES = {"C40"}

Published = dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def published(shared: Path) -> Published:
    """The published clauses, by number."""
    text = (shared / "spec" / "clauses.tsv").read_text("utf-8")
    return {row["clause"]: row for row in csv.DictReader(text.splitlines(), delimiter="\t")}


def of(published: Published, letter: str) -> Published:
    return {name: row for name, row in published.items() if name.startswith(f"{letter}-")}


def answers(rulebook: Rulebook, letter: str) -> dict[str, Clause]:
    return {one.clause: one for one in rulebook.directives[PACKS[letter]].clauses}


@pytest.mark.parametrize("letter", PACKS)
def test_no_clause_is_forgotten_and_none_is_made_up(
    rulebook: Rulebook, published: Published, letter: str
) -> None:
    found = answers(rulebook, letter)
    assert list(found) == list(of(published, letter))
    for name, row in of(published, letter).items():
        assert found[name].place == row["place"], name


@pytest.mark.parametrize("letter", PACKS)
def test_what_a_rule_can_check_is_checked_by_a_rule_with_a_case(
    rulebook: Rulebook, published: Published, letter: str
) -> None:
    pack = rulebook.directives[PACKS[letter]]
    shown = {one.rule.partition(".")[0] for case in pack.cases for one in case.expect}
    allowed = {name for case in pack.cases for name in case.none}
    found = answers(rulebook, letter)
    for name, row in of(published, letter).items():
        form, _, kind = row["form"].partition(":")
        if form != "rule":
            continue
        assert found[name].answer == "rule", name
        for rule in (rulebook.rule(pack.id, rule) for rule in found[name].rules):
            assert rule.id in (shown if rule.judges else allowed), rule.key
            assert kind in _kinds(rule.spec) or name in OTHER_KIND, rule.key
            wanted = STRENGTHS.get(row["modality"], row["modality"])
            assert rule.spec.strength == wanted or name in OTHER_STRENGTH, rule.key


def _kinds(spec: Any) -> set[str]:
    """The kind of a rule; of one that leaves a choice, the kinds of what it leaves to choose from."""
    return {one.kind for one in getattr(spec, "of", ()) if hasattr(one, "kind")} | {spec.kind}


@pytest.mark.parametrize("letter", PACKS)
def test_every_rule_answers_some_clause_on_its_question(
    rulebook: Rulebook, published: Published, letter: str
) -> None:
    """A matter `c05` stands where the published list refers a clause of the rule to C05, and the other way."""
    pack = rulebook.directives[PACKS[letter]]
    for rule in pack.rules:
        named = [one.clause for one in pack.clauses if rule.id in one.rules]
        assert named, rule.key
        asked = {code for name in named for code in re.findall(r"C\d\d", published[name]["note"])}
        if re.fullmatch(r"c\d\d", rule.spec.matter):
            assert rule.spec.matter.upper() in asked | MINUTES, rule.key
        else:
            assert not asked & {"C05", "C14", "C15", "C16", "C30"}, rule.key


@pytest.mark.parametrize("letter", PACKS)
def test_clauses_that_nothing_answers_yet_say_so(rulebook: Rulebook, letter: str) -> None:
    for clause in rulebook.directives[PACKS[letter]].clauses:
        if clause.answer == "workflow":  # by roads, or by a room that is named
            assert clause.built or not clause.roads, clause.clause
            assert clause.roads or clause.by, clause.clause
        if clause.answer == "rule":
            assert clause.built, clause.clause


# Numbers that no rule needs and that a room reads: within how many days an opinion is passed on.
READ_BY_ROOMS = {"record_within_days", "opinion_days"}


@pytest.mark.parametrize("letter", PACKS)
def test_a_number_that_no_text_gives_is_a_parameter_that_says_so(
    rulebook: Rulebook, letter: str
) -> None:
    pack = rulebook.directives[PACKS[letter]]
    used = {name for rule in pack.rules for name in rule.parameters}
    used |= {name for names in pack.score_parameters.values() for name in names}
    articles = {one.article for one in pack.articles}
    used |= {name for name in READ_BY_ROOMS if name in {one.name for one in pack.head.parameters}}
    assert used == {one.name for one in pack.head.parameters}
    for one in pack.head.parameters:
        assert one.note, one.name
        assert one.article in articles, one.name


def test_teaching_material_says_that_it_binds_nobody(rulebook: Rulebook) -> None:
    assert rulebook.directives["groups-course"].head.level == "material"
    assert "教材" in rulebook.directives["groups-course"].head.note
    assert "没有文号、日期" in rulebook.directives["county-groups-2017"].head.note
