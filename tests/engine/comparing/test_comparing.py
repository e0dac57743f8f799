"""Comparing directives: what is stricter in amount and in strength, what contradicts, what holds by default."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
import yaml

from tests.judge.engines import in_yaml
from tests.judge.random_rules import random_rules
from zhibu.engine import load
from zhibu.engine.comparing import compare
from zhibu.engine.comparing.demands import contradict, implies
from zhibu.engine.comparing.relations import REVERSED, Said, relation
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.kernel.errors import InputError

MEETING = {"kind": "frequency", "types": ["party_group_meeting"], "strength": "must"}
MONTHLY = {**MEETING, "at_least": 1, "period": "month"}
MATTERS = """schema: 1
matters:
- matter: vote
  question: 怎样表决
  values: [{value: hands, label: 举手}, {value: secret, label: 无记名}]
  ordered: true
  contradict: [[hands, secret]]
  reading: 只能无记名
  reason: national_holds
"""


def books(folder: Path, **said: dict) -> Rulebook:
    """A directive for each name; `level` and `positions` beside the keys of its one rule."""
    for name, keys in said.items():
        place = folder / name
        place.mkdir()
        level, positions = keys.pop("level", "county"), keys.pop("positions", None)
        head = {"schema": 1, "id": name, "title": name, "level": level, "effective": "2020-01-01"}
        rule = {"id": "R", "article": "1", "sentence": f"{name} 的要求", "matter": "m"}
        contents = {"directive": head, "rules": {"schema": 1, "rules": [rule | keys] if keys else []}}
        if positions:
            contents["positions"] = {"schema": 1, "positions": positions}
        for file, content in contents.items():
            text = yaml.safe_dump(content, allow_unicode=True)
            (place / f"{file}.yaml").write_text(text, encoding="utf-8")
    (folder / "matters.yaml").write_text(MATTERS, encoding="utf-8")
    return load(folder)


QUARTERLY = {**MEETING, "at_least": 1, "period": "quarter"}
THRICE = {**MEETING, "at_least": 3, "period": "quarter"}
CASES = {
    "one a month is more than one a quarter": (MONTHLY, QUARTERLY, "stricter"),
    "three a quarter do not mean one a month, which is stricter": (THRICE, MONTHLY, "looser"),
    "the same number, only as a rule": (MONTHLY, {**MONTHLY, "strength": "usual"}, "stricter"),
    "more often but only as a rule": ({**MONTHLY, "strength": "usual"}, QUARTERLY, "mixed"),
    "the same": (MONTHLY, dict(MONTHLY), "same"),
    "at least two, at most one": (
        {**MONTHLY, "at_least": 2},
        {**MEETING, "at_most": 1, "period": "month"},
        "contradictory",
    ),
    "two different things": (MONTHLY, {**MONTHLY, "types": ["study"]}, "both"),
    "only by the secretary": (
        {**MONTHLY, "where": {"speaker_post": ["secretary"]}}, MONTHLY, "stricter",
    ),
    "larger groups": (
        {"kind": "composition", "strength": "must", "limits": [{"count": "members", "at_least": 5}]},
        {"kind": "composition", "strength": "must", "limits": [{"count": "members", "more_than": 3}]},
        "stricter",
    ),
    "more than three against at least three": (
        {"kind": "composition", "strength": "must", "limits": [{"count": "members", "at_least": 3}]},
        {"kind": "composition", "strength": "must", "limits": [{"count": "members", "more_than": 3}]},
        "looser",
    ),
    "sooner": (
        {"kind": "record", "types": ["study"], "columns": ["recorded_on"], "within": {"days": 3}, "strength": "must"},
        {"kind": "record", "types": ["study"], "columns": ["recorded_on"], "strength": "must"},
        "stricter",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_rules_stand_so_to_each_other(name: str, tmp_path: Path) -> None:
    one, other, expected = CASES[name]

    [found] = compare(books(tmp_path, A=dict(one), B=dict(other)), ["A", "B"])

    assert [(pair.one, pair.other, pair.relation) for pair in found.pairs] == [("A", "B", expected)]


@pytest.mark.parametrize("name", CASES)
def test_seen_from_the_other_side_it_is_the_reverse(name: str, tmp_path: Path) -> None:
    one, other, expected = CASES[name]

    [found] = compare(books(tmp_path, A=dict(one), B=dict(other)), ["B", "A"])

    assert found.pairs[0].relation == REVERSED.get(expected, expected)


def test_the_strictest_reading_holds_where_it_satisfies_both(tmp_path: Path) -> None:
    book = books(tmp_path, A=dict(QUARTERLY), B=dict(MONTHLY), C={**MONTHLY, "strength": "may"})

    [found] = compare(book, ["A", "B", "C"])

    assert [said.directive for said in found.holds] == ["B"]


def test_a_national_must_beats_a_contradicting_local_text(tmp_path: Path) -> None:
    book = books(
        tmp_path,
        local={**MEETING, "at_most": 1, "period": "month", "level": "county"},
        nation={**MONTHLY, "at_least": 2, "level": "central"},
    )

    [found] = compare(book, ["local", "nation"])

    assert found.pairs[0].relation == "contradictory"
    assert [said.directive for said in found.holds] == ["nation"]


def test_what_no_rule_can_judge_is_compared_by_its_answers(tmp_path: Path) -> None:
    hands = [{"matter": "vote", "says": "hands", "strength": "must", "article": "4", "gist": "举手"}]
    secret = [{"matter": "vote", "says": "secret", "strength": "must", "article": "20", "gist": "无记名"}]
    book = books(tmp_path, A={"positions": hands}, B={"positions": secret, "level": "central"})

    [found] = compare(book, ["A", "B"])

    assert found.question == "怎样表决"
    assert found.pairs[0].relation == "contradictory"
    assert found.reading == "只能无记名"
    assert [said.directive for said in found.holds] == ["B"]


def test_an_unknown_answer_and_an_unknown_directive_are_told(tmp_path: Path) -> None:
    wrong = [{"matter": "vote", "says": "hand", "strength": "must", "article": "4", "gist": "举手"}]
    with pytest.raises(InputError, match="最接近的是 hands"):
        books(tmp_path, A={"positions": wrong})
    with pytest.raises(InputError, match="已装入的制度之一"):
        compare(Rulebook(), ["nowhere"])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Rule]:
    """A hundred random rules of all kinds."""
    folder = tmp_path_factory.mktemp("many")
    rules = [in_yaml(rule) for rule in random_rules(7, 100)]
    head = {"schema": 1, "id": "D", "title": "D", "effective": "2020-01-01"}
    for name, content in (("directive", head), ("rules", {"schema": 1, "rules": rules})):
        text = yaml.safe_dump(content, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(load(folder).directives["D"].rules)


def said(rule: Rule) -> Said:
    return Said("D", "1", rule.spec.strength, "", rule)


def test_every_rule_means_itself_and_relations_reverse(many: list[Rule]) -> None:
    assert all(implies(rule.spec, rule.spec) for rule in many)
    assert not any(contradict(rule.spec, rule.spec) for rule in many)
    for one, other in product(many, many):
        forth, back = relation(said(one), said(other), None), relation(said(other), said(one), None)
        assert back == REVERSED.get(forth, forth)


def test_what_implies_what_implies_goes_on(many: list[Rule]) -> None:
    for one, other, third in product(many, many, many):
        if one.spec.kind == other.spec.kind == third.spec.kind and implies(one.spec, other.spec):
            assert not implies(other.spec, third.spec) or implies(one.spec, third.spec)


def test_a_rule_that_names_no_matter_meets_those_on_the_same_thing(tmp_path: Path) -> None:
    books(tmp_path, one={**MONTHLY}, own={**QUARTERLY}, other={**MONTHLY, "types": ["study"]})
    for name in ("own", "other"):
        file = tmp_path / name / "rules.yaml"
        file.write_text("\n".join(line for line in file.read_text("utf-8").splitlines() if line.strip() != "matter: m"), "utf-8")

    found = {row.matter: [said.directive for said in row.said] for row in compare(load(tmp_path), ["one", "own", "other"])}

    assert found.pop("m") == ["one", "own"]
    assert list(found.values()) == [["other"]]
