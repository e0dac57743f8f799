"""Proposals on random branches under random rules: a second way of judging finds no rule broken."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.judge.engines import load_rules
from tests.judge.judge import judge
from zhibu.domain.groups.dividing.asking import Wish
from zhibu.domain.groups.dividing.demands import demands, unread
from zhibu.domain.groups.dividing.judging import facts, judged
from zhibu.domain.groups.dividing.people import CADRE, Person, Present, Setting
from zhibu.domain.groups.dividing.proposing import propose
from zhibu.engine.packs.loader import load
from zhibu.facts.bundle import Bundle
from zhibu.kernel.packs import installed_packs

ON = dt.date(2026, 11, 22)


def branch(seed: int) -> Setting:
    """A branch as they come: some units large, some of one person, some people without a unit."""
    chance = random.Random(seed)
    units = ["", *[f"甲局/{n}科" for n in "一二三四五六七八九"][: chance.randint(1, 9)]]
    groups = chance.choice([0, 0, 2, 4])
    people = [
        Person(
            f"m{number:02d}", f"人{number}", chance.choice(units), "", chance.random() > 0.25,
            frozenset({CADRE}) if chance.random() < 0.2 else frozenset(),
            frozenset({"warning"}) if chance.random() < 0.1 else frozenset(),
            f"G{chance.randrange(groups)}" if groups and chance.random() < 0.9 else "",
        )
        for number in range(chance.randint(2, 40))
    ]  # fmt: skip
    there = sorted({one.group for one in people if one.group})
    return Setting(tuple(people), tuple(Present(key, key) for key in there), "organ", "committee")


def rules(seed: int) -> list[dict]:
    """Rules on the make-up of groups and branches, some of which contradict each other."""
    chance = random.Random(seed)
    group = [
        {"count": "members", "at_least": chance.randint(2, 6)},
        {"count": "full_members", "at_least": chance.randint(1, 3)},
        {"count": "members", "at_most": chance.randint(5, 30)},
        {"count": "members_with_post", "post": CADRE, "at_most": chance.randint(1, 3)},
        {"count": "full_members", "compared_with": "members", "more_than": "1/2"},
        {"count": "members_under_penalty", "at_most": 1},
        {"count": "members", "odd": True},
        {"count": "probationary_members", "less_than": 3},
    ]
    whole = [
        {"count": "party_groups", "at_least": chance.randint(2, 3)},
        {"count": "party_groups", "at_most": chance.randint(2, 8)},
        {"count": "party_groups", "compared_with": "members", "at_most": "1/4"},
        {"count": "share_in_one_group", "post": CADRE, "at_most": "1/2"},
        {"count": "share_in_one_group", "post": CADRE, "less_than": "1"},
        {"count": "groups_of_only", "post": CADRE, "at_most": 0},
        {"count": "members", "compared_with": "party_groups", "at_least": "3"},
    ]
    found = []
    for number in range(chance.randint(1, 5)):
        of_group = chance.random() < 0.6
        limit = chance.choice(group if of_group else whole)
        when: dict = {"kind": ["party_group" if of_group else "branch"]}
        if not of_group and chance.random() < 0.4:
            when["party_groups"] = {"at_least": chance.randint(2, 4)}
        params: dict = {"limits": [limit]}
        kind = "composition"
        if not of_group and chance.random() < 0.4:
            kind, params = "any_of", {"of": [
                {"kind": "composition", "limits": [limit]},
                {"kind": "composition", "limits": [{"count": "members_with_post", "post": CADRE, "at_most": 1}]},
            ]}  # fmt: skip
        found.append({
            "directive": "D1", "effective": "2020-01-01", "rule": f"R{number}", "article": "1", "kind": kind,
            "subject": "organisation", "strength": chance.choice(["must", "must", "usual"]), "when": when,
            "params": params, "in_force": {},
        })  # fmt: skip
    return found


@settings(
    max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(seed=st.integers(0, 2**31))
def test_what_is_proposed_keeps_what_must_be(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    neutral, setting = rules(seed), branch(seed)
    rulebook = load_rules(neutral, Path(tmp_path_factory.mktemp("rules")))
    asked = demands(rulebook.rules(), ON)
    proposal = propose(setting, asked, Wish())
    decided = {one.rule.id for one in asked if not unread(one)}
    everybody = sorted(one.id for one in setting.people)
    for offer in proposal.offers:
        if not offer.division.parts:
            continue
        placed = sorted(member for part in offer.division.parts for member in part.members)
        assert placed == everybody
        rows = facts(setting, offer.division, ["D1"], ON)
        texts = {
            name: [{k: str(v) for k, v in row.items() if v is not None} for row in some] for name, some in rows.items()
        }  # fmt: skip
        verdicts = judge(neutral, texts, Bundle.from_rows(rows).tables, ON, ON)
        broken = {v["rule"] for v in verdicts if v["status"] == "unmet" and v["rule"] in decided}
        assert bool(broken) == offer.nearest, (seed, offer.label, broken)
        answers = judged(rulebook, rulebook.rules(), setting, [offer.division], ON)[0]
        assert sorted((a.verdict.rule, a.verdict.subject, a.verdict.status) for a in answers) == sorted(
            (v["rule"], v["subject"], v["status"]) for v in verdicts
        )
    if any(offer.nearest for offer in proposal.offers):
        assert proposal.conflict


@pytest.mark.parametrize("seed", range(6))
def test_who_is_to_stay_stays(seed: int) -> None:
    """Pins of a present group are in it, pins of a new one are together, and those of two are apart."""
    setting, chance = branch(seed), random.Random(seed)
    asked = demands(load(installed_packs()).rules(["loudi-groups-2023"]), ON)
    held = chance.sample([one.id for one in setting.people], min(4, len(setting.people)))
    there = [one.id for one in setting.present]
    pins = {key: (there[0] if there and number < 2 else f"new:{number % 2}") for number, key in enumerate(held)}
    proposal = propose(setting, asked, Wish(pins=pins))
    if proposal.conflict or proposal.wish_conflicts:
        return
    for offer in proposal.offers:
        where = {key: place for place, part in enumerate(offer.division.parts) for key in part.members if key in pins}
        groups = {pin: {where[key] for key in where if pins[key] == pin} for pin in pins.values()}
        assert all(len(places) <= 1 for places in groups.values()), (seed, offer.label)
        places = [place for some in groups.values() for place in some]
        assert len(places) == len(set(places)), (seed, offer.label)
        for pin in there:
            assert all(offer.division.parts[place].present == pin for place in groups.get(pin, ()))


def test_pins_that_cannot_be_kept_are_named_as_the_wish() -> None:
    """Everybody is to stay in a group of two, which the rules do not allow."""
    people = tuple(Person(f"m{n}", f"人{n}", "局/甲科", group="G1" if n < 2 else "G2") for n in range(6))
    setting = Setting(people, (Present("G1", "G1"), Present("G2", "G2")), "organ", "committee")
    asked = demands(load(installed_packs()).rules(["loudi-groups-2023"]), ON)
    assert not propose(setting, asked, Wish()).wish_conflicts
    assert propose(setting, asked, Wish(pins={one.id: one.group for one in people})).wish_conflicts


def test_the_same_branch_gets_the_same_proposal() -> None:
    asked = demands(load(installed_packs()).rules(["loudi-groups-2023"]), ON)
    first, second = (propose(branch(5), asked, Wish()) for _ in range(2))
    assert first == second


def test_sixty_members_are_divided_within_two_seconds() -> None:
    chance = random.Random(60)
    people = tuple(
        Person(f"m{n:02d}", f"人{n}", f"局/{chance.choice('甲乙丙丁戊己庚辛壬癸')}科", posts=frozenset({CADRE} if n < 4 else ()))
        for n in range(60)
    )  # fmt: skip
    asked = demands(load(installed_packs()).rules(["loudi-groups-2023", "county-groups-2017", "groups-course"]), ON)
    begun = time.process_time()
    proposal = propose(Setting(people, sector="organ", upper="committee"), asked, Wish())
    assert time.process_time() - begun < 2
    assert not proposal.conflict
    assert len(proposal.offers) == 3


def test_two_rules_that_cannot_hold_together_are_named_with_the_nearest(tmp_path: Path) -> None:
    def rule(name: str, **limit: object) -> dict:
        return {
            "directive": "D1", "effective": "2020-01-01", "rule": name, "article": "1", "kind": "composition",
            "subject": "organisation", "strength": "must", "when": {"kind": ["party_group"]},
            "params": {"limits": [limit]}, "in_force": {},
        }  # fmt: skip

    neutral = [
        rule("BIG", count="members", at_least=5),
        rule("SMALL", count="members", at_most=3),
        rule("FULL", count="full_members", at_least=1),
    ]
    people = tuple(Person(f"m{n}", f"人{n}", "甲科" if n < 5 else "乙科") for n in range(10))
    asked = demands(load_rules(neutral, tmp_path).rules(), ON)
    proposal = propose(Setting(people, sector="organ"), asked, Wish())
    assert {one.rule.id for one in proposal.conflict} == {"BIG", "SMALL"}
    assert proposal.offers[0].nearest
    assert sorted(len(part.members) for part in proposal.offers[0].division.parts) in ([5, 5], [3, 3, 4])


def test_a_small_unit_joins_the_one_that_was_entered_as_its_neighbour() -> None:
    units = {"东站": 4, "西站": 4, "渡口": 2}
    people = tuple(Person(f"{u}{n}", f"{u}{n}", u) for u, some in units.items() for n in range(some))
    asked = demands(load(installed_packs()).rules(["loudi-groups-2023"]), ON)
    near = frozenset({frozenset({"渡口", "西站"})})
    division = propose(Setting(people, sector="organ", neighbours=near), asked, Wish()).offers[0].division
    groups = {frozenset(member[:2] for member in part.members) for part in division.parts}
    assert groups == {frozenset({"东站"}), frozenset({"西站", "渡口"})}
